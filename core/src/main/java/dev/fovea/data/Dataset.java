package dev.fovea.data;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images and what is to be learned of them, read one at a time by index, in whatever form they are kept.
 *
 * <p>What is to be learned is a class number, the label, or, where {@link #targetShape} is not a scalar of a class, a
 * tensor of numbers. Slices and the like are views: no image is copied.
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

    /** The names of the classes; a label is an index into it. Empty where the targets are not classes. */
    List<String> classNames();

    /**
     * The class of an image, from 0 to before {@code classNames().size()}.
     *
     * @throws UnsupportedOperationException if the targets are not classes
     */
    int label(int index);

    /** The shape of what is to be learned of an image; a scalar for a class number. */
    default Shape targetShape() {
        return Shape.SCALAR;
    }

    /**
     * Writes what is to be learned of an image to {@code target[offset]}, {@code target[offset + stride]} and so on;
     * for a class that is its number. Safe from many threads.
     */
    default void copyTarget(int index, float[] target, int offset, int stride) {
        target[offset] = label(index);
    }

    /** The shape of each input, the image the first, where a model takes several. */
    default List<Shape> inputShapes() {
        return List.of(imageShape());
    }

    /** As {@link #copyImage} for one of several inputs, counted from 0. */
    default void copyInput(int input, int index, float[] target, int offset, int stride) {
        copyImage(index, target, offset, stride);
    }

    /** The shape of each target where a model gives several outputs. */
    default List<Shape> targetShapes() {
        return List.of(targetShape());
    }

    /** As {@link #copyTarget(int, float[], int, int)} for one of several targets, counted from 0. */
    default void copyTarget(int output, int index, float[] target, int offset, int stride) {
        copyTarget(index, target, offset, stride);
    }

    /** Whether images count differently, by {@link #weight}. */
    default boolean weighted() {
        return false;
    }

    /** What the loss of an image is multiplied by, as Keras's {@code sample_weight}; metrics take no notice. */
    default float weight(int index) {
        return 1;
    }

    /**
     * The same images, each with what its loss is multiplied by in training and evaluation, in place of such weights as
     * they may have had.
     *
     * @throws IllegalArgumentException if there are not as many weights as images, or one is negative or not finite
     */
    default Dataset weighted(float... weights) {
        return new WeightedDataset(this, weights);
    }

    /**
     * Writes the elements of an image, in row-major order, to {@code target[offset]}, {@code target[offset + stride]}
     * and so on. Safe from many threads.
     */
    void copyImage(int index, float[] target, int offset, int stride);

    /** One image, {@code [H, W, C]}. */
    default Tensor image(int index) {
        float[] values = new float[imageShape().size()];
        copyImage(index, values, 0, 1);
        return Tensor.of(imageShape(), values);
    }

    /** What is to be learned of one image, of shape {@link #targetShape}. */
    default Tensor target(int index) {
        float[] values = new float[targetShape().size()];
        copyTarget(index, values, 0, 1);
        return Tensor.of(targetShape(), values);
    }

    /**
     * The images {@code from} to before {@code to} as one batch, {@code [N, H, W, C]}.
     *
     * @throws IndexOutOfBoundsException if there are no such images
     */
    default Tensor images(int from, int to) {
        SubDataset.check(this, from, to);
        int each = imageShape().size();
        Shape shape = imageShape().prepend(to - from);
        float[] values = new float[shape.size()];
        for (int i = from; i < to; i++) {
            copyImage(i, values, (i - from) * each, 1);
        }
        return Tensor.of(shape, values);
    }

    /** The class of every image. */
    default int[] labels() {
        return IntStream.range(0, size()).map(this::label).toArray();
    }

    /**
     * The images {@code from} to before {@code to} of this set.
     *
     * @throws IndexOutOfBoundsException if there are no such images
     */
    default Dataset slice(int from, int to) {
        return new SubDataset(this, from, to);
    }

    /** The first {@code n} images, or all if there are fewer. */
    default Dataset take(int n) {
        return slice(0, Math.min(n, size()));
    }

    /**
     * The images at the given places, in that order.
     *
     * @throws IndexOutOfBoundsException if there is no image at one of them
     */
    default Dataset select(int... indices) {
        return new Selection(this, indices);
    }

    /** The images in an order that depends on the seed alone. */
    default Dataset shuffle(long seed) {
        int[] order = IntStream.range(0, size()).toArray();
        new RandomSource(seed).shuffle(order);
        return select(order);
    }

    /**
     * The images of the given classes, which are numbered anew from 0 in the order given: {@code filter(3, 8)} leaves
     * the threes as class 0 and the eights as class 1.
     *
     * @throws IllegalArgumentException if a class is given twice or does not exist
     * @throws UnsupportedOperationException if the targets are not classes
     */
    default Dataset filter(int... labels) {
        return ClassSelection.of(this, labels);
    }

    /**
     * The same images with vectors {@code [K]} for targets, of a 1 at the class and 0 elsewhere, as {@code
     * CategoricalCrossentropy} takes them.
     *
     * @throws UnsupportedOperationException if the targets are not classes
     */
    default Dataset oneHot() {
        return new OneHot(this);
    }

    /**
     * This set with all that it draws at random drawn anew, as the partners of {@link MixUp} are; itself if it draws
     * nothing. A fit asks for this before each epoch.
     *
     * @param key decides the draws
     */
    default Dataset redrawn(long key) {
        return this;
    }

    /**
     * Images {@code [N, H, W, C]} and their labels, with classes named by their numbers.
     *
     * @throws IllegalArgumentException if the counts differ or a label is negative
     */
    static Dataset of(Tensor images, int... labels) {
        return new TensorDataset(images, labels);
    }

    /**
     * Images {@code [N, H, W, C]} and a tensor to learn of each, all in {@code [N, ...]}. There are no classes, so
     * {@link #label} throws.
     *
     * @throws IllegalArgumentException if the counts differ
     */
    static Dataset of(Tensor images, Tensor targets) {
        return new DenseDataset(List.of(images), List.of(targets));
    }

    /**
     * Several inputs {@code [N, ...]}, the images the first, and several targets {@code [N, ...]}, in the order of a
     * model's inputs and outputs. A target of class numbers is {@code [N]}.
     *
     * @throws IllegalArgumentException if the counts differ
     */
    static Dataset of(List<Tensor> inputs, List<Tensor> targets) {
        return new DenseDataset(inputs, targets);
    }

    /**
     * Images of bytes 0 to 255, which read as 0 to 1. The bytes are not copied.
     *
     * @param imageShape the shape of each image, {@code [H, W, C]}
     * @param values the images one after the other, each in row-major order
     * @throws IllegalArgumentException if the counts differ or a label is not one of the classes
     */
    static Dataset ofBytes(Shape imageShape, byte[] values, int[] labels, List<String> classNames) {
        return new ByteDataset(imageShape, values, labels, classNames);
    }
}
