package dev.fovea.formats.onnx;

import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.AveragePool2d;
import dev.fovea.op.Combine;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Repeat;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One number made of all along some axes of an image, as ONNX's {@code Reduce…}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]} without these axes, or with one entry on each where they are kept.
 *
 * @param axes counted from the front, without the batch axis
 */
public record Reduce(Function function, List<Integer> axes, boolean keepdims, String name) implements Layer {
    /** What is made of them. */
    public enum Function {
        MEAN,
        SUM,
        MAX,
        MIN,
        /** The sum of magnitudes. */
        L1,
        /** The root of the sum of squares. */
        L2,
        SUM_SQUARE,
        LOG_SUM,
        /** The logarithm of the sum of exponentials, taken from the largest number on so that none overflows. */
        LOG_SUM_EXP
    }

    public Reduce {
        axes = List.copyOf(axes);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int rank = input.shape().rank();
        List<Integer> order = new ArrayList<>(Mapped.straight(rank));
        order.removeAll(axes);
        int kept = order.size();
        order.addAll(axes);
        Value last = order.equals(Mapped.straight(rank)) ? input : context.add(new Transpose(order), input);
        int length = last.shape().slice(kept, rank).size();
        // Rows of one channel, as an image.
        Value rows =
                context.add(new Reshape(Shape.of(last.shape().slice(0, kept).size(), length, 1)), last);
        Value y = context.add(new Reshape(target(input.shape())), reduce(rows, length, context));
        return y;
    }

    private Shape target(Shape shape) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            if (!axes.contains(i)) {
                sizes.add(shape.dim(i));
            } else if (keepdims) {
                sizes.add(1);
            }
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private Value reduce(Value rows, int length, LayerContext context) {
        return switch (function) {
            case MEAN -> mean(rows, length, context);
            case SUM -> sum(rows, length, context);
            case MAX -> max(rows, length, context);
            case MIN -> negative(max(negative(rows, context), length, context), context);
            case L1 -> sum(apply(ScalarFunction.ABS, rows, context), length, context);
            case L2 ->
                apply(ScalarFunction.SQRT, sum(apply(ScalarFunction.SQUARE, rows, context), length, context), context);
            case SUM_SQUARE -> sum(apply(ScalarFunction.SQUARE, rows, context), length, context);
            case LOG_SUM -> apply(ScalarFunction.LOG, sum(rows, length, context), context);
            case LOG_SUM_EXP -> {
                Value largest = max(rows, length, context);
                Value each = length == 1 ? largest : context.add(new Repeat(1, length), largest);
                Value below = context.add(new Combine(Combine.Function.SUBTRACT), rows, each);
                Value sum = sum(apply(ScalarFunction.EXPONENTIAL, below, context), length, context);
                yield context.add(new Combine(Combine.Function.ADD), apply(ScalarFunction.LOG, sum, context), largest);
            }
        };
    }

    private static Value apply(ScalarFunction function, Value value, LayerContext context) {
        return context.add(Apply.of(function), value);
    }

    private static Value negative(Value value, LayerContext context) {
        return context.add(new Affine(-1, 0), value);
    }

    private static Value mean(Value rows, int length, LayerContext context) {
        Size row = Size.of(1, length);
        return context.add(new AveragePool2d(row, row, Padding.VALID), rows);
    }

    private static Value sum(Value rows, int length, LayerContext context) {
        return context.add(new Affine(length, 0), mean(rows, length, context));
    }

    private static Value max(Value rows, int length, LayerContext context) {
        Size row = Size.of(1, length);
        return context.add(new MaxPool2d(row, row, Padding.VALID), rows);
    }
}
