package dev.fovea.bench;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;

/**
 * Images to learn, the same for every peer: each class has a random picture of its own, and each image is half that and
 * half noise. Image i is of class i modulo 10.
 *
 * @param images {@code [N,H,W,C]}
 */
public record Lesson(float[] images, int[] labels, Shape image, int batch) {
    public static final int BATCHES = 8;
    private static final int CLASSES = 10;

    public static Lesson of(Work work) {
        Shape image = work.net().imageShape();
        int count = BATCHES * work.batch();
        float[][] pictures = new float[CLASSES][];
        for (int c = 0; c < CLASSES; c++) {
            pictures[c] = new float[image.size()];
            RandomSource random = new RandomSource(c);
            for (int i = 0; i < image.size(); i++) {
                pictures[c][i] = random.nextFloat();
            }
        }
        float[] images = new float[count * image.size()];
        int[] labels = new int[count];
        for (int n = 0; n < count; n++) {
            labels[n] = n % CLASSES;
            RandomSource noise = new RandomSource(CLASSES + n);
            for (int i = 0; i < image.size(); i++) {
                images[n * image.size() + i] = 0.5f * (pictures[labels[n]][i] + noise.nextFloat());
            }
        }
        return new Lesson(images, labels, image, work.batch());
    }

    /** The images of one batch, {@code [N,H,W,C]}. */
    public float[] images(int batchNumber) {
        int size = batch * image.size();
        float[] some = new float[size];
        System.arraycopy(images, batchNumber * size, some, 0, size);
        return some;
    }

    /** The classes of one batch. */
    public int[] labels(int batchNumber) {
        int[] some = new int[batch];
        System.arraycopy(labels, batchNumber * batch, some, 0, batch);
        return some;
    }
}
