package dev.fovea.model;

import dev.fovea.kernel.KernelChoice;
import dev.fovea.kernel.Peak;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * How a model's predictions are computed on this machine: its layers' ops, fused as they run, and the time of each.
 *
 * <pre>{@code
 * Explanation explanation = model.explain(1, 20);
 * explanation.steps().getFirst().seconds();
 * }</pre>
 *
 * @param batch the images of a run
 * @param steps in the order in which they run
 */
public record Explanation(int batch, List<Step> steps) {
    /**
     * What runs as one.
     *
     * @param layer the name of the layer whose output it is, or of the first one that needs it
     * @param ops the names of the ops that are fused in it, joined by {@code +}
     * @param output the shape of its output, of one image
     * @param way how the kernels go about it; empty where there is one way
     * @param seconds the least time that all images of a run took, on one thread
     * @param operations multiplications and additions by the ops' definitions, of all images; 0 where it has none to speak
     *     of
     */
    public record Step(String layer, String ops, Shape output, String way, double seconds, double operations) {}

    /**
     * The floating point operations per second that one thread of this machine does at most, measured for some seconds; 0
     * where there are no vectors.
     */
    public static double peak() throws InterruptedException {
        return KernelChoice.vectors() ? Peak.measure(1) : 0;
    }

    /** The sum of the steps' times. */
    public double seconds() {
        return steps.stream().mapToDouble(Step::seconds).sum();
    }

    /** The sum of the steps' operations. */
    public double operations() {
        return steps.stream().mapToDouble(Step::operations).sum();
    }
}
