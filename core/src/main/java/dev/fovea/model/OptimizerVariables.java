package dev.fovea.model;

import dev.fovea.tensor.Tensor;
import dev.fovea.train.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an optimizer remembers from step to step, as Keras's {@code optimizer.variables}.
 *
 * @param optimizer the one that the model was compiled with
 * @param steps the steps done so far
 * @param learningRate that of the next step
 * @param slots by the names of the weights that have been trained, the tensors that go with each, in the order of the
 *     optimizer's formula, of the weight's shape
 */
public record OptimizerVariables(Optimizer optimizer, long steps, float learningRate, Map<String, List<Tensor>> slots) {
    public OptimizerVariables {
        slots = new LinkedHashMap<>(slots);
        if (steps < 0) {
            throw new IllegalArgumentException("an optimizer has done 0 steps or more, not " + steps);
        }
    }
}
