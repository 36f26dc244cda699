package dev.fovea.bench;

/** What a node of a {@link Net} computes; shapes are those of one image, {@code [H,W,C]}. */
public sealed interface Part {
    /** Where images enter. */
    record Input() implements Part {}

    /**
     * Convolution. Weights: {@code NAME/kernel [size,size,C,filters]} and, with a bias, {@code NAME/bias [filters]}.
     *
     * @param pad rows and columns of zeros on each of the four sides
     */
    record Conv(String name, int filters, int size, int stride, int pad, boolean bias) implements Part {}

    /** Convolution of each channel by a filter of its own. Weight: {@code NAME/kernel [size,size,C,1]}. */
    record Depthwise(String name, int size, int stride, int pad) implements Part {}

    /** Batch normalization. Weights: {@code NAME/gamma, beta, moving_mean, moving_variance [C]}. */
    record BatchNorm(String name) implements Part {
        public static final float EPSILON = 1e-5f;
        public static final float MOMENTUM = 0.99f;
    }

    /** {@code max(x, 0)}. */
    record Relu() implements Part {}

    /** {@code min(max(x, 0), 6)}. */
    record Relu6() implements Part {}

    /** Max pooling of what is nowhere below 0, so that zeros around it never win. */
    record MaxPool(int size, int stride, int pad) implements Part {}

    /** {@code [H,W,C] -> [C]}. */
    record GlobalAverage() implements Part {}

    /** {@code [H,W,C] -> [H*W*C]}. */
    record Flatten() implements Part {}

    /** Dropout, in training only. */
    record Dropout(float rate) implements Part {}

    /** A fully connected layer. Weights: {@code NAME/kernel [K,units]} and {@code NAME/bias [units]}. */
    record Dense(String name, int units) implements Part {}

    /** The sum of two inputs. */
    record Add() implements Part {}
}
