package dev.fovea.datasets;

import dev.fovea.data.Dataset;
import dev.fovea.data.Idx;
import dev.fovea.data.MalformedDataException;
import dev.fovea.data.Split;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * MNIST: handwritten digits, light on dark, {@code [28, 28, 1]}; 60,000 to train with and 10,000 to test with. The
 * data is a part of the jar; see the README beside it for its source.
 *
 * <pre>{@code
 * Split mnist = Mnist.load();
 * mnist.train().label(0);  // 5
 * }</pre>
 *
 * <p>LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998.
 */
public final class Mnist {
    private static final List<String> CLASSES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private Mnist() {}

    /**
     * The digits that come with Fovea.
     *
     * @throws UncheckedIOException if the jar is damaged: a file is missing or its SHA-256 is not the known one
     */
    public static Split load() {
        CompletableFuture<Dataset> test = CompletableFuture.supplyAsync(() -> embedded(
                "t10k-images-idx3-ubyte.gz",
                "1a1a05eab793c14bb050b398624a11b0ffd1a2953baed553b1b9bd079e2a20be",
                "t10k-labels-idx1-ubyte.gz",
                "b91679a0acfe4ba0e50a2437a903084cba1f5f92592b016a25a7dfd00455798b"));
        Dataset train = embedded(
                "train-images-idx3-ubyte.gz",
                "0b367032e93c5d0cea0925647cfdb18614af8ee15f83e6f2fc2ad904a6835971",
                "train-labels-idx1-ubyte.gz",
                "1787548bbe0bff1ec2ecdc0ef292b02df999e2d1a6002d27500982c652b17203");
        try {
            return new Split(train, test.join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException damaged ? damaged : e;
        }
    }

    /**
     * Digits from a folder of the four IDX files, each plain or gzip.
     *
     * @throws MalformedDataException if a file is damaged, or the files do not belong together
     * @throws IOException if a file is missing or can't be read
     */
    public static Split load(Path folder) throws IOException {
        return IdxFolder.read(folder, CLASSES);
    }

    private static Dataset embedded(String images, String imagesSha256, String labels, String labelsSha256) {
        try {
            return Idx.images(resource(images, imagesSha256), images)
                    .with(Idx.labels(resource(labels, labelsSha256), labels), CLASSES);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static InputStream resource(String name, String sha256) throws IOException {
        try (InputStream in = Mnist.class.getResourceAsStream("mnist/" + name)) {
            if (in == null) {
                throw new FileNotFoundException(
                        name + ": is missing from the jar of fovea-datasets; install or build it again");
            }
            return checked(name, in.readAllBytes(), sha256);
        }
    }

    static InputStream checked(String name, byte[] bytes, String sha256) throws MalformedDataException {
        String found;
        try {
            found = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
        if (!found.equals(sha256)) {
            throw new MalformedDataException(
                    name,
                    "its SHA-256 is " + found + ", but that of the MNIST file is " + sha256
                            + "; the jar of fovea-datasets is damaged: install or build it again");
        }
        return new ByteArrayInputStream(bytes);
    }
}
