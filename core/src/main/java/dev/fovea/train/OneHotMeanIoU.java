package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * {@link IoU} of all classes for targets with a number for each class, as Keras's class of that name.
 *
 * @param numClasses the number of classes, at least 1
 * @param ignoreClass a class number whose places don't count, as a target; or null
 * @param sparseYPred whether outputs are class numbers, rather than a number for each class, of which the largest counts
 * @param axis where the numbers for each class lie, counted as in Keras, the batch being axis 0
 */
public record OneHotMeanIoU(int numClasses, Integer ignoreClass, boolean sparseYPred, int axis, String name)
        implements Metric {
    public OneHotMeanIoU {
        Losses.checkName("OneHotMeanIoU", name);
        Overlap.check("OneHotMeanIoU", numClasses, List.of());
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static OneHotMeanIoU of(int numClasses) {
        return new OneHotMeanIoU(numClasses, null, false, -1, "one_hot_mean_io_u");
    }

    public OneHotMeanIoU ignoreClass(Integer ignoreClass) {
        return new OneHotMeanIoU(numClasses, ignoreClass, sparseYPred, axis, name);
    }

    public OneHotMeanIoU sparseYPred(boolean sparseYPred) {
        return new OneHotMeanIoU(numClasses, ignoreClass, sparseYPred, axis, name);
    }

    public OneHotMeanIoU axis(int axis) {
        return new OneHotMeanIoU(numClasses, ignoreClass, sparseYPred, axis, name);
    }

    public OneHotMeanIoU name(String name) {
        return new OneHotMeanIoU(numClasses, ignoreClass, sparseYPred, axis, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Overlap.start(
                "OneHotMeanIoU",
                output,
                target,
                new Overlap.Places(numClasses, Overlap.all(numClasses), ignoreClass, false, sparseYPred, axis));
    }
}
