package dev.fovea.nn;

import dev.fovea.op.BiasAdd;
import dev.fovea.op.MatMul;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * A fully connected layer, as Keras's {@code Dense}.
 *
 * <p>Shape: {@code [N,...,K] -> [N,...,units]}. Weights: kernel {@code [K,units]}, bias {@code [units]}.
 *
 * <pre>{@code
 * Dense.of(10).activation(SOFTMAX)
 * }</pre>
 *
 * @param units the number of outputs, at least 1
 * @param kernelRegularizer what the kernel's size costs, or null
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 * @param kernelConstraint what the kernel is held to, or null
 */
public record Dense(
        int units,
        Activations activation,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint kernelConstraint,
        Constraint biasConstraint,
        String name)
        implements Layer {
    public Dense {
        if (units < 1) {
            throw new IllegalArgumentException("Dense needs at least 1 unit, not " + units);
        }
    }

    public static Dense of(int units) {
        return new Dense(
                units,
                Activations.LINEAR,
                true,
                Initializer.GLOROT_UNIFORM,
                Initializer.ZEROS,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public Dense activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public Dense useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public Dense kernelInitializer(Initializer kernelInitializer) {
        return Components.with(this, "kernelInitializer", kernelInitializer);
    }

    public Dense biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public Dense kernelRegularizer(Regularizer kernelRegularizer) {
        return Components.with(this, "kernelRegularizer", kernelRegularizer);
    }

    public Dense biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public Dense activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public Dense kernelConstraint(Constraint kernelConstraint) {
        return Components.with(this, "kernelConstraint", kernelConstraint);
    }

    public Dense biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public Dense name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (input.shape().rank() < 1) {
            throw new IllegalArgumentException("Dense needs an axis of features; got a single number per image");
        }
        Shape kernelShape = Shape.of(input.shape().dim(-1), units);
        Value kernel = context.weight(WeightSpec.of("kernel", kernelShape, kernelInitializer)
                .regularizer(kernelRegularizer)
                .constraint(kernelConstraint));
        Value y = context.add(new MatMul(), input, kernel);
        if (useBias) {
            Value bias = context.weight(WeightSpec.of("bias", Shape.of(units), biasInitializer)
                    .regularizer(biasRegularizer)
                    .constraint(biasConstraint));
            y = context.add(new BiasAdd(), y, bias);
        }
        return context.penalized(activation.apply(y, context), activityRegularizer);
    }
}
