package dev.fovea.cli;

import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.models.Preprocessing;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Permute;
import dev.fovea.nn.RandomFlip;
import dev.fovea.nn.RandomRotation;
import dev.fovea.nn.RandomTranslation;
import dev.fovea.nn.Rescaling;
import dev.fovea.nn.Softmax;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;

/**
 * A model for new classes on top of what another one has learned to see, as in Keras's guide to transfer learning:
 * augmentation, what the backbone's images ask for, the backbone as one layer, means of its maps, dropout and a new
 * classifier. It takes images of 0 to 1.
 */
final class Transfer {
    private static final String PREPROCESSING = "preprocessing";
    private static final float SHIFT = 0.05f;
    private static final float TURN = 0.02f;
    private static final float DROPOUT = 0.2f;

    private Transfer() {}

    /**
     * A model without its classifier.
     *
     * @param features the layer to end with; null for the one that the classifier takes, if there is a classifier
     * @throws IllegalArgumentException if there is no such layer
     */
    static Model backbone(Model whole, String features) {
        if (features != null) {
            return whole.upTo(features);
        }
        int classifier = classifier(whole);
        if (classifier < 0) {
            return whole;
        }
        int end = classifier - 1;
        while (whole.layers().get(end) instanceof Dropout) {
            end--;
        }
        return whole.upTo(whole.layerNames().get(end));
    }

    /** The last layer with weights if it gives scores: it is dense or, as in SqueezeNet, a convolution before softmax. */
    private static int classifier(Model whole) {
        List<String> weighted = whole.weights().stream().map(Weight::layer).toList();
        int last = whole.layers().size() - 1;
        while (last > 0 && !weighted.contains(whole.layerNames().get(last))) {
            last--;
        }
        Layer layer = whole.layers().get(last);
        boolean scores = layer instanceof Dense || layer instanceof Conv2D && endsWithSoftmax(whole);
        return scores && last > 0 && whole.outputShape().rank() == 1 ? last : -1;
    }

    private static boolean endsWithSoftmax(Model whole) {
        return switch (whole.layers().getLast()) {
            case Softmax softmax -> true;
            case Activation activation -> activation.activation().equals(Activations.SOFTMAX);
            default -> false;
        };
    }

    /**
     * A model of images {@code [H,W,C]} for some classes.
     *
     * @param ready what the backbone takes; null for values of 0 to 1
     */
    static Model of(String name, Model backbone, Preprocessing ready, boolean augmented, int classes, long seed) {
        Shape entering = backbone.inputShape();
        Symbol image = Input.of(ModelSource.imageShape(entering).dims());
        Symbol x = image;
        if (augmented) {
            x = RandomFlip.of(RandomFlip.Mode.HORIZONTAL).apply(x);
            x = RandomTranslation.of(SHIFT, SHIFT).apply(x);
            x = RandomRotation.of(TURN).apply(x);
        }
        if (ready != null) {
            x = layer(ready, image.shape().dim(-1)).apply(x);
        }
        if (ModelSource.channelsFirst(entering)) {
            x = Permute.of(3, 1, 2).apply(x);
        }
        x = backbone.apply(x);
        x = switch (x.shape().rank()) {
            case 1 -> x;
            case 3 -> GlobalAveragePooling2D.of().apply(x);
            default -> Flatten.of().apply(x);
        };
        x = Dropout.of(DROPOUT).apply(x);
        x = Dense.of(classes).activation(Activations.SOFTMAX).name("classifier").apply(x);
        Model model = Model.named(name, seed, image, x);
        if (ready != null && model.getLayer(PREPROCESSING) instanceof Conv2D) {
            Tensor[] matrix = matrix(ready, image.shape().dim(-1));
            model.weight(PREPROCESSING + "/kernel").assign(matrix[0]);
            model.weight(PREPROCESSING + "/bias").assign(matrix[1]);
            model.trainable(PREPROCESSING, false);
        }
        return model;
    }

    /** All preprocessing is a matrix that the colours are multiplied with, and a vector that is added. */
    private static Layer layer(Preprocessing ready, int channels) {
        float[] kernel = matrix(ready, channels)[0].data();
        float[] bias = matrix(ready, channels)[1].data();
        boolean alike = true;
        for (int i = 0; i < kernel.length; i++) {
            alike &= kernel[i] == (i % (channels + 1) == 0 ? kernel[0] : 0) && bias[i % channels] == bias[0];
        }
        return alike
                ? Rescaling.of(kernel[0], bias[0]).name(PREPROCESSING)
                : Conv2D.of(channels, 1).name(PREPROCESSING);
    }

    /** What a convolution of 1x1 does as the preprocessing does, on images of 0 to 1: filters and biases. */
    private static Tensor[] matrix(Preprocessing ready, int channels) {
        float[] pixels = new float[(channels + 1) * channels];
        for (int c = 0; c < channels; c++) {
            pixels[c * channels + c] = 255;
        }
        float[] y = ready.apply(Tensor.of(Shape.of(1, 1, channels + 1, channels), pixels))
                .data();
        float[] kernel = new float[channels * channels];
        float[] bias = new float[channels];
        System.arraycopy(y, channels * channels, bias, 0, channels);
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = y[i] - bias[i % channels];
        }
        return new Tensor[] {Tensor.of(Shape.of(1, 1, channels, channels), kernel), Tensor.of(Shape.of(channels), bias)
        };
    }

    /**
     * Sets whether the backbone learns. Its batch normalizations go on by what they have learned: pictures so few would
     * spoil their averages.
     *
     * @param all whether the batch normalizations learn too, as those of weights drawn at random must
     */
    static void learns(Model model, boolean learns, boolean all) {
        for (int i = 0; i < model.layers().size(); i++) {
            if (model.layers().get(i) instanceof Model backbone) {
                backbone.trainable(learns);
                if (learns && !all) {
                    freezeNormalizations(backbone);
                }
            }
        }
    }

    /** Whether the backbone learns. */
    static boolean learns(Model model) {
        // By weights: a layer without any, as the input, says nothing.
        return model.layers().stream()
                .anyMatch(layer -> layer instanceof Model backbone
                        && backbone.weights().stream().anyMatch(Weight::trainable));
    }

    private static void freezeNormalizations(Model model) {
        for (int i = 0; i < model.layers().size(); i++) {
            Layer layer = model.layers().get(i);
            if (layer instanceof Model within) {
                freezeNormalizations(within);
            } else if (layer instanceof BatchNormalization) {
                model.trainable(model.layerNames().get(i), false);
            }
        }
    }

    /** How many numbers training changes. */
    static long learning(Model model) {
        return model.weights().stream()
                .filter(Weight::trainable)
                .mapToLong(weight -> weight.shape().size())
                .sum();
    }
}
