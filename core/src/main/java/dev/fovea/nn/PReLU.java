package dev.fovea.nn;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.ChannelScale;
import dev.fovea.op.Combine;
import dev.fovea.op.Reshape;
import dev.fovea.op.Value;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * x, or alpha x where x is negative, with slopes alpha that are learned (He et al. 2015), as Keras's {@code PReLU}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. Weight: alpha, of an image's shape with 1 for the shared axes.
 *
 * <pre>{@code
 * PReLU.of().sharedAxes(1, 2)  // a slope for each channel of [N,H,W,C]
 * }</pre>
 *
 * @param sharedAxes the axes along which slopes are the same, the batch being axis 0; null or empty for none
 */
public record PReLU(
        Initializer alphaInitializer,
        Regularizer alphaRegularizer,
        Constraint alphaConstraint,
        List<Integer> sharedAxes,
        String name)
        implements Layer {
    public PReLU {
        sharedAxes = sharedAxes == null || sharedAxes.isEmpty() ? null : List.copyOf(sharedAxes);
    }

    public static PReLU of() {
        return new PReLU(Initializer.ZEROS, null, null, null, null);
    }

    public PReLU alphaInitializer(Initializer alphaInitializer) {
        return Components.with(this, "alphaInitializer", alphaInitializer);
    }

    public PReLU alphaRegularizer(Regularizer alphaRegularizer) {
        return Components.with(this, "alphaRegularizer", alphaRegularizer);
    }

    public PReLU alphaConstraint(Constraint alphaConstraint) {
        return Components.with(this, "alphaConstraint", alphaConstraint);
    }

    public PReLU sharedAxes(int... sharedAxes) {
        return Components.with(
                this, "sharedAxes", Arrays.stream(sharedAxes).boxed().toList());
    }

    public PReLU name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Shape image = input.shape();
        Shape slopes = image;
        List<Integer> shared = sharedAxes == null ? List.of() : Axes.ofImage(sharedAxes, image);
        for (int axis : shared) {
            slopes = slopes.with(axis, 1);
        }
        Value alpha = context.weight(WeightSpec.of("alpha", slopes, alphaInitializer)
                .regularizer(alphaRegularizer)
                .constraint(alphaConstraint));
        Value above = context.add(Apply.of(ScalarFunction.RELU), input);
        Value below = context.add(
                new Affine(-1, 0), context.add(Apply.of(ScalarFunction.RELU), context.add(new Affine(-1, 0), input)));
        Rows rows = Rows.of(below, Axes.others(shared, image.rank()), context);
        Value factors = context.add(new Reshape(Shape.of(slopes.size())), alpha);
        Value scaled = context.add(new ChannelScale(), rows.table(), factors);
        return context.add(new Combine(Combine.Function.ADD), above, rows.image(scaled, context));
    }
}
