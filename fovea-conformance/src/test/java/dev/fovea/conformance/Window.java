package dev.fovea.conformance;

import dev.fovea.op.Padding;
import dev.fovea.op.Size;
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
}
