package dev.fovea.nn;

import dev.fovea.graph.Graph;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import java.util.List;

/** Finds the shape that a layer gives by building its ops in a graph of its own. */
final class ShapeInference implements LayerContext {
    private final Graph graph = new Graph();

    static List<Symbol> apply(Layer layer, List<Symbol> inputs) {
        ShapeInference context = new ShapeInference();
        List<Value> values = inputs.stream()
                .map(input -> (Value) context.graph.input(input.shape()))
                .toList();
        try {
            return Symbol.of(
                    layer,
                    inputs,
                    layer.callAll(values, context).stream().map(Value::shape).toList());
        } catch (IllegalArgumentException e) {
            String name = layer.name() == null ? "" : " \"" + layer.name() + "\"";
            throw new IllegalArgumentException(layer.className() + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean training() {
        return false;
    }

    @Override
    public boolean trainable() {
        return true;
    }

    @Override
    public Value add(Op op, Value... operands) {
        return graph.add(op, operands);
    }

    @Override
    public Value weight(WeightSpec spec) {
        return graph.parameter(spec.shape());
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
