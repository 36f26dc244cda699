package dev.fovea.formats.onnx;

import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Constant;
import dev.fovea.op.Pad;
import dev.fovea.op.Spread;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A number before and after, along any axes. With the lowest float, a maximum over what is padded is one over what was
 * there. Shape: {@code [N,...] -> [N,...]}.
 *
 * @param padding pairs of before and after, one for each axis but the batch
 */
public record ConstantPadding(List<List<Integer>> padding, float value, String name) implements Layer {
    public ConstantPadding {
        padding = padding.stream().map(List::copyOf).toList();
        if (padding.stream().anyMatch(pair -> pair.size() != 2 || pair.get(0) < 0 || pair.get(1) < 0)) {
            throw new IllegalArgumentException("ConstantPadding takes pairs of numbers of 0 or more; got " + padding);
        }
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (padding.size() != input.shape().rank()) {
            throw new IllegalArgumentException("it pads " + padding.size() + " axes, but an image is " + input.shape());
        }
        Value y = input;
        for (int axis = padding.size() - 1; axis >= 0; axis--) {
            int before = padding.get(axis).get(0);
            int after = padding.get(axis).get(1);
            if (value == 0 && before + after > 0) {
                y = context.add(new Pad(axis, before, after), y);
            } else if (before + after > 0) {
                List<Value> parts = new ArrayList<>();
                border(y, axis, before, parts, input, context);
                parts.add(y);
                border(y, axis, after, parts, input, context);
                y = context.add(new Concatenate(axis), parts.toArray(Value[]::new));
            }
        }
        return y;
    }

    private void border(Value y, int axis, int width, List<Value> parts, Value image, LayerContext context) {
        if (width > 0) {
            Shape shape = y.shape().with(axis, width);
            Value numbers = context.add(new Constant(shape, Collections.nCopies(shape.size(), value)));
            parts.add(context.add(new Spread(), numbers, image));
        }
    }
}
