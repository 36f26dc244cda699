package dev.fovea.datasets;

import dev.fovea.data.MalformedDataException;
import dev.fovea.data.Names;
import dev.fovea.data.Split;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Data sets by name, as the command line takes them. */
public final class Datasets {
    private static final List<String> NAMES = List.of("mnist", "fashion-mnist");

    private Datasets() {}

    /** The names that {@link #byName} knows. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The data set of a name, or that in a folder of IDX files named as MNIST's are.
     *
     * @throws IllegalArgumentException if the name is unknown and there is no such folder; the message suggests names
     * @throws MalformedDataException if a file is damaged, or the files do not belong together
     * @throws IOException if a file is missing or can't be read
     */
    public static Split byName(String name) throws IOException {
        return switch (name) {
            case "mnist" -> Mnist.load();
            case "fashion-mnist" -> FashionMnist.load();
            default -> IdxFolder.read(folder(name));
        };
    }

    private static Path folder(String name) {
        try {
            Path folder = Path.of(name);
            // Whoever writes a separator means a path, and is told what is wrong with it.
            if (!name.isBlank() && (Files.isDirectory(folder) || name.contains("/") || name.contains(File.separator))) {
                return folder;
            }
        } catch (InvalidPathException e) {
            throw unknown(name, e);
        }
        throw unknown(name, null);
    }

    private static IllegalArgumentException unknown(String name, Throwable cause) {
        return new IllegalArgumentException(
                Names.unknown("data set", name, NAMES) + "; or name a folder that holds IDX files", cause);
    }
}
