package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * {@link IoU} for targets with a number for each class, as Keras's class of that name.
 *
 * @param numClasses the number of classes, at least 1
 * @param targetClassIds the classes whose mean is the figure
 * @param ignoreClass a class number whose places don't count, as a target; or null
 * @param sparseYPred whether outputs are class numbers, rather than a number for each class, of which the largest counts
 * @param axis where the numbers for each class lie, counted as in Keras, the batch being axis 0
 */
public record OneHotIoU(
        int numClasses, List<Integer> targetClassIds, Integer ignoreClass, boolean sparseYPred, int axis, String name)
        implements Metric {
    public OneHotIoU {
        Losses.checkName("OneHotIoU", name);
        targetClassIds = List.copyOf(targetClassIds);
        Overlap.check("OneHotIoU", numClasses, targetClassIds);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static OneHotIoU of(int numClasses, List<Integer> targetClassIds) {
        return new OneHotIoU(numClasses, targetClassIds, null, false, -1, "one_hot_io_u");
    }

    public OneHotIoU ignoreClass(Integer ignoreClass) {
        return new OneHotIoU(numClasses, targetClassIds, ignoreClass, sparseYPred, axis, name);
    }

    public OneHotIoU sparseYPred(boolean sparseYPred) {
        return new OneHotIoU(numClasses, targetClassIds, ignoreClass, sparseYPred, axis, name);
    }

    public OneHotIoU axis(int axis) {
        return new OneHotIoU(numClasses, targetClassIds, ignoreClass, sparseYPred, axis, name);
    }

    public OneHotIoU name(String name) {
        return new OneHotIoU(numClasses, targetClassIds, ignoreClass, sparseYPred, axis, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Overlap.start(
                "OneHotIoU",
                output,
                target,
                new Overlap.Places(numClasses, targetClassIds, ignoreClass, false, sparseYPred, axis));
    }
}
