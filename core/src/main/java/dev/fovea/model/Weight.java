package dev.fovea.model;

import dev.fovea.nn.WeightSpec;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;

/**
 * A weight of a model: what its layer asked for, and its values.
 *
 * @param layer the name of the layer
 * @param values the values themselves, row-major; training changes them, and so does writing to the array
 */
public record Weight(String layer, WeightSpec spec, float[] values) {
    /** The full name, as {@code conv2d/kernel}. */
    public String name() {
        return layer + "/" + spec.name();
    }

    public Shape shape() {
        return spec.shape();
    }

    /** Whether training changes it by its gradient. */
    public boolean trainable() {
        return spec.trainable();
    }

    /** A copy of the values as a tensor. */
    public Tensor tensor() {
        return Tensor.of(shape(), values.clone());
    }

    /**
     * Sets the values.
     *
     * @throws IllegalArgumentException if the tensor has another shape
     */
    public void assign(Tensor tensor) {
        if (!tensor.shape().equals(shape())) {
            throw new IllegalArgumentException(
                    "weight \"" + name() + "\" has shape " + shape() + ", not " + tensor.shape());
        }
        System.arraycopy(tensor.data(), 0, values, 0, values.length);
    }
}
