package dev.fovea.nn;

import dev.fovea.op.Affine;
import dev.fovea.op.BatchMoments;
import dev.fovea.op.BatchNormalize;
import dev.fovea.op.Combine;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Reshape;
import dev.fovea.op.Slice;
import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Batch normalization (Ioffe and Szegedy 2015), as Keras's {@code BatchNormalization}, without {@code renorm} and
 * {@code synchronized}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. Weights: gamma, beta, moving_mean and moving_variance, each {@code [C]}. In
 * training each channel is brought to mean 0 and variance 1 over the batch, then to {@code gamma y + beta}, and the
 * moving averages follow; at inference, and where the layer is frozen, these take the batch's place. The variance is the
 * biased one in both.
 *
 * @param axis the channels' axis, the batch being axis 0: -1 for the last, 1 for channels first
 * @param momentum the share of the moving averages that stays in a step
 * @param epsilon is added to the variance
 * @param center whether beta is added
 * @param scale whether gamma is multiplied with
 */
public record BatchNormalization(
        int axis,
        float momentum,
        float epsilon,
        boolean center,
        boolean scale,
        Initializer betaInitializer,
        Initializer gammaInitializer,
        Initializer movingMeanInitializer,
        Initializer movingVarianceInitializer,
        Regularizer betaRegularizer,
        Regularizer gammaRegularizer,
        Constraint betaConstraint,
        Constraint gammaConstraint,
        String name)
        implements Layer {
    public BatchNormalization {
        if (!(momentum >= 0 && momentum <= 1) || !(epsilon > 0)) {
            throw new IllegalArgumentException(
                    "BatchNormalization takes a momentum of 0 to 1 and an epsilon over 0; got " + momentum + " and "
                            + epsilon);
        }
    }

    public static BatchNormalization of() {
        return new BatchNormalization(
                -1,
                0.99f,
                1e-3f,
                true,
                true,
                Initializer.ZEROS,
                Initializer.ONES,
                Initializer.ZEROS,
                Initializer.ONES,
                null,
                null,
                null,
                null,
                null);
    }

    public BatchNormalization axis(int axis) {
        return Components.with(this, "axis", axis);
    }

    public BatchNormalization momentum(float momentum) {
        return Components.with(this, "momentum", momentum);
    }

    public BatchNormalization epsilon(float epsilon) {
        return Components.with(this, "epsilon", epsilon);
    }

    public BatchNormalization center(boolean center) {
        return Components.with(this, "center", center);
    }

    public BatchNormalization scale(boolean scale) {
        return Components.with(this, "scale", scale);
    }

    public BatchNormalization betaInitializer(Initializer betaInitializer) {
        return Components.with(this, "betaInitializer", betaInitializer);
    }

    public BatchNormalization gammaInitializer(Initializer gammaInitializer) {
        return Components.with(this, "gammaInitializer", gammaInitializer);
    }

    public BatchNormalization movingMeanInitializer(Initializer movingMeanInitializer) {
        return Components.with(this, "movingMeanInitializer", movingMeanInitializer);
    }

    public BatchNormalization movingVarianceInitializer(Initializer movingVarianceInitializer) {
        return Components.with(this, "movingVarianceInitializer", movingVarianceInitializer);
    }

    public BatchNormalization betaRegularizer(Regularizer betaRegularizer) {
        return Components.with(this, "betaRegularizer", betaRegularizer);
    }

    public BatchNormalization gammaRegularizer(Regularizer gammaRegularizer) {
        return Components.with(this, "gammaRegularizer", gammaRegularizer);
    }

    public BatchNormalization betaConstraint(Constraint betaConstraint) {
        return Components.with(this, "betaConstraint", betaConstraint);
    }

    public BatchNormalization gammaConstraint(Constraint gammaConstraint) {
        return Components.with(this, "gammaConstraint", gammaConstraint);
    }

    public BatchNormalization name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channelAxis = Axes.ofImage(axis, input.shape());
        Transpose toLast = Axes.moveLast(channelAxis, input.shape().rank());
        boolean last = channelAxis == input.shape().rank() - 1;
        Value x = last ? input : context.add(toLast, input);
        Shape shape = Shape.of(x.shape().dim(-1));
        List<Value> operands = new ArrayList<>(List.of(x));
        if (scale) {
            operands.add(context.weight(WeightSpec.of("gamma", shape, gammaInitializer)
                    .regularizer(gammaRegularizer)
                    .constraint(gammaConstraint)));
        }
        if (center) {
            operands.add(context.weight(WeightSpec.of("beta", shape, betaInitializer)
                    .regularizer(betaRegularizer)
                    .constraint(betaConstraint)));
        }
        Value mean = context.weight(
                WeightSpec.of("moving_mean", shape, movingMeanInitializer).notTrainable());
        Value variance = context.weight(WeightSpec.of("moving_variance", shape, movingVarianceInitializer)
                .notTrainable());
        boolean learns = context.training() && context.trainable();
        operands.add(1, learns ? ofBatch(x, mean, variance, context) : moving(mean, variance, context));
        Value y = context.add(new BatchNormalize(epsilon, center, scale), operands.toArray(Value[]::new));
        return last ? y : context.add(toLast.inverse(), y);
    }

    /** The batch's moments, which the moving averages follow. */
    private Value ofBatch(Value x, Value mean, Value variance, LayerContext context) {
        Value moments = context.add(new BatchMoments(), x);
        follow(mean, moments, 0, context);
        follow(variance, moments, 1, context);
        return moments;
    }

    private void follow(Value average, Value moments, int row, LayerContext context) {
        Value batch = context.add(new Reshape(average.shape()), context.add(new Slice(0, row, row + 1), moments));
        Value stays = context.add(new Affine(momentum, 0), average);
        Value comes = context.add(new Affine(1 - momentum, 0), batch);
        context.update(average, context.add(new Combine(Combine.Function.ADD), stays, comes));
    }

    private static Value moving(Value mean, Value variance, LayerContext context) {
        Shape two = mean.shape().prepend(2);
        return context.add(new Reshape(two), context.add(new Concatenate(0), mean, variance));
    }
}
