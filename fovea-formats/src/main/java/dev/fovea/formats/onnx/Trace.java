package dev.fovea.formats.onnx;

import dev.fovea.model.Model;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.Constant;
import dev.fovea.op.Op;
import dev.fovea.op.Ops;
import dev.fovea.op.Reshape;
import dev.fovea.op.Spread;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ops of a model at inference, in the order in which its layers add them. What all images share is computed at once,
 * so that only what depends on the inputs is left to be written.
 */
final class Trace implements LayerContext {
    private final Model model;
    private final Map<String, Traced> weights = new HashMap<>();
    private final List<Traced> values = new ArrayList<>();

    Trace(Model model) {
        this.model = model;
    }

    /** A value of a model. */
    static final class Traced implements Value {
        private final Op op;
        private final List<Traced> operands;
        private final Shape shape;
        private final boolean batched;
        private final Tensor tensor;
        private final String name;
        private int uses;

        private Traced(Op op, List<Traced> operands, Shape shape, boolean batched, Tensor tensor, String name) {
            this.op = op;
            this.operands = operands;
            this.shape = shape;
            this.batched = batched;
            this.tensor = tensor;
            this.name = name;
        }

        /** What it is for all images, or null where it depends on them. */
        Tensor tensor() {
            return tensor;
        }

        /** The name of the weight that it is, in whatever shape, or null. */
        String name() {
            return name;
        }

        /** How many ops, and outputs of the model, read it. */
        int uses() {
            return uses;
        }

        void used() {
            uses++;
        }

        @Override
        public Shape shape() {
            return shape;
        }

        @Override
        public boolean batched() {
            return batched;
        }

        @Override
        public Op op() {
            return op;
        }

        @Override
        public Traced operand(int index) {
            return operands.get(index);
        }

        List<Traced> operands() {
            return operands;
        }
    }

    Traced input(Shape shape) {
        return new Traced(null, List.of(), shape, true, null, null);
    }

    /** The values that depend on the inputs, each after those that it is made of. */
    List<Traced> values() {
        return values;
    }

    @Override
    public Value add(Op op, Value... operands) {
        List<Traced> taken =
                Arrays.stream(operands).map(value -> (Traced) value).toList();
        Shape shape = op.shape(taken.stream().map(Traced::shape).toList());
        boolean batched = taken.stream().anyMatch(Traced::batched) && !op.sumsOverBatch();
        Tensor tensor = tensor(op, taken);
        // A weight in another shape is still that weight.
        String name = op instanceof Reshape ? taken.getFirst().name() : null;
        Traced value = new Traced(op, taken, shape, batched, tensor, name);
        if (tensor == null) {
            taken.forEach(Traced::used);
            values.add(value);
        }
        return value;
    }

    private static Tensor tensor(Op op, List<Traced> operands) {
        if (op instanceof Constant(Shape shape, List<Float> numbers)) {
            float[] values = new float[numbers.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = numbers.get(i);
            }
            return Tensor.of(shape, values);
        }
        if (op instanceof Spread) {
            return operands.getFirst().tensor();
        }
        if (operands.stream().anyMatch(operand -> operand.tensor() == null)) {
            return null;
        }
        return Ops.apply(op, operands.stream().map(Traced::tensor).toArray(Tensor[]::new));
    }

    @Override
    public Value weight(WeightSpec spec) {
        return weights.computeIfAbsent(
                spec.name(),
                name -> new Traced(
                        null, List.of(), spec.shape(), false, model.weight(name).tensor(), name));
    }

    @Override
    public boolean training() {
        return false;
    }

    @Override
    public boolean trainable() {
        return false;
    }

    @Override
    public void update(Value weight, Value newValue) {}

    @Override
    public void addLoss(Value perImage) {}

    @Override
    public int randomKey() {
        return 0;
    }
}
