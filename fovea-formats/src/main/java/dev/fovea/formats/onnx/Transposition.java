package dev.fovea.formats.onnx;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a transposed convolution of ONNX treats the border: along each axis of places, what is added behind all that the
 * taps reach, and what is then cut off.
 *
 * @param more what is added behind
 * @param cut pairs of what is cut off before and after
 */
record Transposition(List<Integer> strides, List<Integer> dilations, List<Integer> more, List<List<Integer>> cut) {
    /** @param image with its channels last */
    static Transposition of(Call call, Shape image, List<Integer> kernel) {
        int axes = image.rank() - 1;
        List<Integer> strides = list(call, "strides", axes, 1);
        List<Integer> dilations = list(call, "dilations", axes, 1);
        List<Integer> outputPadding = list(call, "output_padding", axes, 0);
        List<Long> pads = call.integers("pads");
        List<Long> shape = call.integers("output_shape");
        String auto = call.text("auto_pad", "NOTSET");
        List<Integer> more = new ArrayList<>();
        List<List<Integer>> cut = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            int span = Math.addExact(Math.multiplyExact(kernel.get(i) - 1, dilations.get(i)), 1);
            int stride = strides.get(i);
            int added = outputPadding.get(i);
            int full = (image.dim(i) - 1) * stride + span + added;
            int before;
            int after;
            if (shape != null || auto.startsWith("SAME")) {
                // The output_shape may name the places alone, or batch and channels too.
                int wanted =
                        shape == null ? image.dim(i) * stride : Math.toIntExact(shape.get(shape.size() - axes + i));
                int pad = full - wanted;
                if (pad < 0) {
                    added -= pad;
                    pad = 0;
                }
                before = auto.equals("SAME_UPPER") ? pad / 2 : pad - pad / 2;
                after = pad - before;
            } else {
                before = pads == null || !auto.equals("NOTSET") ? 0 : Math.toIntExact(pads.get(i));
                after = pads == null || !auto.equals("NOTSET") ? 0 : Math.toIntExact(pads.get(i + axes));
            }
            more.add(added);
            cut.add(List.of(before, after));
        }
        return new Transposition(strides, dilations, more, cut);
    }

    private static List<Integer> list(Call call, String name, int axes, int otherwise) {
        List<Long> values = call.integers(name);
        if (values == null) {
            return Collections.nCopies(axes, otherwise);
        }
        if (values.size() != axes || values.stream().anyMatch(value -> value < otherwise)) {
            throw new IllegalArgumentException(
                    name + " are " + axes + " numbers of " + otherwise + " or more, not " + values);
        }
        return values.stream().map(Math::toIntExact).toList();
    }
}
