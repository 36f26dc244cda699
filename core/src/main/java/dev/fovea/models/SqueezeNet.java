package dev.fovea.models;

import static dev.fovea.models.GoogLeNet.ceilPool;
import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.op.Padding.SAME;

import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Symbol;

/**
 * SqueezeNet (Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and &lt;0.5MB model size", 2016)
 * of version 1.1, which pools earlier, as torchvision builds it; 1,235,496 parameters. Layers have the names of torchvision's
 * parameters, as {@code features.3.squeeze}; Keras has no such network. Images as {@link Preprocessing#TORCH} gives them.
 */
public final class SqueezeNet {
    private SqueezeNet() {}

    public static Model squeezeNet() {
        return squeezeNet(ModelOptions.of());
    }

    public static Model squeezeNet(ModelOptions options) {
        Symbol image = options.image(224);
        Symbol x = conv(64, 3).strides(2).activation(RELU).name("features.0").apply(image);
        x = ceilPool(x, "features.2");
        x = fire(x, 16, 64, "features.3");
        x = fire(x, 16, 64, "features.4");
        x = ceilPool(x, "features.5");
        x = fire(x, 32, 128, "features.6");
        x = fire(x, 32, 128, "features.7");
        x = ceilPool(x, "features.8");
        x = fire(x, 48, 192, "features.9");
        x = fire(x, 48, 192, "features.10");
        x = fire(x, 64, 256, "features.11");
        x = fire(x, 64, 256, "features.12");
        if (!options.includeTop()) {
            return options.model("squeezenet", image, options.pooled(x));
        }
        x = Dropout.of(0.5f).name("classifier.0").apply(x);
        x = Conv2D.of(options.classes(), 1)
                .kernelInitializer(new Initializer.RandomNormal(0, 0.01f))
                .activation(RELU)
                .name("classifier.1")
                .apply(x);
        x = GlobalAveragePooling2D.of().name("classifier.3").apply(x);
        x = Activation.of(options.classifierActivation()).name("predictions").apply(x);
        return options.model("squeezenet", image, x);
    }

    private static Symbol fire(Symbol x, int squeeze, int expand, String name) {
        Symbol few = conv(squeeze, 1).activation(RELU).name(name + ".squeeze").apply(x);
        Symbol one = conv(expand, 1).activation(RELU).name(name + ".expand1x1").apply(few);
        Symbol three = conv(expand, 3)
                .padding(SAME)
                .activation(RELU)
                .name(name + ".expand3x3")
                .apply(few);
        return Concatenate.of().name(name).apply(one, three);
    }

    private static Conv2D conv(int filters, int kernelSize) {
        return Conv2D.of(filters, kernelSize).kernelInitializer(Initializer.HE_UNIFORM);
    }
}
