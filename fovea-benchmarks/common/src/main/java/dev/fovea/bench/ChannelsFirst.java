package dev.fovea.bench;

import dev.fovea.tensor.Shape;
import java.io.IOException;

/** Images and weights in the order of axes of those who keep channels first. */
public final class ChannelsFirst {
    private ChannelsFirst() {}

    /** {@code [N,H,W,C] -> [N,C,H,W]}. */
    public static float[] images(float[] images, Shape image) {
        int pixels = image.dim(0) * image.dim(1);
        int channels = image.dim(2);
        float[] turned = new float[images.length];
        for (int n = 0; n < images.length; n += image.size()) {
            transpose(images, turned, n, pixels, channels);
        }
        return turned;
    }

    /** {@code [R,S,C,M] -> [M,C,R,S]}; for a depthwise kernel, {@code [R,S,C,1] -> [C,1,R,S]}. */
    public static float[] kernel(Materials materials, Net net, String name) throws IOException {
        Shape shape = net.weights().get(name);
        float[] values = materials.weight(net, name);
        int taps = shape.dim(0) * shape.dim(1);
        int channels = shape.dim(2);
        int filters = shape.dim(3);
        float[] turned = new float[values.length];
        for (int t = 0; t < taps; t++) {
            for (int c = 0; c < channels; c++) {
                for (int m = 0; m < filters; m++) {
                    turned[(m * channels + c) * taps + t] = values[(t * channels + c) * filters + m];
                }
            }
        }
        return turned;
    }

    /** {@code [K,units] -> [units,K]}, the inputs in the order of an image flattened channels first. */
    public static float[] dense(Materials materials, Net net, Net.Node node) throws IOException {
        Part.Dense dense = (Part.Dense) node.part();
        float[] values = materials.weight(net, dense.name() + "/kernel");
        Shape flattened = net.flattened(node);
        int channels = flattened == null ? 1 : flattened.dim(2);
        int inputs = values.length / dense.units();
        int pixels = inputs / channels;
        float[] turned = new float[values.length];
        for (int k = 0; k < inputs; k++) {
            int to = k % channels * pixels + k / channels;
            for (int m = 0; m < dense.units(); m++) {
                turned[m * inputs + to] = values[k * dense.units() + m];
            }
        }
        return turned;
    }

    private static void transpose(float[] from, float[] to, int offset, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[offset + j * rows + i] = from[offset + i * columns + j];
            }
        }
    }
}
