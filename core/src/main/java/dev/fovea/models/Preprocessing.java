package dev.fovea.models;

import dev.fovea.tensor.Tensor;

/**
 * What becomes of pixels of 0 to 255 before a network sees them, as the {@code preprocess_input} of {@code
 * keras.applications}: {@link #of(String)} knows which one a network takes.
 *
 * <pre>{@code
 * Tensor probabilities = model.predict(Preprocessing.of("resnet50").apply(pixels));  // [N, 224, 224, 3]
 * }</pre>
 */
public enum Preprocessing {
    /** Blue, green and red instead of red, green and blue, less the means of ImageNet; not scaled. */
    CAFFE,
    /** From -1 to 1. */
    TF,
    /** From 0 to 1, then to mean 0 and deviation 1 by the figures of ImageNet. */
    TORCH,
    /** As they are: the network's first layers do what is to be done. */
    NONE;

    /** Of blue, green and red. */
    private static final float[] CAFFE_MEAN = {103.939f, 116.779f, 123.68f};

    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    /**
     * What the published weights of a network of {@link Models#names} were trained with.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public static Preprocessing of(String name) {
        return Models.preprocessing(name);
    }

    /**
     * Images made ready: {@code [N,H,W,3] -> [N,H,W,3]}. The tensor given stays as it is.
     *
     * @param pixels 0 to 255, red, green and blue
     * @throws IllegalArgumentException if they have another number of channels and it matters which is which
     */
    public Tensor apply(Tensor pixels) {
        int rank = pixels.shape().rank();
        if ((this == CAFFE || this == TORCH) && (rank < 3 || pixels.shape().dim(-1) != 3)) {
            throw new IllegalArgumentException(this + " is for images of red, green and blue, [N, H, W, 3], not "
                    + pixels.shape() + "; repeat gray ones three times");
        }
        float[] x = pixels.data();
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            int c = i % 3;
            y[i] = switch (this) {
                case CAFFE -> x[i - c + 2 - c] - CAFFE_MEAN[c];
                case TF -> x[i] / 127.5f - 1;
                case TORCH -> (x[i] / 255 - MEAN[c]) / DEVIATION[c];
                case NONE -> x[i];
            };
        }
        return Tensor.of(pixels.shape(), y);
    }
}
