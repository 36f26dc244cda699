package dev.fovea.datasets;

import dev.fovea.data.Dataset;
import dev.fovea.data.Idx;
import dev.fovea.data.MalformedDataException;
import dev.fovea.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A folder of four IDX files under the names that MNIST gave them: {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each with or
 * without {@code .gz}.
 */
final class IdxFolder {
    private IdxFolder() {}

    /** Reads the folder with classes named by their numbers. */
    static Split read(Path folder) throws IOException {
        return read(folder, null);
    }

    /**
     * Reads the folder.
     *
     * @param classNames the names of the classes, or null to name them by their numbers
     */
    static Split read(Path folder, List<String> classNames) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(
                    folder.toString(), null, "there is no such folder; name one that holds the four IDX files");
        }
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + ": is a file; name the folder that holds the four IDX files");
        }
        Idx trainImages = Idx.images(file(folder, "train-images", "idx3"));
        Idx trainLabels = Idx.labels(file(folder, "train-labels", "idx1"));
        Idx testImages = Idx.images(file(folder, "t10k-images", "idx3"));
        Idx testLabels = Idx.labels(file(folder, "t10k-labels", "idx1"));
        List<String> names = classNames != null
                ? classNames
                : IntStream.range(0, Math.max(trainLabels.classes(), testLabels.classes()))
                        .mapToObj(Integer::toString)
                        .toList();
        Dataset train = trainImages.with(trainLabels, names);
        Dataset test = testImages.with(testLabels, names);
        if (!train.imageShape().equals(test.imageShape())) {
            throw new MalformedDataException(
                    folder.toString(),
                    "the training images are " + train.imageShape() + ", the test images " + test.imageShape()
                            + "; use files that belong together");
        }
        return new Split(train, test);
    }

    /** The file of that name; some programs that unpack it put a point for the second hyphen. */
    private static Path file(Path folder, String part, String format) throws NoSuchFileException {
        String usual = part + "-" + format + "-ubyte";
        String pointed = part + "." + format + "-ubyte";
        for (String name : List.of(usual, usual + ".gz", pointed, pointed + ".gz")) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw new NoSuchFileException(
                folder.resolve(usual).toString(),
                null,
                "there is no such file, nor one with .gz; a data set is the four files train-images-idx3-ubyte,"
                        + " train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte in one folder");
    }
}
