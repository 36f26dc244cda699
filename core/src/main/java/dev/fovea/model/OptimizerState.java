package dev.fovea.model;

import dev.fovea.tensor.Tensor;
import dev.fovea.train.LearningRate;
import dev.fovea.train.Optimizer;
import dev.fovea.train.Tuned;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an optimizer remembers from step to step. */
final class OptimizerState {
    private final Optimizer optimizer;
    private final Map<Weight, float[][]> slots = new HashMap<>();

    /** The steps done so far. */
    long steps;

    /** The rate that a callback has set in place of the optimizer's own constant one, or NaN. */
    float setRate = Float.NaN;

    OptimizerState(Optimizer optimizer) {
        this.optimizer = Objects.requireNonNull(optimizer, "a model is compiled with an optimizer");
    }

    /** The updates done so far; fewer than steps where gradients are accumulated. */
    long iterations() {
        return optimizer instanceof Tuned tuned ? steps / tuned.gradientAccumulationSteps() : steps;
    }

    /** Whether there is anything to remember for a weight yet; there is once it has been trained. */
    boolean knows(Weight weight) {
        return slots.containsKey(weight);
    }

    /** What is remembered for a weight, from now on if not before. */
    float[][] slots(Weight weight) {
        return slots.computeIfAbsent(weight, w -> {
            float[][] fresh = new float[optimizer.slots()][w.shape().size()];
            start(w, fresh);
            return fresh;
        });
    }

    private void start(Weight weight, float[][] fresh) {
        for (int s = 0; s < fresh.length; s++) {
            if (s == optimizer.averageSlot()) {
                System.arraycopy(weight.array(), 0, fresh[s], 0, fresh[s].length);
            } else {
                Arrays.fill(fresh[s], optimizer.slotStart(s));
            }
        }
    }

    /** Starts the slots anew, as numbers that led astray would lead any later fit astray too. */
    void forgetSlots() {
        slots.forEach(this::start);
    }

    float learningRate() {
        return Float.isNaN(setRate) ? optimizer.learningRate().at(iterations()) : setRate;
    }

    void learningRate(float rate) {
        if (!(optimizer.learningRate() instanceof LearningRate.Constant)) {
            throw new IllegalStateException("the optimizer follows a schedule, " + optimizer.learningRate()
                    + "; a callback can set the learning rate only where it is constant");
        }
        setRate = rate;
    }

    OptimizerVariables variables(List<Weight> weights) {
        Map<String, List<Tensor>> known = new LinkedHashMap<>();
        for (Weight weight : weights) {
            if (knows(weight)) {
                known.put(
                        weight.name(),
                        Arrays.stream(slots.get(weight))
                                .map(slot -> Tensor.of(weight.shape(), slot.clone()))
                                .toList());
            }
        }
        return new OptimizerVariables(optimizer, steps, learningRate(), known);
    }

    void variables(Model model, OptimizerVariables variables) {
        variables.slots().forEach((name, tensors) -> {
            Weight weight = model.weight(name);
            if (tensors.size() != optimizer.slots()
                    || tensors.stream().anyMatch(tensor -> !tensor.shape().equals(weight.shape()))) {
                throw new IllegalArgumentException(
                        "the optimizer remembers " + optimizer.slots() + " tensors " + weight.shape() + " of weight \""
                                + name + "\", not "
                                + tensors.stream().map(Tensor::shape).toList());
            }
        });
        steps = variables.steps();
        if (optimizer.learningRate() instanceof LearningRate.Constant(float rate)) {
            setRate = variables.learningRate() == rate ? Float.NaN : variables.learningRate();
        }
        slots.clear();
        variables
                .slots()
                .forEach((name, tensors) -> slots.put(
                        model.weight(name),
                        tensors.stream().map(tensor -> tensor.data().clone()).toArray(float[][]::new)));
    }
}
