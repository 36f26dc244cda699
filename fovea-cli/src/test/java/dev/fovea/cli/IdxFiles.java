package dev.fovea.cli;

import dev.fovea.data.Dataset;
import dev.fovea.data.Split;
import dev.fovea.datasets.Mnist;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small data sets in the form of MNIST's files. */
final class IdxFiles {
    private static final Split MNIST = Mnist.load();

    private IdxFiles() {}

    static Split mnist() {
        return MNIST;
    }

    /** A folder with the first images of MNIST. */
    static Path mnist(Path folder, int train, int test) throws IOException {
        return write(folder, MNIST.train().take(train), MNIST.test().take(test));
    }

    static Path write(Path folder, Dataset train, Dataset test) throws IOException {
        Files.createDirectories(folder);
        images(folder.resolve("train-images-idx3-ubyte"), train);
        labels(folder.resolve("train-labels-idx1-ubyte"), train);
        images(folder.resolve("t10k-images-idx3-ubyte"), test);
        labels(folder.resolve("t10k-labels-idx1-ubyte"), test);
        return folder;
    }

    private static void images(Path file, Dataset data) throws IOException {
        Shape shape = data.imageShape();
        ByteBuffer bytes = ByteBuffer.allocate(16 + data.size() * shape.size());
        bytes.putInt(0x803).putInt(data.size()).putInt(shape.dim(0)).putInt(shape.dim(1));
        for (int i = 0; i < data.size(); i++) {
            for (float value : data.image(i).data()) {
                bytes.put((byte) Math.round(255 * value));
            }
        }
        Files.write(file, bytes.array());
    }

    private static void labels(Path file, Dataset data) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + data.size());
        bytes.putInt(0x801).putInt(data.size());
        for (int label : data.labels()) {
            bytes.put((byte) label);
        }
        Files.write(file, bytes.array());
    }
}
