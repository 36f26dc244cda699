package dev.fovea.nn;

import dev.fovea.tensor.Shape;

/**
 * A weight that a layer asks for.
 *
 * @param name the name within the layer, as {@code kernel}
 * @param trainable whether training changes it by its gradient
 * @param regularizer what its size costs, or null
 * @param constraint what it is held to after each step, or null
 */
public record WeightSpec(
        String name,
        Shape shape,
        Initializer initializer,
        boolean trainable,
        Regularizer regularizer,
        Constraint constraint) {
    /** A trainable weight, free of regularizer and constraint. */
    public static WeightSpec of(String name, Shape shape, Initializer initializer) {
        return new WeightSpec(name, shape, initializer, true, null, null);
    }

    /** The same, changed by the layer's own updates only, as a moving average is. */
    public WeightSpec notTrainable() {
        return new WeightSpec(name, shape, initializer, false, regularizer, constraint);
    }

    /** The same with a penalty on its size, or none where null. */
    public WeightSpec regularizer(Regularizer regularizer) {
        return new WeightSpec(name, shape, initializer, trainable, regularizer, constraint);
    }

    /** The same with a bound, or none where null. */
    public WeightSpec constraint(Constraint constraint) {
        return new WeightSpec(name, shape, initializer, trainable, regularizer, constraint);
    }
}
