package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * The part of the places that outputs or targets give to a class that both do, as Keras's class of that name: the mean
 * over the classes given that there are at all; 0 where there are none.
 *
 * @param numClasses the number of classes, at least 1
 * @param targetClassIds the classes whose mean is the figure
 * @param ignoreClass a class number whose places don't count, as a target; or null
 * @param sparseYTrue whether targets are class numbers, rather than a number for each class
 * @param sparseYPred whether outputs are class numbers, rather than a number for each class, of which the largest counts
 * @param axis where the numbers for each class lie, counted as in Keras, the batch being axis 0
 */
public record IoU(
        int numClasses,
        List<Integer> targetClassIds,
        Integer ignoreClass,
        boolean sparseYTrue,
        boolean sparseYPred,
        int axis,
        String name)
        implements Metric {
    public IoU {
        Losses.checkName("IoU", name);
        targetClassIds = List.copyOf(targetClassIds);
        Overlap.check("IoU", numClasses, targetClassIds);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static IoU of(int numClasses, List<Integer> targetClassIds) {
        return new IoU(numClasses, targetClassIds, null, true, true, -1, "io_u");
    }

    public IoU ignoreClass(Integer ignoreClass) {
        return new IoU(numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    public IoU sparseYTrue(boolean sparseYTrue) {
        return new IoU(numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    public IoU sparseYPred(boolean sparseYPred) {
        return new IoU(numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    public IoU axis(int axis) {
        return new IoU(numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    public IoU name(String name) {
        return new IoU(numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Overlap.start(
                "IoU",
                output,
                target,
                new Overlap.Places(numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis));
    }
}
