package dev.fovea.train;

import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/**
 * The mean over an image's outputs of {@code max(1 - target * output, 0)}, as Keras's loss and metric of that name.
 * Targets are -1 or 1; a target of 0 counts as -1.
 */
public record Hinge(String name) implements Loss, Metric {
    public Hinge {
        Losses.checkName("Hinge", name);
    }

    /** With Keras's defaults. */
    public static Hinge of() {
        return new Hinge("hinge");
    }

    public Hinge name(String name) {
        return new Hinge(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value hinge = Losses.hinge(target, output, graph, "Hinge");
        return Losses.mean(hinge, graph);
    }

    @Override
    public int classNumbers(Shape target, Shape output) {
        return target.rank() == 0 ? 2 : 0;
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfElements.start("Hinge", output, target, Losses::hinge);
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
