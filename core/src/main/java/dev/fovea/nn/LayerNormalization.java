package dev.fovea.nn;

import dev.fovea.op.Normalize;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Layer normalization (Ba, Kiros and Hinton 2016), as Keras's {@code LayerNormalization}: the numbers of an image along
 * the axes are brought to mean 0 and variance 1, then to {@code gamma y + beta}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. Weights: gamma and beta, each of the sizes of the axes. The variance is the
 * biased one. It does the same in training and at inference.
 *
 * @param axis one axis or several, the batch being axis 0; -1 is the last
 * @param epsilon is added to the variance
 * @param center whether beta is added
 * @param scale whether gamma is multiplied with
 */
public record LayerNormalization(
        List<Integer> axis,
        float epsilon,
        boolean center,
        boolean scale,
        Initializer betaInitializer,
        Initializer gammaInitializer,
        Regularizer betaRegularizer,
        Regularizer gammaRegularizer,
        Constraint betaConstraint,
        Constraint gammaConstraint,
        String name)
        implements Layer {
    public LayerNormalization {
        axis = List.copyOf(axis);
        if (axis.isEmpty() || !(epsilon > 0)) {
            throw new IllegalArgumentException("LayerNormalization takes at least one axis and an epsilon over 0; got "
                    + axis + " and " + epsilon);
        }
    }

    public static LayerNormalization of() {
        return new LayerNormalization(
                List.of(-1), 1e-3f, true, true, Initializer.ZEROS, Initializer.ONES, null, null, null, null, null);
    }

    public LayerNormalization axis(int... axis) {
        return Components.with(this, "axis", Arrays.stream(axis).boxed().toList());
    }

    public LayerNormalization epsilon(float epsilon) {
        return Components.with(this, "epsilon", epsilon);
    }

    public LayerNormalization center(boolean center) {
        return Components.with(this, "center", center);
    }

    public LayerNormalization scale(boolean scale) {
        return Components.with(this, "scale", scale);
    }

    public LayerNormalization betaInitializer(Initializer betaInitializer) {
        return Components.with(this, "betaInitializer", betaInitializer);
    }

    public LayerNormalization gammaInitializer(Initializer gammaInitializer) {
        return Components.with(this, "gammaInitializer", gammaInitializer);
    }

    public LayerNormalization betaRegularizer(Regularizer betaRegularizer) {
        return Components.with(this, "betaRegularizer", betaRegularizer);
    }

    public LayerNormalization gammaRegularizer(Regularizer gammaRegularizer) {
        return Components.with(this, "gammaRegularizer", gammaRegularizer);
    }

    public LayerNormalization betaConstraint(Constraint betaConstraint) {
        return Components.with(this, "betaConstraint", betaConstraint);
    }

    public LayerNormalization gammaConstraint(Constraint gammaConstraint) {
        return Components.with(this, "gammaConstraint", gammaConstraint);
    }

    public LayerNormalization name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        List<Integer> axes = Axes.ofImage(axis, input.shape());
        Shape weights = Rows.lengths(input.shape(), axes);
        Rows rows = Rows.of(input, axes, context);
        Value y = context.add(new Normalize(Normalize.To.STANDARD, epsilon), rows.table());
        return rows.image(Rows.scaleAndCenter(y, gamma(weights), beta(weights), context), context);
    }

    private WeightSpec gamma(Shape shape) {
        WeightSpec gamma = WeightSpec.of("gamma", shape, gammaInitializer);
        return scale ? gamma.regularizer(gammaRegularizer).constraint(gammaConstraint) : null;
    }

    private WeightSpec beta(Shape shape) {
        WeightSpec beta = WeightSpec.of("beta", shape, betaInitializer);
        return center ? beta.regularizer(betaRegularizer).constraint(betaConstraint) : null;
    }
}
