package dev.fovea.formats.onnx;

import dev.fovea.op.Combine;
import dev.fovea.tensor.Shape;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** The functions of two numbers, on what is known beforehand: whole numbers stay whole, and exact. */
enum Arithmetic {
    ADD((a, b) -> a + b, Math::addExact, Combine.Function.ADD),
    SUBTRACT((a, b) -> a - b, Math::subtractExact, Combine.Function.SUBTRACT),
    MULTIPLY((a, b) -> a * b, Math::multiplyExact, Combine.Function.MULTIPLY),
    DIVIDE((a, b) -> a / b, (a, b) -> a / b, null),
    MODULO((a, b) -> a % b, Math::floorMod, null),
    POWER(Math::pow, (a, b) -> (long) Math.pow(a, b), null),
    MAXIMUM(Math::max, Math::max, Combine.Function.MAXIMUM),
    MINIMUM(Math::min, Math::min, Combine.Function.MINIMUM),
    EQUAL((a, b) -> a == b ? 1 : 0, (a, b) -> a == b ? 1 : 0, Combine.Function.EQUAL);

    private final DoubleBinaryOperator floating;
    private final LongBinaryOperator whole;
    private final Combine.Function combine;

    Arithmetic(DoubleBinaryOperator floating, LongBinaryOperator whole, Combine.Function combine) {
        this.floating = floating;
        this.whole = whole;
        this.combine = combine;
    }

    /** What an op does the same with, or null if there is none. */
    Combine.Function combine() {
        return combine;
    }

    Known fold(Known a, Known b) {
        Shape shape = Strides.broadcast(a.shape(), b.shape());
        Known.checkSize(shape.size());
        int[] left = Strides.spread(a.shape(), shape);
        int[] right = Strides.spread(b.shape(), shape);
        if (a.whole() && b.whole()) {
            long[] values = new long[shape.size()];
            for (int i = 0; i < values.length; i++) {
                long x = a.integers()[left[i]];
                long y = b.integers()[right[i]];
                if (this != EQUAL && (x == Known.BATCH || y == Known.BATCH)) {
                    values[i] = batch(x, y);
                } else {
                    values[i] = whole.applyAsLong(x, y);
                }
            }
            return Known.of(shape, values);
        }
        float[] x = a.asFloats();
        float[] y = b.asFloats();
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) floating.applyAsDouble(x[left[i]], y[right[i]]);
        }
        return Known.of(shape, values);
    }

    /** What is computed of the number of images is known only where it stays that number. */
    private long batch(long x, long y) {
        boolean stays =
                this == MULTIPLY && (x == 1 || y == 1) || this == DIVIDE && y == 1 || this == ADD && (x == 0 || y == 0);
        if (!stays) {
            throw new IllegalArgumentException("it computes with the number of images, which Fovea leaves open");
        }
        return Known.BATCH;
    }
}
