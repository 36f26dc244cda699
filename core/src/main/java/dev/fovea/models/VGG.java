package dev.fovea.models;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.op.Padding.SAME;

import dev.fovea.model.Model;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;

/**
 * VGG: stacks of 3x3 convolutions (Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image
 * Recognition", 2015), table 1. Layers and their names are those of {@code keras.applications}' VGG16 and VGG19; Keras has
 * no VGG-11 and VGG-13, which follow suit. Images as {@link Preprocessing#CAFFE} gives them.
 */
public final class VGG {
    private VGG() {}

    public static Model vgg11() {
        return vgg11(ModelOptions.of());
    }

    /** Configuration A of the paper; 132,863,336 parameters. */
    public static Model vgg11(ModelOptions options) {
        return of("vgg11", options, 1, 1, 2, 2, 2);
    }

    public static Model vgg13() {
        return vgg13(ModelOptions.of());
    }

    /** Configuration B; 133,047,848 parameters. */
    public static Model vgg13(ModelOptions options) {
        return of("vgg13", options, 2, 2, 2, 2, 2);
    }

    public static Model vgg16() {
        return vgg16(ModelOptions.of());
    }

    /** Configuration D; 138,357,544 parameters. */
    public static Model vgg16(ModelOptions options) {
        return of("vgg16", options, 2, 2, 3, 3, 3);
    }

    public static Model vgg19() {
        return vgg19(ModelOptions.of());
    }

    /** Configuration E; 143,667,240 parameters. */
    public static Model vgg19(ModelOptions options) {
        return of("vgg19", options, 2, 2, 4, 4, 4);
    }

    private static Model of(String name, ModelOptions options, int... blocks) {
        Symbol image = options.image(224);
        Symbol x = image;
        for (int block = 1; block <= blocks.length; block++) {
            for (int conv = 1; conv <= blocks[block - 1]; conv++) {
                x = Conv2D.of(Math.min(512, 32 << block), 3)
                        .padding(SAME)
                        .activation(RELU)
                        .name("block" + block + "_conv" + conv)
                        .apply(x);
            }
            x = MaxPooling2D.of(2).strides(2).name("block" + block + "_pool").apply(x);
        }
        if (!options.includeTop()) {
            return options.model(name, image, options.pooled(x));
        }
        x = Flatten.of().name("flatten").apply(x);
        x = Dense.of(4096).activation(RELU).name("fc1").apply(x);
        x = Dense.of(4096).activation(RELU).name("fc2").apply(x);
        return options.model(name, image, options.predictions(x));
    }
}
