package dev.fovea.conformance;

import dev.fovea.nn.AveragePooling1D;
import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.AveragePooling3D;
import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv3D;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.GlobalAveragePooling1D;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.GlobalAveragePooling3D;
import dev.fovea.nn.GlobalMaxPooling1D;
import dev.fovea.nn.GlobalMaxPooling2D;
import dev.fovea.nn.GlobalMaxPooling3D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPooling1D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.MaxPooling3D;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import java.util.stream.IntStream;

/** How a window goes over images of any number of axes, drawn at random. */
record Window(int[] sides, int[] strides, int[] dilations, Padding padding) {
    /** Of a convolution: its steps or the distances of its taps are over 1, as layers take them, not both. */
    static Window ofConvolution(Draw draw, int axes, int largest) {
        boolean dilated = draw.between(0, 2) == 0;
        return new Window(
                draw.several(axes, 1, largest),
                draw.several(axes, 1, dilated ? 1 : 4),
                draw.several(axes, 1, dilated ? 3 : 1),
                draw.of(Padding.SAME, Padding.VALID));
    }

    static Window ofPooling(Draw draw, int axes) {
        return new Window(
                draw.several(axes, 1, 4),
                draw.several(axes, 1, 5),
                draw.several(axes, 1, 1),
                draw.of(Padding.SAME, Padding.VALID));
    }

    /**
     * Whether TensorFlow places it as it says: over three axes, with padding "same" and steps longer than the window, its
     * ops on CPUs start inside of the image, unlike those over two.
     */
    boolean placed() {
        return sides.length < 3
                || padding == Padding.VALID
                || IntStream.range(0, sides.length).allMatch(i -> strides[i] <= sides[i]);
    }

    /** Itself, or with steps so short that TensorFlow places it as it says. */
    Window steppedWithin() {
        int[] shorter = IntStream.range(0, sides.length)
                .map(i -> Math.min(strides[i], sides[i]))
                .toArray();
        return placed() ? this : new Window(sides, shorter, dilations, padding);
    }

    /** Sides of images that it fits. */
    int[] image(Draw draw) {
        return IntStream.range(0, sides.length)
                .map(i -> draw.between(1, sides.length > 2 ? 5 : 11)
                        + (padding == Padding.VALID ? (sides[i] - 1) * dilations[i] : 0))
                .toArray();
    }

    /** How many numbers it takes of a channel. */
    int area() {
        return IntStream.of(sides).reduce(1, (a, b) -> a * b);
    }

    /** The shape of filters {@code [sides,C,M]}. */
    int[] filters(int c, int m) {
        return IntStream.concat(IntStream.of(sides), IntStream.of(c, m)).toArray();
    }

    Size size() {
        return Size.of(sides[0], sides[1]);
    }

    Size step() {
        return Size.of(strides[0], strides[1]);
    }

    Size dilation() {
        return Size.of(dilations[0], dilations[1]);
    }

    /**
     * As ONNX's operators take it over images of these sides. They have a name for padding that is the same, but ONNX
     * Runtime refuses it with dilation, and where steps are longer than windows it starts inside the image; there the
     * rule is TensorFlow's, written out: as little as makes ceil(n / step) windows fit, the odd one behind.
     */
    OnnxRuntime.Call set(OnnxRuntime.Call call, int... image) {
        call.list("kernel_shape", sides).list("strides", strides).list("dilations", dilations);
        int axes = sides.length;
        if (padding == Padding.VALID) {
            return call.attr("auto_pad", "VALID");
        }
        if (IntStream.range(0, axes).allMatch(i -> dilations[i] == 1 && strides[i] <= sides[i])) {
            return call.attr("auto_pad", "SAME_UPPER");
        }
        int[] pads = new int[2 * axes];
        for (int i = 0; i < axes; i++) {
            int windows = Math.ceilDiv(image[i], strides[i]);
            int all = Math.max((windows - 1) * strides[i] + (sides[i] - 1) * dilations[i] + 1 - image[i], 0);
            pads[i] = all / 2;
            pads[axes + i] = all - all / 2;
        }
        return call.list("pads", pads);
    }

    /** As TensorFlow's convolutions take it, dilation only where asked for. */
    TensorFlow.Call set(TensorFlow.Call call, boolean dilated) {
        call.list("strides", each(strides)).attr("padding", padding.name());
        return dilated ? call.list("dilations", each(dilations)) : call;
    }

    /** As TensorFlow's pooling takes it. */
    TensorFlow.Call pool(TensorFlow.Call call) {
        return set(call, false).list("ksize", each(sides));
    }

    /** Of the batch and the channels one each. */
    private static int[] each(int... ofImage) {
        return Draw.shape(1, ofImage, 1);
    }

    /** A convolution over images of as many axes as it has sides. */
    Layer convolution(int filters, int groups, DataFormat format, boolean biased) {
        return switch (sides.length) {
            case 1 ->
                Conv1D.of(filters, sides[0])
                        .strides(strides[0])
                        .padding(padding)
                        .dilationRate(dilations[0])
                        .groups(groups)
                        .dataFormat(format)
                        .useBias(biased);
            case 2 ->
                Conv2D.of(filters, size())
                        .strides(step())
                        .padding(padding)
                        .dilationRate(dilation())
                        .groups(groups)
                        .dataFormat(format)
                        .useBias(biased);
            default ->
                Conv3D.of(filters, volume(sides))
                        .strides(volume(strides))
                        .padding(padding)
                        .dilationRate(volume(dilations))
                        .groups(groups)
                        .dataFormat(format)
                        .useBias(biased);
        };
    }

    /** Pooling of images of as many axes as it has sides. */
    Layer pooling(boolean max, DataFormat format) {
        return switch (sides.length) {
            case 1 ->
                max
                        ? new MaxPooling1D(sides[0], strides[0], padding, format, null)
                        : new AveragePooling1D(sides[0], strides[0], padding, format, null);
            case 2 ->
                max
                        ? new MaxPooling2D(size(), step(), padding, format, null)
                        : new AveragePooling2D(size(), step(), padding, format, null);
            default ->
                max
                        ? new MaxPooling3D(volume(sides), volume(strides), padding, format, null)
                        : new AveragePooling3D(volume(sides), volume(strides), padding, format, null);
        };
    }

    /** Pooling of all of an image. */
    static Layer globalPooling(int axes, boolean max, DataFormat format) {
        return switch (axes) {
            case 1 -> max ? new GlobalMaxPooling1D(format, true, null) : new GlobalAveragePooling1D(format, true, null);
            case 2 -> max ? new GlobalMaxPooling2D(format, true, null) : new GlobalAveragePooling2D(format, true, null);
            default ->
                max ? new GlobalMaxPooling3D(format, true, null) : new GlobalAveragePooling3D(format, true, null);
        };
    }

    static Size3d volume(int... sides) {
        return Size3d.of(sides[0], sides[1], sides[2]);
    }

    /** That of images of one row, of a window over sequences. */
    Window ofRow() {
        return new Window(row(sides), row(strides), row(dilations), padding);
    }

    private static int[] row(int... ofSequence) {
        return new int[] {1, ofSequence[0]};
    }
}
