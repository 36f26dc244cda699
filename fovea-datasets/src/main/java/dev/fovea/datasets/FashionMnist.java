package dev.fovea.datasets;

import dev.fovea.data.MalformedDataException;
import dev.fovea.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST: pictures of clothes in the form of MNIST, {@code [28, 28, 1]}, in ten classes; 60,000 to train with
 * and 10,000 to test with. The data does not come with Fovea.
 *
 * <p>Xiao, Rasul, Vollgraf: Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms, 2017.
 */
public final class FashionMnist {
    /** Where Debian's package puts it. */
    private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

    private static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private FashionMnist() {}

    /**
     * The data set that the Debian package {@code dataset-fashion-mnist} installs.
     *
     * @throws MalformedDataException if a file is damaged, or the files do not belong together
     * @throws IOException if it is not installed or can't be read
     */
    public static Split load() throws IOException {
        return installed(DEBIAN);
    }

    static Split installed(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    folder.toString(),
                    null,
                    "Fashion-MNIST is not installed; on Debian and Ubuntu: apt-get install dataset-fashion-mnist;"
                            + " elsewhere name a folder that holds its four IDX files in place of \"fashion-mnist\"");
        }
        return load(folder);
    }

    /**
     * Clothes from a folder of the four IDX files, each plain or gzip.
     *
     * @throws MalformedDataException if a file is damaged, or the files do not belong together
     * @throws IOException if a file is missing or can't be read
     */
    public static Split load(Path folder) throws IOException {
        return IdxFolder.read(folder, CLASSES);
    }
}
