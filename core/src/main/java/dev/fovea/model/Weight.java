package dev.fovea.model;

import dev.fovea.nn.WeightSpec;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.function.Supplier;

/**
 * A weight of a model: what its layer asked for, and its values, which are drawn when they are first needed. Two are equal
 * where their values are the same array, as those are of a weight of a model within another and of the same weight by
 * itself.
 */
public final class Weight {
    /** Whether a layer learns; all weights of the layer share it, in every model that holds them. */
    static final class Learning {
        private volatile boolean on = true;

        boolean on() {
            return on;
        }

        void set(boolean learns) {
            on = learns;
        }
    }

    /** The values of a weight and what became of them, in every model that holds it. */
    private static final class Values {
        private final Supplier<float[]> origin;

        /** Null until the values are needed: the weights of a large network take seconds to draw, and may be loaded over. */
        private volatile float[] array;

        private volatile long changes;

        /** Whether the array was given away, so that changes may go unseen. */
        private volatile boolean unseen;

        private Values(Supplier<float[]> origin) {
            this.origin = origin;
        }

        private float[] array() {
            return array == null ? made() : array;
        }

        private synchronized float[] made() {
            if (array == null) {
                array = origin.get();
            }
            return array;
        }

        private synchronized void set(float[] from) {
            if (array == null) {
                array = from.clone();
            } else {
                System.arraycopy(from, 0, array, 0, array.length);
            }
        }
    }

    private final String layer;
    private final WeightSpec spec;
    private final Learning learning;
    private final Values values;

    /** @param origin makes the values, once */
    Weight(String layer, WeightSpec spec, Supplier<float[]> origin, Learning learning) {
        this(layer, spec, learning, new Values(origin));
    }

    private Weight(String layer, WeightSpec spec, Learning learning, Values values) {
        this.layer = layer;
        this.spec = spec;
        this.learning = learning;
        this.values = values;
    }

    /** The same weight as that of a model within another, which is called so. */
    Weight within(String model) {
        return new Weight(model + "/" + layer, spec, learning, values);
    }

    /** The values for those who say by {@link #changed} what they do to them. */
    float[] array() {
        return values.array();
    }

    /** Says that the values are no longer what they were. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // One thread at a time changes a weight.
    void changed() {
        values.changes++;
    }

    /** A number that grows with each change; -1 where one may go unseen. */
    long version() {
        return values.unseen ? -1 : values.changes;
    }

    /** The name of the layer; behind the names of the models that it lies within, as {@code encoder/conv2d}. */
    public String layer() {
        return layer;
    }

    /** What the layer asked for. */
    public WeightSpec spec() {
        return spec;
    }

    /**
     * The values themselves, row-major; training changes them, and so does writing to the array. Predictions are slower
     * once this was called, as what they make ready of the weights no longer serves for more than one; {@link #tensor}
     * and {@link #assign} have no such price.
     */
    public float[] values() {
        values.unseen = true;
        return values.array();
    }

    /** The full name, as {@code conv2d/kernel}. */
    public String name() {
        return layer + "/" + spec.name();
    }

    public Shape shape() {
        return spec.shape();
    }

    /** Whether training changes it by its gradient; not where its layer is frozen by {@link Model#trainable}. */
    public boolean trainable() {
        return spec.trainable() && learning.on();
    }

    /** A copy of the values as a tensor. */
    public Tensor tensor() {
        return Tensor.of(shape(), values.array().clone());
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
        values.set(tensor.data());
        changed();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Weight weight && weight.values == values;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(values);
    }

    @Override
    public String toString() {
        return name() + shape();
    }
}
