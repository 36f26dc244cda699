package dev.fovea.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets a fit that was cut off be taken up again, as Keras's callback of that name: after each epoch, the model and the
 * optimizer's state are saved; the same fit, begun anew, goes on behind the last epoch that was saved, and ends with the
 * very weights that it would have ended with. A fit that ends by itself deletes what was saved.
 *
 * <pre>{@code
 * model.fit(data, Fit.epochs(100).callbacks(BackupAndRestore.of(Path.of("runs/backup"))));
 * }</pre>
 *
 * <p>A file is named by its epoch, written aside, moved into place, and only then replaces the one before, so that a
 * crash at any time leaves a whole one. A folder serves one fit at a time. What other callbacks remember, as the best
 * figure so far, begins anew. A file that can't be read or written ends the fit with an {@link UncheckedIOException}.
 *
 * @param backupDir the folder for the files; made where it is missing
 * @param deleteCheckpoint whether a fit that ends by itself deletes them
 */
public record BackupAndRestore(Path backupDir, boolean deleteCheckpoint) implements Callback {
    private static final Pattern NAME = Pattern.compile("epoch-(\\d{1,9})\\.safetensors");

    public BackupAndRestore {
        Objects.requireNonNull(backupDir, "BackupAndRestore takes a folder");
    }

    /** With Keras's default: what was saved is deleted at the end. */
    public static BackupAndRestore of(Path backupDir) {
        return new BackupAndRestore(backupDir, true);
    }

    public BackupAndRestore deleteCheckpoint(boolean deleteCheckpoint) {
        return new BackupAndRestore(backupDir, deleteCheckpoint);
    }

    @Override
    public void onTrainBegin(Training training) {
        try {
            TreeMap<Integer, Path> saved = saved();
            if (!saved.isEmpty()) {
                training.load(saved.lastEntry().getValue());
                training.resumeAfter(saved.lastKey());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "BackupAndRestore can't take the fit up again: " + e.getMessage() + "; delete the files of "
                            + backupDir + " to begin anew",
                    e);
        }
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        try {
            Files.createDirectories(backupDir);
            List<Path> before = new ArrayList<>(saved().values());
            Path file = backupDir.resolve("epoch-" + epoch.number() + ".safetensors");
            training.save(file);
            before.remove(file);
            delete(before);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "BackupAndRestore can't save epoch " + epoch.number() + " in " + backupDir + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void onTrainEnd(Training training) {
        if (!deleteCheckpoint) {
            return;
        }
        try {
            delete(saved().values());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "BackupAndRestore can't delete its files in " + backupDir + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Iterable<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /** The files that are there, by their epochs. */
    private TreeMap<Integer, Path> saved() throws IOException {
        TreeMap<Integer, Path> saved = new TreeMap<>();
        try (Stream<Path> files = Files.list(backupDir)) {
            files.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    saved.put(Integer.parseInt(name.group(1)), file);
                }
            });
        } catch (NoSuchFileException e) {
            return saved;
        }
        return saved;
    }
}
