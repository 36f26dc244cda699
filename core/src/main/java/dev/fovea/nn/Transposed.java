package dev.fovea.nn;

import dev.fovea.op.Op;
import dev.fovea.op.Padding;
import dev.fovea.op.Slice;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Convolution the other way: from what a convolution gives to what it takes, by the gradient of its input. */
final class Transposed {
    private Transposed() {}

    /**
     * The places along one axis that a transposed convolution gives, by Keras's rule.
     *
     * @param outputs how many places a convolution takes that gives the input
     * @param dropped how many of the first of them are left out
     */
    record Axis(int outputs, int dropped) {
        /** A row that stays one. */
        static final Axis ROW = new Axis(1, 0);

        static Axis of(int n, int taps, int stride, int dilation, Padding padding, Integer outputPadding) {
            if (outputPadding != null && outputPadding >= stride) {
                throw new IllegalArgumentException("outputPadding " + outputPadding + " is not below strides " + stride
                        + "; use larger strides or less outputPadding");
            }
            if (n < 1) {
                throw new IllegalArgumentException("it takes axes of at least 1 place, not " + n);
            }
            long span = (taps - 1L) * dilation + 1;
            long before = (n - 1L) * stride;
            long outputs;
            int dropped = 0;
            if (padding == Padding.VALID) {
                outputs = before + (outputPadding == null ? Math.max(span, stride) : span + outputPadding);
            } else if (outputPadding == null) {
                outputs = before + stride;
            } else {
                // Of an even kernel, Keras cuts off as much on either side; no convolution with padding "same" takes so
                // few places, but one more before.
                dropped = span % 2 + outputPadding == 0 ? 1 : 0;
                outputs = before + span % 2 + outputPadding + dropped;
            }
            if (outputs > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("an axis of " + n + " would become one of " + outputs
                        + "; an axis has at most 2^31 - 1 entries");
            }
            if (outputs == dropped) {
                throw new IllegalArgumentException("of one place, an even kernel of " + span + " with padding \"same\""
                        + " and outputPadding 0 gives none; leave outputPadding out or use an odd kernel");
            }
            return new Axis((int) outputs, dropped);
        }
    }

    /** All axes of places. */
    static List<Axis> axes(
            Value x,
            List<Integer> taps,
            List<Integer> strides,
            List<Integer> dilations,
            Padding padding,
            List<Integer> outputPadding) {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < taps.size(); i++) {
            Integer after = outputPadding == null ? null : outputPadding.get(i);
            axes.add(Axis.of(x.shape().dim(i), taps.get(i), strides.get(i), dilations.get(i), padding, after));
        }
        return axes;
    }

    static void checkOutputPadding(String layer, List<Integer> outputPadding, int axes) {
        if (outputPadding != null
                && (outputPadding.size() != axes || outputPadding.stream().anyMatch(padding -> padding < 0))) {
            throw new IllegalArgumentException(layer + " takes an outputPadding of " + axes
                    + (axes == 1 ? " number" : " numbers") + " of 0 or more, or none; got " + outputPadding);
        }
    }

    /**
     * What a transposed convolution gives, with its channels last.
     *
     * @param toImage the gradient of a convolution's input, given the input's shape
     * @param kernel {@code [taps, filters, C]}
     */
    static Value convolve(Function<Shape, Op> toImage, Value x, Value kernel, List<Axis> axes, LayerContext context) {
        int[] image = new int[axes.size() + 1];
        for (int i = 0; i < axes.size(); i++) {
            image[i] = axes.get(i).outputs;
        }
        image[axes.size()] = kernel.shape().dim(-2);
        Value y = context.add(toImage.apply(Shape.of(image)), x, kernel);
        for (int i = 0; i < axes.size(); i++) {
            Axis axis = axes.get(i);
            if (axis.dropped > 0) {
                y = context.add(new Slice(i, axis.dropped, axis.outputs), y);
            }
        }
        return y;
    }
}
