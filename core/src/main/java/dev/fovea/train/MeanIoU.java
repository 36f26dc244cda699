package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * {@link IoU} of all classes, as Keras's class of that name.
 *
 * @param numClasses the number of classes, at least 1
 * @param ignoreClass a class number whose places don't count, as a target; or null
 * @param sparseYTrue whether targets are class numbers, rather than a number for each class
 * @param sparseYPred whether outputs are class numbers, rather than a number for each class, of which the largest counts
 * @param axis where the numbers for each class lie, counted as in Keras, the batch being axis 0
 */
public record MeanIoU(
        int numClasses, Integer ignoreClass, boolean sparseYTrue, boolean sparseYPred, int axis, String name)
        implements Metric {
    public MeanIoU {
        Losses.checkName("MeanIoU", name);
        Overlap.check("MeanIoU", numClasses, List.of());
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static MeanIoU of(int numClasses) {
        return new MeanIoU(numClasses, null, true, true, -1, "mean_io_u");
    }

    public MeanIoU ignoreClass(Integer ignoreClass) {
        return new MeanIoU(numClasses, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    public MeanIoU sparseYTrue(boolean sparseYTrue) {
        return new MeanIoU(numClasses, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    public MeanIoU sparseYPred(boolean sparseYPred) {
        return new MeanIoU(numClasses, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    public MeanIoU axis(int axis) {
        return new MeanIoU(numClasses, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    public MeanIoU name(String name) {
        return new MeanIoU(numClasses, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Overlap.start(
                "MeanIoU",
                output,
                target,
                new Overlap.Places(numClasses, Overlap.all(numClasses), ignoreClass, sparseYTrue, sparseYPred, axis));
    }
}
