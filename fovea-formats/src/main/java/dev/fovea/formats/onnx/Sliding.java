package dev.fovea.formats.onnx;

import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding1D;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.nn.ZeroPadding3D;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where ONNX lets windows slide over an image: along each axis of places, how much is before and after it.
 *
 * @param kernel the sides of the window
 * @param dilations the distances between its taps
 * @param beyond what {@code ceil_mode} adds behind the padding, so that the last window fits
 */
record Sliding(
        List<Integer> sizes,
        List<Integer> kernel,
        List<Integer> strides,
        List<Integer> dilations,
        List<Integer> before,
        List<Integer> after,
        List<Integer> beyond) {
    /** @param image with its channels last */
    static Sliding of(Call call, Shape image, List<Integer> kernel) {
        int axes = image.rank() - 1;
        if (kernel.size() != axes) {
            throw new IllegalArgumentException("a window of " + kernel + " does not go over an image of " + axes
                    + (axes == 1 ? " axis" : " axes") + " of places");
        }
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            sizes.add(image.dim(i));
        }
        List<Integer> strides = list(call, "strides", axes);
        List<Integer> dilations = list(call, "dilations", axes);
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Integer> beyond = new ArrayList<>();
        String auto = call.text("auto_pad", "NOTSET");
        List<Long> pads = call.integers("pads");
        if (auto.equals("NOTSET") && pads != null && pads.size() != 2 * axes) {
            throw new IllegalArgumentException("pads are two for each of " + axes + " axes, not " + pads);
        }
        for (int i = 0; i < axes; i++) {
            int span = Math.addExact(Math.multiplyExact(kernel.get(i) - 1, dilations.get(i)), 1);
            int n = sizes.get(i);
            int stride = strides.get(i);
            int pad = Math.max(0, ((n + stride - 1) / stride - 1) * stride + span - n);
            switch (auto) {
                case "NOTSET" -> {
                    before.add(pads == null ? 0 : Math.toIntExact(pads.get(i)));
                    after.add(pads == null ? 0 : Math.toIntExact(pads.get(i + axes)));
                }
                case "SAME_UPPER" -> {
                    before.add(pad / 2);
                    after.add(pad - pad / 2);
                }
                case "SAME_LOWER" -> {
                    before.add(pad - pad / 2);
                    after.add(pad / 2);
                }
                case "VALID" -> {
                    before.add(0);
                    after.add(0);
                }
                default -> throw new IllegalArgumentException("auto_pad is \"" + auto + "\", which is unknown");
            }
            if (before.get(i) < 0 || after.get(i) < 0) {
                throw new IllegalArgumentException("pads are 0 or more; got " + pads);
            }
            beyond.add(call.flag("ceil_mode", false) ? beyond(n, before.get(i), after.get(i), span, stride) : 0);
        }
        return new Sliding(sizes, kernel, strides, dilations, before, after, beyond);
    }

    private static List<Integer> list(Call call, String name, int axes) {
        List<Long> values = call.integers(name);
        if (values == null) {
            return Collections.nCopies(axes, 1);
        }
        if (values.size() != axes || values.stream().anyMatch(value -> value < 1)) {
            throw new IllegalArgumentException(name + " are " + axes + " numbers of 1 or more, not " + values);
        }
        return values.stream().map(Math::toIntExact).toList();
    }

    private static int beyond(int n, int before, int after, int span, int stride) {
        int room = n + before + after - span;
        int steps = (room + stride - 1) / stride;
        // A window that would begin behind the image is left out.
        if (steps * stride >= n + before) {
            steps--;
        }
        return Math.max(0, steps * stride - room);
    }

    int axes() {
        return sizes.size();
    }

    private boolean none() {
        return total().stream().allMatch(pair -> pair.get(0) == 0 && pair.get(1) == 0);
    }

    /** Pairs of all that is before and after. */
    List<List<Integer>> total() {
        List<List<Integer>> pairs = new ArrayList<>();
        for (int i = 0; i < axes(); i++) {
            pairs.add(List.of(before.get(i), after.get(i) + beyond.get(i)));
        }
        return pairs;
    }

    /** Whether Keras's padding "same" puts as much around this very image, so far as windows see it. */
    private boolean same() {
        for (int i = 0; i < axes(); i++) {
            int span = (kernel.get(i) - 1) * dilations.get(i) + 1;
            int n = sizes.get(i);
            int stride = strides.get(i);
            int outputs = (n + before.get(i) + after.get(i) + beyond.get(i) - span) / stride + 1;
            int pad = Math.max(0, (outputs - 1) * stride + span - n);
            if (outputs != (n + stride - 1) / stride || before.get(i) != pad / 2) {
                return false;
            }
        }
        return true;
    }

    /** The padding of a layer that needs nothing in front; null where it does. */
    Padding padding() {
        return none() ? Padding.VALID : same() ? Padding.SAME : null;
    }

    /** Zeros around an image, as a layer in front. */
    Symbol zeros(Call call, Symbol image) {
        List<List<Integer>> pairs = total();
        return switch (axes()) {
            case 1 ->
                call.add(
                        ZeroPadding1D.of(pairs.get(0).get(0), pairs.get(0).get(1))
                                .name(call.name()),
                        image);
            case 2 ->
                call.add(
                        ZeroPadding2D.of(
                                        pairs.get(0).get(0),
                                        pairs.get(0).get(1),
                                        pairs.get(1).get(0),
                                        pairs.get(1).get(1))
                                .name(call.name()),
                        image);
            case 3 ->
                call.add(
                        ZeroPadding3D.of(
                                        pairs.get(0).get(0),
                                        pairs.get(0).get(1),
                                        pairs.get(1).get(0),
                                        pairs.get(1).get(1),
                                        pairs.get(2).get(0),
                                        pairs.get(2).get(1))
                                .name(call.name()),
                        image);
            default -> throw new IllegalArgumentException("windows go over 1 to 3 axes of places, not " + axes());
        };
    }

    /** The lowest number around an image, so that none of it is a maximum. */
    Symbol lowest(Call call, Symbol image) {
        List<List<Integer>> pairs = new ArrayList<>(total());
        pairs.add(List.of(0, 0));
        return call.add(new ConstantPadding(pairs, -Float.MAX_VALUE, call.name()), image);
    }
}
