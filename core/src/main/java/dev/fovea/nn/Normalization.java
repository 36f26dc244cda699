package dev.fovea.nn;

import dev.fovea.data.Dataset;
import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.BiasAdd;
import dev.fovea.op.ChannelScale;
import dev.fovea.op.Combine;
import dev.fovea.op.Constant;
import dev.fovea.op.Reshape;
import dev.fovea.op.Value;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Brings inputs to mean 0 and variance 1 by a mean and variance of the data, as Keras's {@code Normalization}: {@code (x -
 * mean) / max(sqrt(variance), 1e-7)}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. Mean and variance are given, or measured by {@link #adapt}; a layer of neither has
 * the weights mean (0 at first) and variance (1), which training does not change. Keras's third weight, count, is not
 * kept.
 *
 * <pre>{@code
 * Normalization layer = Normalization.of().adapt(train);  // a new layer; this one stays as it is
 * }</pre>
 *
 * @param axis the axes that have a mean and variance for each of their entries, the batch being axis 0; empty for one of
 *     all, Keras's {@code None}
 * @param mean one for each entry, row-major, or a single one for all; null for weights
 * @param variance as many as there are means
 * @param invert whether to undo it: {@code x max(sqrt(variance), 1e-7) + mean}
 */
public record Normalization(List<Integer> axis, List<Float> mean, List<Float> variance, boolean invert, String name)
        implements Layer {
    private static final float LEAST_DEVIATION = 1e-7f;

    public Normalization {
        axis = axis == null ? List.of() : List.copyOf(axis);
        mean = mean == null ? null : List.copyOf(mean);
        variance = variance == null ? null : List.copyOf(variance);
        if ((mean == null) != (variance == null) || (mean != null && mean.size() != variance.size())) {
            throw new IllegalArgumentException(
                    "Normalization takes a mean and a variance of as many numbers, or neither;" + " got " + mean
                            + " and " + variance);
        }
        if (variance != null && variance.stream().anyMatch(v -> !(v >= 0))) {
            throw new IllegalArgumentException("Normalization takes variances of 0 or more, not " + variance);
        }
    }

    public static Normalization of() {
        return new Normalization(List.of(-1), null, null, false, null);
    }

    /** One mean and variance for all. */
    public static Normalization of(float mean, float variance) {
        return new Normalization(List.of(-1), List.of(mean), List.of(variance), false, null);
    }

    public Normalization axis(int... axis) {
        return Components.with(this, "axis", Arrays.stream(axis).boxed().toList());
    }

    public Normalization axis(List<Integer> axis) {
        return Components.with(this, "axis", axis);
    }

    /** By this mean and variance, row-major of the sizes of the axes, or one number for all. */
    public Normalization moments(List<Float> mean, List<Float> variance) {
        return new Normalization(axis, mean, variance, invert, name);
    }

    public Normalization invert(boolean invert) {
        return Components.with(this, "invert", invert);
    }

    public Normalization name(String name) {
        return Components.with(this, "name", name);
    }

    /**
     * A layer like this one with the mean and biased variance of all images of a set, measured in two passes.
     *
     * @throws IllegalArgumentException if there are no images or they have no such axes
     */
    public Normalization adapt(Dataset data) {
        Shape shape = data.imageShape();
        List<Integer> axes = Axes.ofImage(axis, shape);
        if (data.size() == 0 || shape.size() == 0) {
            throw new IllegalArgumentException("there is nothing to measure in " + data.size() + " images " + shape);
        }
        Shape moments = shape;
        for (int other : Axes.others(axes, shape.rank())) {
            moments = moments.with(other, 1);
        }
        // For each number of an image, which mean is its own.
        int[] entries = shape.placesIn(moments);
        double[] means = new double[moments.size()];
        double[] variances = new double[means.length];
        float[] image = new float[shape.size()];
        double share = (double) means.length / shape.size() / data.size();
        for (int n = 0; n < data.size(); n++) {
            data.copyImage(n, image, 0, 1);
            for (int i = 0; i < image.length; i++) {
                means[entries[i]] += image[i] * share;
            }
        }
        for (int n = 0; n < data.size(); n++) {
            data.copyImage(n, image, 0, 1);
            for (int i = 0; i < image.length; i++) {
                double deviation = image[i] - means[entries[i]];
                variances[entries[i]] += deviation * deviation * share;
            }
        }
        return moments(floats(means), floats(variances));
    }

    private static List<Float> floats(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(number -> (float) number).toList();
    }

    @Override
    public Value call(Value input, LayerContext context) {
        List<Integer> axes = Axes.ofImage(axis, input.shape());
        Shape shape = Rows.lengths(input.shape(), axes);
        Rows rows = Rows.of(input, axes, context);
        Value means = given("mean", mean, shape, Initializer.ZEROS, context);
        Value variances = given("variance", variance, shape, Initializer.ONES, context);
        Value least = context.add(constant(LEAST_DEVIATION, shape.size()));
        Value deviations = context.add(
                new Combine(Combine.Function.MAXIMUM), context.add(Apply.of(ScalarFunction.SQRT), variances), least);
        if (invert) {
            Value y = context.add(new ChannelScale(), rows.table(), deviations);
            return rows.image(context.add(new BiasAdd(), y, means), context);
        }
        Value centered = context.add(new BiasAdd(), rows.table(), context.add(new Affine(-1, 0), means));
        Value factors = context.add(Apply.of(ScalarFunction.RECIPROCAL), deviations);
        return rows.image(context.add(new ChannelScale(), centered, factors), context);
    }

    private static Value given(
            String name, List<Float> numbers, Shape shape, Initializer initializer, LayerContext context) {
        if (numbers == null) {
            Value weight =
                    context.weight(WeightSpec.of(name, shape, initializer).notTrainable());
            return context.add(new Reshape(Shape.of(shape.size())), weight);
        }
        if (numbers.size() == 1) {
            return context.add(constant(numbers.getFirst(), shape.size()));
        }
        if (numbers.size() != shape.size()) {
            throw new IllegalArgumentException("it has a " + name + " of " + numbers.size() + " numbers for axes of "
                    + shape + "; give one, or " + shape.size());
        }
        return context.add(new Constant(Shape.of(shape.size()), numbers));
    }

    private static Constant constant(float value, int size) {
        return new Constant(Shape.of(size), new ArrayList<>(Collections.nCopies(size, value)));
    }
}
