package dev.fovea.nn;

import dev.fovea.op.Normalize;
import dev.fovea.op.Reshape;
import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Group normalization (Wu and He 2018), as Keras's {@code GroupNormalization}: the numbers of each group of channels of
 * an image are brought to mean 0 and variance 1, then channel by channel to {@code gamma y + beta}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. Weights: gamma and beta, each {@code [C]}. It does the same in training and at
 * inference.
 *
 * @param groups how many groups the channels are split into, which must divide their number; -1 for a group per
 *     channel, which is instance normalization
 * @param axis the channels' axis, the batch being axis 0; -1 is the last
 * @param epsilon is added to the variance
 * @param center whether beta is added
 * @param scale whether gamma is multiplied with
 */
public record GroupNormalization(
        int groups,
        int axis,
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
    public GroupNormalization {
        if ((groups < 1 && groups != -1) || !(epsilon > 0)) {
            throw new IllegalArgumentException(
                    "GroupNormalization takes at least 1 group, or -1 for one per channel, and an epsilon over 0; got "
                            + groups + " and " + epsilon);
        }
    }

    public static GroupNormalization of() {
        return of(32);
    }

    public static GroupNormalization of(int groups) {
        return new GroupNormalization(
                groups, -1, 1e-3f, true, true, Initializer.ZEROS, Initializer.ONES, null, null, null, null, null);
    }

    public GroupNormalization groups(int groups) {
        return Components.with(this, "groups", groups);
    }

    public GroupNormalization axis(int axis) {
        return Components.with(this, "axis", axis);
    }

    public GroupNormalization epsilon(float epsilon) {
        return Components.with(this, "epsilon", epsilon);
    }

    public GroupNormalization center(boolean center) {
        return Components.with(this, "center", center);
    }

    public GroupNormalization scale(boolean scale) {
        return Components.with(this, "scale", scale);
    }

    public GroupNormalization betaInitializer(Initializer betaInitializer) {
        return Components.with(this, "betaInitializer", betaInitializer);
    }

    public GroupNormalization gammaInitializer(Initializer gammaInitializer) {
        return Components.with(this, "gammaInitializer", gammaInitializer);
    }

    public GroupNormalization betaRegularizer(Regularizer betaRegularizer) {
        return Components.with(this, "betaRegularizer", betaRegularizer);
    }

    public GroupNormalization gammaRegularizer(Regularizer gammaRegularizer) {
        return Components.with(this, "gammaRegularizer", gammaRegularizer);
    }

    public GroupNormalization betaConstraint(Constraint betaConstraint) {
        return Components.with(this, "betaConstraint", betaConstraint);
    }

    public GroupNormalization gammaConstraint(Constraint gammaConstraint) {
        return Components.with(this, "gammaConstraint", gammaConstraint);
    }

    public GroupNormalization name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Rows pixels = Rows.of(input, List.of(Axes.ofImage(axis, input.shape())), context);
        int channels = pixels.table().shape().dim(1);
        int count = groups == -1 ? channels : groups;
        if (count < 1 || channels % count != 0) {
            throw new IllegalArgumentException(
                    channels + " channels can't be split into " + count + " groups; their number must be a multiple");
        }
        Shape split = Shape.of(pixels.table().shape().dim(0), count, channels / count);
        Transpose groupsFirst = Transpose.of(1, 0, 2);
        Value ordered = context.add(groupsFirst, context.add(new Reshape(split), pixels.table()));
        Shape table = Shape.of(count, ordered.shape().size() / count);
        Value y = context.add(new Normalize(Normalize.To.STANDARD, epsilon), context.add(new Reshape(table), ordered));
        Value back = context.add(groupsFirst, context.add(new Reshape(ordered.shape()), y));
        Value columns = context.add(new Reshape(pixels.table().shape()), back);
        Shape weights = Shape.of(channels);
        return pixels.image(Rows.scaleAndCenter(columns, gamma(weights), beta(weights), context), context);
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
