package dev.fovea.bench;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files that all peers work from, in one folder: {@code NET.weights}, the weights one after the other in the net's
 * order; {@code NET.onnx}; {@code WORK.images} and {@code WORK.logits}. Numbers are little-endian floats.
 *
 * <p>Weights are read one by one, so that a peer's memory holds no second copy of them.
 */
public record Materials(Path folder) {
    /** What the number of images is called in the ONNX files. */
    public static final String ONNX_BATCH = "N";

    public static final String ONNX_INPUT = "x";

    public Path onnx(Net net) {
        return folder.resolve(net.name() + ".onnx");
    }

    /** A weight, in Fovea's order of axes. */
    public float[] weight(Net net, String name) throws IOException {
        long at = 0;
        for (Map.Entry<String, Shape> entry : net.weights().entrySet()) {
            int size = entry.getValue().size();
            if (entry.getKey().equals(name)) {
                return read(weights(net), at, size);
            }
            at += size;
        }
        throw new IllegalArgumentException(net.name() + " has no weight \"" + name + "\"");
    }

    /** The images of a work that predicts, {@code [N,H,W,C]}. */
    public float[] images(Work work) throws IOException {
        return read(
                folder.resolve(work.name() + ".images"),
                0,
                work.batch() * work.net().imageShape().size());
    }

    /** What Fovea makes of the images, {@code [N,classes]}. */
    public float[] logits(Work work) throws IOException {
        return read(
                folder.resolve(work.name() + ".logits"),
                0,
                work.batch() * work.net().classes());
    }

    void writeImages(Work work, float[] images) throws IOException {
        write(folder.resolve(work.name() + ".images"), Map.of("", images));
    }

    void writeLogits(Work work, float[] logits) throws IOException {
        write(folder.resolve(work.name() + ".logits"), Map.of("", logits));
    }

    /** Draws and writes weights of the size that keeps what flows through the net in bounds (He et al. 2015). */
    void drawWeights(Net net, long seed) throws IOException {
        Map<String, float[]> drawn = new LinkedHashMap<>();
        RandomSource random = new RandomSource(seed);
        net.weights().forEach((name, shape) -> {
            boolean kernel = name.endsWith("/kernel");
            boolean depthwise = name.startsWith("depthwise");
            int fanIn = depthwise ? shape.slice(0, 2).size() : kernel ? shape.size() / shape.dim(-1) : 1;
            double deviation = kernel ? Math.sqrt(2.0 / fanIn) : 0.1;
            double mean = name.endsWith("/gamma") || name.endsWith("/moving_variance") ? 1 : 0;
            float[] values = new float[shape.size()];
            // Even, which is quicker to draw than normal; a variance must not be negative.
            double reach = Math.sqrt(3) * deviation;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (mean + reach * (2 * random.nextFloat() - 1));
            }
            drawn.put(name, values);
        });
        write(weights(net), drawn);
    }

    private Path weights(Net net) {
        return folder.resolve(net.name() + ".weights");
    }

    private static float[] read(Path file, long from, int count) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[count];
            channel.position(from * Float.BYTES);
            for (int i = 0; i < count; ) {
                bytes.clear().limit(Math.min(bytes.capacity(), (count - i) * Float.BYTES));
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes) < 0) {
                        throw new IOException(file + " ends after " + channel.size() + " bytes, but " + count
                                + " floats were to be read from byte " + from * Float.BYTES
                                + "; delete the folder to have it written anew");
                    }
                }
                bytes.flip();
                int floats = bytes.remaining() / Float.BYTES;
                bytes.asFloatBuffer().get(values, i, floats);
                i += floats;
            }
            return values;
        }
    }

    private static void write(Path file, Map<String, float[]> parts) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] values : parts.values()) {
                for (int i = 0; i < values.length; ) {
                    int floats = Math.min(bytes.capacity() / Float.BYTES, values.length - i);
                    bytes.clear().limit(floats * Float.BYTES);
                    bytes.asFloatBuffer().put(values, i, floats);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    i += floats;
                }
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
