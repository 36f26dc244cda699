package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Combine;
import dev.fovea.op.ElementMean;
import dev.fovea.op.Reshape;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/** What losses have in common. */
final class Losses {
    /** The target in the output's shape: a single number stands for an output of one number. */
    static Value inShapeOf(Value output, Value target, Wiring graph, String loss) {
        if (target.shape().equals(output.shape())) {
            return target;
        }
        if (target.shape().rank() > 0 || output.shape().size() != 1) {
            throw new IllegalArgumentException(loss + " takes a target for each output: the model gives "
                    + output.shape() + ", but the targets are " + target.shape()
                    + (target.shape().equals(Shape.SCALAR)
                            ? "; for class numbers use SparseCategoricalCrossentropy"
                            : "; give targets of the output's shape"));
        }
        return graph.add(new Reshape(output.shape()), target);
    }

    static Value difference(Value target, Value output, Wiring graph, String loss) {
        return graph.add(new Combine(Combine.Function.SUBTRACT), output, inShapeOf(output, target, graph, loss));
    }

    /** The mean of the losses of an image's rows or elements. */
    static Value mean(Value losses, Wiring graph) {
        return losses.shape().rank() == 0 ? losses : graph.add(new ElementMean(), losses);
    }

    /** {@code target * (1 - smoothing) + smoothing * evenly}. */
    static Value smooth(Value target, float smoothing, float evenly, Wiring graph) {
        return smoothing == 0 ? target : graph.add(new Affine(1 - smoothing, smoothing * evenly), target);
    }

    static void checkSmoothing(String loss, float labelSmoothing) {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException(
                    loss + " takes a label smoothing between 0 and 1, not " + labelSmoothing);
        }
    }

    private Losses() {}
}
