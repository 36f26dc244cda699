package dev.fovea.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Saves the model, with the optimizer's state, after each epoch or after those that are better than all before, as
 * Keras's callback of that name.
 *
 * <pre>{@code
 * ModelCheckpoint.of("runs/{epoch:02d}-{val_loss:.2f}.safetensors").saveBestOnly(true);
 * }</pre>
 *
 * <p>The file's name may have fields in braces: the epoch, from 1, and any figure of the epoch's logs. Its folder is
 * made where it is missing. A file that can't be written ends the fit with an {@link UncheckedIOException}; a field or
 * a figure that the fit does not measure is refused when it begins.
 */
public final class ModelCheckpoint implements Callback {
    private static final String EXTENSION = ".safetensors";

    private final FileTemplate filepath;
    private final Monitor monitor;
    private final boolean saveBestOnly;
    private final Double initialValueThreshold;
    private Monitor resolved;
    private double best = Double.NaN;

    private ModelCheckpoint(
            FileTemplate filepath, Monitor monitor, boolean saveBestOnly, Double initialValueThreshold) {
        this.filepath = filepath;
        this.monitor = monitor;
        this.saveBestOnly = saveBestOnly;
        this.initialValueThreshold = initialValueThreshold;
    }

    /**
     * With Keras's defaults: after every epoch.
     *
     * @throws IllegalArgumentException if the name does not end in {@code .safetensors} or has a malformed field
     */
    public static ModelCheckpoint of(String filepath) {
        if (!filepath.endsWith(EXTENSION)) {
            throw new IllegalArgumentException(
                    "ModelCheckpoint saves files whose names end in " + EXTENSION + "; got \"" + filepath + "\"");
        }
        return new ModelCheckpoint(
                new FileTemplate(filepath),
                new Monitor("ModelCheckpoint", "val_loss", MonitorMode.AUTO, 0),
                false,
                null);
    }

    /** The figure by which an epoch is better; {@code val_loss} unless set. */
    public ModelCheckpoint monitor(String monitor) {
        return with(new Monitor(this.monitor.owner(), monitor, this.monitor.mode(), 0));
    }

    public ModelCheckpoint mode(MonitorMode mode) {
        return with(new Monitor(monitor.owner(), monitor.name(), mode, 0));
    }

    private ModelCheckpoint with(Monitor monitor) {
        return new ModelCheckpoint(filepath, monitor, saveBestOnly, initialValueThreshold);
    }

    /** Whether only epochs that are better than all before are saved; false unless set. */
    public ModelCheckpoint saveBestOnly(boolean saveBestOnly) {
        return new ModelCheckpoint(filepath, monitor, saveBestOnly, initialValueThreshold);
    }

    /** What the first saved epoch must be better than, with {@link #saveBestOnly}. */
    public ModelCheckpoint initialValueThreshold(double initialValueThreshold) {
        return new ModelCheckpoint(filepath, monitor, saveBestOnly, initialValueThreshold);
    }

    @Override
    public void onTrainBegin(Training training) {
        List<String> names = new ArrayList<>(List.of("epoch"));
        names.addAll(Monitor.names(training));
        for (String field : filepath.fields()) {
            if (!names.contains(field)) {
                throw new IllegalArgumentException("ModelCheckpoint's file \"" + filepath.text() + "\" has the field \""
                        + field + "\", which this fit does not measure; there are " + String.join(", ", names));
            }
        }
        if (saveBestOnly) {
            resolved = monitor.resolve(training);
            // As in Keras, the best of an earlier fit still counts.
            if (Double.isNaN(best)) {
                best = initialValueThreshold == null ? resolved.worst() : initialValueThreshold;
            }
        }
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        if (saveBestOnly) {
            double current = epoch.logs().get(resolved.name());
            if (!resolved.better(current, best)) {
                return;
            }
            best = current;
        }
        Path file = Path.of(filepath.fill(epoch.number(), epoch.logs()));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            training.save(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "ModelCheckpoint can't save the model of epoch " + epoch.number() + " to " + file + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
