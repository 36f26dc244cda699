package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;

/**
 * Labelled images, read one at a time by index, in whatever form they are kept.
 *
 * <pre>{@code
 * Dataset train = Mnist.load().train();
 * train.image(0);  // [28, 28, 1], values 0 to 1
 * train.label(0);  // 5
 * }</pre>
 */
public interface Dataset {
    /** The number of images. */
    int size();

    /** The shape of every image, {@code [H, W, C]}. */
    Shape imageShape();

    /** The names of the classes; a label is an index into it. */
    List<String> classNames();

    /** The class of an image, from 0 to before {@code classNames().size()}. */
    int label(int index);

    /**
     * Writes the elements of an image, in row-major order, to {@code target[offset]}, {@code target[offset + stride]}
     * and so on. Safe from many threads.
     */
    void copyImage(int index, float[] target, int offset, int stride);

    /** The shape of an image's target: a scalar where it is a class number. */
    default Shape targetShape() {
        return Shape.SCALAR;
    }

    /** Writes the target of an image, as {@link #copyImage} does the image; the label where it is a class number. */
    default void copyTarget(int index, float[] target, int offset, int stride) {
        target[offset] = label(index);
    }

    /** One image, {@code [H, W, C]}. */
    default Tensor image(int index) {
        float[] values = new float[imageShape().size()];
        copyImage(index, values, 0, 1);
        return Tensor.of(imageShape(), values);
    }

    /** The images {@code from} to before {@code to} as one batch, {@code [N, H, W, C]}. */
    default Tensor images(int from, int to) {
        int each = imageShape().size();
        Shape shape = imageShape().prepend(to - from);
        float[] values = new float[shape.size()];
        for (int i = from; i < to; i++) {
            copyImage(i, values, (i - from) * each, 1);
        }
        return Tensor.of(shape, values);
    }

    default int[] labels() {
        int[] labels = new int[size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(i);
        }
        return labels;
    }

    /** The images {@code from} to before {@code to} of this set, not copied. */
    default Dataset slice(int from, int to) {
        return new SubDataset(this, from, to);
    }

    /**
     * Images {@code [N, H, W, C]} and their labels, with classes named by their numbers.
     *
     * @throws IllegalArgumentException if the counts differ or a label is negative
     */
    static Dataset of(Tensor images, int... labels) {
        return new TensorDataset(images, labels);
    }
}
