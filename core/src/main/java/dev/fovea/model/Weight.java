package dev.fovea.model;

import dev.fovea.nn.WeightSpec;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.function.Supplier;

/**
 * A weight of a model: what its layer asked for, and its values. Two are equal where their values are the same ones, as
 * those are of a weight of a model within another and of the same weight by itself.
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

    /** The values, with a count of their changes, in every model that holds the weight. */
    private static final class Content {
        /** Draws the values where nobody has given any; null once there are some. */
        private Supplier<float[]> draw;

        private volatile float[] values;
        private volatile long changes;

        /** Whether the array was given away, so that changes may go unseen. */
        private volatile boolean unseen;

        Content(Supplier<float[]> draw) {
            this.draw = draw;
        }

        synchronized float[] drawn() {
            if (values == null) {
                values = draw.get();
                draw = null;
            }
            return values;
        }

        /** Begins with these values where none are drawn yet, so that drawing them is spared. */
        synchronized boolean begin(float[] given) {
            if (values != null) {
                return false;
            }
            values = given;
            draw = null;
            return true;
        }
    }

    private final String layer;
    private final WeightSpec spec;
    private final Learning learning;
    private final Content content;

    /** @param draw the values, asked for once and only if they are needed before others are given */
    Weight(String layer, WeightSpec spec, Supplier<float[]> draw, Learning learning) {
        this(layer, spec, learning, new Content(draw));
    }

    private Weight(String layer, WeightSpec spec, Learning learning, Content content) {
        this.layer = layer;
        this.spec = spec;
        this.learning = learning;
        this.content = content;
    }

    /** The same weight as that of a model within another, which is called so. */
    Weight within(String model) {
        return new Weight(model + "/" + layer, spec, learning, content);
    }

    /** The values for those who say by {@link #changed} what they do to them. */
    float[] array() {
        float[] values = content.values;
        return values == null ? content.drawn() : values;
    }

    /** Says that the values are no longer what they were. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // One thread at a time changes a weight.
    void changed() {
        content.changes++;
    }

    /** A number that grows with each change; -1 where one may go unseen. */
    long version() {
        return content.unseen ? -1 : content.changes;
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
        content.unseen = true;
        return array();
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
        return Tensor.of(shape(), array().clone());
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
        take(content.values == null ? tensor.data().clone() : tensor.data());
    }

    /** Sets the values to those of an array that nobody writes to any more, and that fits. */
    void take(float[] given) {
        if (!content.begin(given)) {
            System.arraycopy(given, 0, array(), 0, given.length);
        }
        changed();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Weight weight && weight.content == content;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(content);
    }

    @Override
    public String toString() {
        return name() + shape();
    }
}
