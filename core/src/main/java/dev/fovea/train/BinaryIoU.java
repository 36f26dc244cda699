package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * {@link IoU} of classes 0 and 1, which outputs of one number tell apart, as Keras's class of that name.
 *
 * @param targetClassIds the classes whose mean is the figure
 * @param threshold an output of it or over it is of class 1
 */
public record BinaryIoU(List<Integer> targetClassIds, float threshold, String name) implements Metric {
    public BinaryIoU {
        Losses.checkName("BinaryIoU", name);
        targetClassIds = List.copyOf(targetClassIds);
        Overlap.check("BinaryIoU", 2, targetClassIds);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static BinaryIoU of() {
        return new BinaryIoU(List.of(0, 1), 0.5f, "binary_io_u");
    }

    public BinaryIoU targetClassIds(List<Integer> targetClassIds) {
        return new BinaryIoU(targetClassIds, threshold, name);
    }

    public BinaryIoU threshold(float threshold) {
        return new BinaryIoU(targetClassIds, threshold, name);
    }

    public BinaryIoU name(String name) {
        return new BinaryIoU(targetClassIds, threshold, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        Count overlap =
                Overlap.start("BinaryIoU", output, target, new Overlap.Places(2, targetClassIds, null, true, true, -1));
        float[] classes = new float[output.size()];
        return new Count() {
            @Override
            public void add(float[] outputs, float[] targets) {
                for (int i = 0; i < classes.length; i++) {
                    classes[i] = outputs[i] >= threshold ? 1 : 0;
                }
                overlap.add(classes, targets);
            }

            @Override
            public double result() {
                return overlap.result();
            }

            @Override
            public void reset() {
                overlap.reset();
            }
        };
    }
}
