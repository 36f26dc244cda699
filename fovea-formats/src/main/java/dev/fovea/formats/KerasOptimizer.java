package dev.fovea.formats;

import dev.fovea.model.Model;
import dev.fovea.model.OptimizerVariables;
import dev.fovea.model.Weight;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.AdamW;
import dev.fovea.train.LearningRate;
import dev.fovea.train.Nadam;
import dev.fovea.train.Optimizer;
import dev.fovea.train.RMSprop;
import dev.fovea.train.Tuned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An optimizer's variables in Keras's order: the steps done, the learning rate unless it follows a schedule, then what is
 * remembered of each weight that learns.
 */
final class KerasOptimizer {
    private KerasOptimizer() {}

    /**
     * The slots in Keras's order. Each list is of slots that take turns, weight by weight; one list comes after the other.
     */
    private static List<List<Integer>> order(Optimizer optimizer) {
        Optimizer own = optimizer instanceof Tuned tuned ? tuned.optimizer() : optimizer;
        List<List<Integer>> order = new ArrayList<>();
        if (optimizer.averageSlot() >= 0) {
            order.add(List.of(optimizer.averageSlot()));
        }
        if (optimizer instanceof Tuned tuned && tuned.accumulatorSlot() >= 0) {
            order.add(List.of(tuned.accumulatorSlot()));
        }
        int slots = own.slots();
        switch (own) {
            case RMSprop rmsprop -> IntStream.range(0, slots).forEach(slot -> order.add(List.of(slot)));
            case Adam adam ->
                order.addAll(adam.amsgrad() ? List.of(List.of(0, 1), List.of(2)) : List.of(List.of(0, 1)));
            case AdamW adam ->
                order.addAll(adam.amsgrad() ? List.of(List.of(0, 1), List.of(2)) : List.of(List.of(0, 1)));
            default -> order.add(IntStream.range(0, slots).boxed().toList());
        }
        return order;
    }

    /** Other orders that versions of Keras have had. */
    private static List<List<List<Integer>>> orders(Optimizer optimizer) {
        List<Integer> all = IntStream.range(0, optimizer.slots()).boxed().toList();
        List<List<Integer>> known = order(optimizer);
        List<List<Integer>> apart =
                known.stream().flatMap(List::stream).map(slot -> List.of(slot)).toList();
        return List.of(known, apart, List.of(all));
    }

    static void write(Model model, List<Weight> learning, Hdf5Writer.Group group) {
        OptimizerVariables variables = model.optimizerVariables();
        Optimizer optimizer = variables.optimizer();
        Optimizer own = optimizer instanceof Tuned tuned ? tuned.optimizer() : optimizer;
        Hdf5Writer.Group vars = group.group("optimizer/vars");
        vars.attribute("name", KerasLayer.snakeCase(own.getClass().getSimpleName()));
        int number = 0;
        vars.int64(Integer.toString(number++), variables.steps());
        if (optimizer.learningRate() instanceof LearningRate.Constant) {
            vars.put(Integer.toString(number++), Tensor.scalar(variables.learningRate()));
        }
        for (List<Integer> turns : order(optimizer)) {
            for (Weight weight : learning) {
                for (int slot : turns) {
                    List<Tensor> known = variables.slots().get(weight.name());
                    vars.put(
                            Integer.toString(number++),
                            known != null ? known.get(slot) : start(optimizer, slot, weight));
                }
            }
        }
        if (own instanceof Nadam nadam) {
            vars.put(Integer.toString(number), Tensor.scalar(product(nadam, variables.steps())));
        }
    }

    private static Tensor start(Optimizer optimizer, int slot, Weight weight) {
        return slot == optimizer.averageSlot()
                ? weight.tensor()
                : Tensor.filled(weight.shape(), optimizer.slotStart(slot));
    }

    /** The product of Nadam's momenta so far, which Keras keeps. */
    private static float product(Nadam nadam, long steps) {
        double product = 1;
        for (long step = 1; step <= steps && product > 0; step++) {
            product *= nadam.beta1() * (1 - 0.5 * Math.pow(0.96, (double) step));
        }
        return (float) product;
    }

    /**
     * Sets what a model's optimizer remembers.
     *
     * @param tensors in Keras's order
     * @return whether they are those of such an optimizer for such weights; if not, nothing is changed
     */
    static boolean read(Model model, List<Weight> learning, List<Tensor> tensors) {
        List<Tensor> scalars =
                tensors.stream().filter(tensor -> tensor.shape().rank() == 0).toList();
        List<Tensor> rest =
                tensors.stream().filter(tensor -> tensor.shape().rank() > 0).toList();
        if (scalars.isEmpty()) {
            return false;
        }
        OptimizerVariables fresh = model.optimizerVariables();
        Optimizer optimizer = fresh.optimizer();
        long steps = Math.max(0, (long) scalars.getFirst().data()[0]);
        boolean constant = optimizer.learningRate() instanceof LearningRate.Constant && scalars.size() > 1;
        float rate = constant ? scalars.get(1).data()[0] : fresh.learningRate();
        if (!(rate >= 0 && Float.isFinite(rate))) {
            return false;
        }
        if (rest.isEmpty()) {
            model.optimizerVariables(new OptimizerVariables(optimizer, steps, rate, Map.of()));
            return true;
        }
        for (List<List<Integer>> order : orders(optimizer)) {
            Map<String, List<Tensor>> slots = slots(order, optimizer.slots(), learning, rest);
            if (slots != null) {
                model.optimizerVariables(new OptimizerVariables(optimizer, steps, rate, slots));
                return true;
            }
        }
        return false;
    }

    /** The slots of each weight, or null where the tensors' shapes are not those of such an order. */
    private static Map<String, List<Tensor>> slots(
            List<List<Integer>> order, int count, List<Weight> learning, List<Tensor> tensors) {
        if (tensors.size() != count * learning.size()) {
            return null;
        }
        Map<String, Tensor[]> slots = new LinkedHashMap<>();
        int next = 0;
        for (List<Integer> turns : order) {
            for (Weight weight : learning) {
                for (int slot : turns) {
                    Tensor tensor = tensors.get(next++);
                    Shape shape = weight.shape();
                    if (!tensor.shape().equals(shape)) {
                        return null;
                    }
                    slots.computeIfAbsent(weight.name(), name -> new Tensor[count])[slot] = tensor;
                }
            }
        }
        Map<String, List<Tensor>> lists = new LinkedHashMap<>();
        slots.forEach((name, tensorsOf) -> lists.put(name, Arrays.asList(tensorsOf)));
        return lists;
    }
}
