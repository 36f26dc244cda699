package dev.fovea.nn;

import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/** What a layer needs of the model that it is built into. */
public interface LayerContext extends Wiring {
    /** Whether the graph is for training, where dropout drops. */
    boolean training();

    /** Whether training changes the layer's weights; false where it is frozen. */
    boolean trainable();

    /** The result of an op. */
    @Override
    Value add(Op op, Value... operands);

    /** A weight of this layer; the same whenever the model's graph is built anew. */
    Value weight(WeightSpec spec);

    /** A trainable weight, free of regularizer and constraint. */
    default Value weight(String name, Shape shape, Initializer initializer) {
        return weight(WeightSpec.of(name, shape, initializer));
    }

    /**
     * In training, gives a weight of this layer a new value after each step, as moving averages need.
     *
     * @param newValue of the weight's shape and the same for all images
     */
    void update(Value weight, Value newValue);

    /**
     * Adds a number per image to the loss, in training and evaluation, as the penalty of an activity regularizer.
     *
     * @param perImage a scalar
     */
    void addLoss(Value perImage);

    /** An output whose size costs what a regularizer says, or nothing where that is null; it stays as it is. */
    default Value penalized(Value output, Regularizer activityRegularizer) {
        if (activityRegularizer != null) {
            addLoss(activityRegularizer.penalty(output, this));
        }
        return output;
    }

    /** A number that tells this layer's random draws from those of others. */
    int randomKey();

    /** The seed that a layer was given, or {@link #randomKey()} where that is null. */
    default int randomKey(Integer seed) {
        return seed == null ? randomKey() : seed;
    }
}
