package dev.fovea.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder that a training run leaves: {@code runs/<data>-<model>-<n>}. */
record RunFolder(Path path) {
    /** Makes the first folder of its kind that is not there yet. */
    static RunFolder create(Path parent, String data, String model) throws IOException {
        try {
            Files.createDirectories(parent);
            for (int n = 1; ; n++) {
                try {
                    return new RunFolder(Files.createDirectory(parent.resolve(data + "-" + model + "-" + n)));
                } catch (FileAlreadyExistsException e) {
                    // Taken; the next number may be free.
                }
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    "can't make the folder " + parent + ": a file of that name is there; name another with --out", e);
        } catch (IOException e) {
            throw new IOException(
                    "can't make a folder in " + parent + " (" + Failures.message(e) + "); name another with --out", e);
        }
    }

    /**
     * An existing run, by its folder or by the folder's name under {@code runs}.
     *
     * @throws IOException if there is none
     */
    static RunFolder existing(String name) throws IOException {
        for (Path path : List.of(Path.of(name), Path.of("runs", name))) {
            if (Files.isRegularFile(new RunFolder(path).settings())) {
                return new RunFolder(path);
            }
        }
        throw new IOException(
                "there is no run " + name + "; name a folder that 'fovea train' made, such as runs/mnist-convnet-1");
    }

    /** The file of a model: the file itself or, given a run's folder or its name, the model in it. */
    static Path modelFile(Path given) {
        if (Files.isDirectory(given)) {
            return new RunFolder(given).model();
        }
        Path named = Path.of("runs").resolve(given);
        return !Files.exists(given) && Files.isDirectory(named) ? new RunFolder(named).model() : given;
    }

    Path model() {
        return path.resolve("model.safetensors");
    }

    /** The state at the end of the last whole epoch, to go on from. */
    Path checkpoint() {
        return path.resolve("checkpoint.safetensors");
    }

    /** With early stopping, the state at the end of the epoch with the lowest loss in validation. */
    Path best() {
        return path.resolve("best.safetensors");
    }

    Path settings() {
        return path.resolve("settings.json");
    }

    /** What only a run of {@code fovea fine-tune} has. */
    Path tuning() {
        return path.resolve("fine-tuning.json");
    }

    Path history() {
        return path.resolve("history.csv");
    }

    Path picture(String name) {
        return path.resolve(name + ".png");
    }
}
