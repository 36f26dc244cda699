package dev.fovea.model;

import dev.fovea.train.LearningRate;
import dev.fovea.train.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What an optimizer remembers from step to step. */
final class OptimizerState {
    private final Optimizer optimizer;
    private final float[][][] slots;

    /** The steps done so far. */
    long iterations;

    /** The rate that a callback has set in place of the optimizer's own constant one, or NaN. */
    float setRate = Float.NaN;

    OptimizerState(Optimizer optimizer, List<Weight> weights) {
        this.optimizer = Objects.requireNonNull(optimizer, "a model is compiled with an optimizer");
        this.slots = new float[weights.size()][][];
        for (int i = 0; i < slots.length; i++) {
            int count = weights.get(i).trainable() ? optimizer.slots() : 0;
            slots[i] = new float[count][weights.get(i).values().length];
            for (int s = 0; s < count; s++) {
                Arrays.fill(slots[i][s], optimizer.slotStart(s));
            }
        }
    }

    /** The slots of each weight, in the order of the model's weights. */
    float[][][] slots() {
        return slots;
    }

    /** Starts the slots anew, as numbers that led astray would lead any later fit astray too. */
    void forgetSlots() {
        for (float[][] ofWeight : slots) {
            for (float[] slot : ofWeight) {
                Arrays.fill(slot, 0);
            }
        }
    }

    float learningRate() {
        return Float.isNaN(setRate) ? optimizer.learningRate().at(iterations) : setRate;
    }

    void learningRate(float rate) {
        if (!(optimizer.learningRate() instanceof LearningRate.Constant)) {
            throw new IllegalStateException("the optimizer follows a schedule, " + optimizer.learningRate()
                    + "; a callback can set the learning rate only where it is constant");
        }
        setRate = rate;
    }
}
