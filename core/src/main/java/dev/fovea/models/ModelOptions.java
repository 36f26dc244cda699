package dev.fovea.models;

import dev.fovea.model.Model;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.GlobalMaxPooling2D;
import dev.fovea.nn.Input;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.Shape;
import java.util.Objects;

/**
 * How a network of this package is built, by the names and defaults of {@code keras.applications}.
 *
 * <pre>{@code
 * Model features = ResNet.resNet50(ModelOptions.of().includeTop(false).inputShape(96, 96, 3).pooling(AVG));
 * }</pre>
 *
 * <p>Where Keras holds all networks to at least 32x32 pixels (Xception 71, InceptionV3 75), here a size is refused only if a
 * layer does not fit it; the message names the layer. Weights are drawn by the seed, when they are first needed.
 *
 * @param includeTop whether the network ends with its classifier rather than with its last maps
 * @param includePreprocessing whether networks that prepare their images themselves do so; those are MobileNetV3,
 *     EfficientNet and ConvNeXt, which then take pixels of 0 to 255
 * @param inputShape the shape of an image, {@code [H,W,C]}; null for the network's own, as 224x224x3
 * @param pooling what becomes of the last maps of a network without its top
 * @param classes how many classes the classifier tells apart
 * @param classifierActivation what the classifier ends with; {@code LINEAR} for logits
 * @param seed draws the weights
 */
public record ModelOptions(
        boolean includeTop,
        boolean includePreprocessing,
        Shape inputShape,
        Pooling pooling,
        int classes,
        Activations classifierActivation,
        long seed) {
    /** What becomes of the last maps {@code [N,H,W,C]}. */
    public enum Pooling {
        /** They stay as they are; Keras's {@code None}. */
        NONE,
        /** The mean of each channel, {@code [N,C]}. */
        AVG,
        /** The largest of each channel, {@code [N,C]}. */
        MAX
    }

    public ModelOptions {
        Objects.requireNonNull(pooling, "pooling is NONE, AVG or MAX");
        Objects.requireNonNull(classifierActivation, "a classifier without an activation has LINEAR");
        if (classes < 1) {
            throw new IllegalArgumentException("a classifier has at least 1 class, not " + classes);
        }
    }

    /** Keras's defaults: with the top, for the 1000 classes of ImageNet. */
    public static ModelOptions of() {
        return new ModelOptions(true, true, null, Pooling.NONE, 1000, Activations.SOFTMAX, 0);
    }

    public ModelOptions includeTop(boolean includeTop) {
        return new ModelOptions(
                includeTop, includePreprocessing, inputShape, pooling, classes, classifierActivation, seed);
    }

    public ModelOptions includePreprocessing(boolean includePreprocessing) {
        return new ModelOptions(
                includeTop, includePreprocessing, inputShape, pooling, classes, classifierActivation, seed);
    }

    public ModelOptions inputShape(int... inputShape) {
        return inputShape(Shape.of(inputShape));
    }

    public ModelOptions inputShape(Shape inputShape) {
        return new ModelOptions(
                includeTop, includePreprocessing, inputShape, pooling, classes, classifierActivation, seed);
    }

    public ModelOptions pooling(Pooling pooling) {
        return new ModelOptions(
                includeTop, includePreprocessing, inputShape, pooling, classes, classifierActivation, seed);
    }

    public ModelOptions classes(int classes) {
        return new ModelOptions(
                includeTop, includePreprocessing, inputShape, pooling, classes, classifierActivation, seed);
    }

    public ModelOptions classifierActivation(Activations classifierActivation) {
        return new ModelOptions(
                includeTop, includePreprocessing, inputShape, pooling, classes, classifierActivation, seed);
    }

    public ModelOptions seed(long seed) {
        return new ModelOptions(
                includeTop, includePreprocessing, inputShape, pooling, classes, classifierActivation, seed);
    }

    /** Where images enter, of the network's own side unless a shape was given. */
    Symbol image(int side) {
        if (includeTop && pooling != Pooling.NONE) {
            throw new IllegalArgumentException("pooling " + pooling
                    + " is for a network without its top, which pools by itself; add includeTop(false)");
        }
        if (inputShape != null && inputShape.rank() != 3) {
            throw new IllegalArgumentException(
                    "the shape of an image is [H, W, C], as inputShape(224, 224, 3), not " + inputShape);
        }
        return Input.of((inputShape == null ? Shape.of(side, side, 3) : inputShape).dims());
    }

    /** The end that most networks have: means of the last maps and the classifier, or what {@code pooling} says. */
    Symbol top(Symbol maps) {
        return includeTop
                ? predictions(GlobalAveragePooling2D.of().name("avg_pool").apply(maps))
                : pooled(maps);
    }

    Symbol predictions(Symbol features) {
        return Dense.of(classes)
                .activation(classifierActivation)
                .name("predictions")
                .apply(features);
    }

    /** The end without the top. */
    Symbol pooled(Symbol maps) {
        return switch (pooling) {
            case NONE -> maps;
            case AVG -> GlobalAveragePooling2D.of().name("avg_pool").apply(maps);
            case MAX -> GlobalMaxPooling2D.of().name("max_pool").apply(maps);
        };
    }

    Model model(String name, Symbol image, Symbol output) {
        return Model.named(name, seed, image, output);
    }
}
