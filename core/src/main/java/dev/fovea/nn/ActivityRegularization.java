package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * Passes its input on, whose size is a penalty on the loss, as Keras's {@code ActivityRegularization}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. Each image costs {@code l1 * sum |x| + l2 * sum x^2} of its own numbers; the loss
 * has the mean over the batch.
 *
 * @param l1 what absolute values cost, 0 or more
 * @param l2 what squares cost, 0 or more
 */
public record ActivityRegularization(float l1, float l2, String name) implements Layer {
    public ActivityRegularization {
        new Regularizer.L1L2(l1, l2);
    }

    /** Without a penalty, as by default in Keras. */
    public static ActivityRegularization of() {
        return of(0, 0);
    }

    public static ActivityRegularization of(float l1, float l2) {
        return new ActivityRegularization(l1, l2, null);
    }

    public ActivityRegularization l1(float l1) {
        return new ActivityRegularization(l1, l2, name);
    }

    public ActivityRegularization l2(float l2) {
        return new ActivityRegularization(l1, l2, name);
    }

    public ActivityRegularization name(String name) {
        return new ActivityRegularization(l1, l2, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return context.penalized(input, new Regularizer.L1L2(l1, l2));
    }
}
