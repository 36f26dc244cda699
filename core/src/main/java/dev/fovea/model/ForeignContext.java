package dev.fovea.model;

import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.Op;
import dev.fovea.op.Value;

/** What a layer of a model needs where the model is a layer of something that is no model, as of a search for its shape. */
record ForeignContext(LayerContext whole, String layer, boolean trainable) implements LayerContext {
    @Override
    public boolean training() {
        return whole.training();
    }

    @Override
    public Value add(Op op, Value... operands) {
        return whole.add(op, operands);
    }

    @Override
    public Value weight(WeightSpec spec) {
        return whole.weight(new WeightSpec(
                layer + "/" + spec.name(),
                spec.shape(),
                spec.initializer(),
                spec.trainable(),
                spec.regularizer(),
                spec.constraint()));
    }

    @Override
    public void update(Value weight, Value newValue) {
        whole.update(weight, newValue);
    }

    @Override
    public void addLoss(Value perImage) {
        whole.addLoss(perImage);
    }

    @Override
    public int randomKey() {
        return whole.randomKey();
    }
}
