package dev.fovea.models;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.op.Padding.SAME;

import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;

/**
 * AlexNet. Keras has none, so layers are named as torchvision's parameters are, or as in the paper. Weights are drawn by He
 * et al. (2015). Images as {@link Preprocessing#TORCH} gives them.
 */
public final class AlexNet {
    private AlexNet() {}

    public static Model alexNet() {
        return alexNet(ModelOptions.of());
    }

    /**
     * As torchvision builds it, for one processor (Krizhevsky, "One weird trick for parallelizing convolutional neural
     * networks", 2014); 61,100,840 parameters. Its pooling to 6x6 before the classifier, which does nothing on images of
     * 224x224, is left out.
     */
    public static Model alexNet(ModelOptions options) {
        Symbol image = options.image(224);
        Symbol x = ZeroPadding2D.of(2).apply(image);
        x = rectified(conv(64, 11).strides(4).name("features.0"), x);
        x = MaxPooling2D.of(3).strides(2).name("features.2").apply(x);
        x = rectified(conv(192, 5).padding(SAME).name("features.3"), x);
        x = MaxPooling2D.of(3).strides(2).name("features.5").apply(x);
        x = rectified(conv(384, 3).padding(SAME).name("features.6"), x);
        x = rectified(conv(256, 3).padding(SAME).name("features.8"), x);
        x = rectified(conv(256, 3).padding(SAME).name("features.10"), x);
        x = MaxPooling2D.of(3).strides(2).name("features.12").apply(x);
        return top("alexnet", options, image, x, "classifier.1", "classifier.4", "classifier.6");
    }

    public static Model alexNet2012() {
        return alexNet2012(ModelOptions.of());
    }

    /**
     * The network of the paper, whose second, fourth and fifth convolution are in two groups, one for each graphics card
     * (Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012);
     * 60,965,224 parameters. Its local response normalization, which has none, is left out. Images have 227x227 pixels, by
     * which the paper's sizes work out.
     */
    public static Model alexNet2012(ModelOptions options) {
        Symbol image = options.image(227);
        Symbol x = rectified(conv(96, 11).strides(4).name("conv1"), image);
        x = MaxPooling2D.of(3).strides(2).name("pool1").apply(x);
        x = rectified(conv(256, 5).padding(SAME).groups(2).name("conv2"), x);
        x = MaxPooling2D.of(3).strides(2).name("pool2").apply(x);
        x = rectified(conv(384, 3).padding(SAME).name("conv3"), x);
        x = rectified(conv(384, 3).padding(SAME).groups(2).name("conv4"), x);
        x = rectified(conv(256, 3).padding(SAME).groups(2).name("conv5"), x);
        x = MaxPooling2D.of(3).strides(2).name("pool5").apply(x);
        return top("alexnet2012", options, image, x, "fc6", "fc7", "fc8");
    }

    private static Conv2D conv(int filters, int kernelSize) {
        return Conv2D.of(filters, kernelSize).kernelInitializer(Initializer.HE_UNIFORM);
    }

    private static Symbol rectified(Conv2D conv, Symbol x) {
        return Activation.of(RELU).apply(conv.apply(x));
    }

    private static Model top(String name, ModelOptions options, Symbol image, Symbol maps, String... dense) {
        if (!options.includeTop()) {
            return options.model(name, image, options.pooled(maps));
        }
        Symbol x = Flatten.of().apply(maps);
        for (int i = 0; i < 2; i++) {
            x = Dropout.of(0.5f).apply(x);
            x = Dense.of(4096)
                    .activation(RELU)
                    .kernelInitializer(Initializer.HE_UNIFORM)
                    .name(dense[i])
                    .apply(x);
        }
        x = Dense.of(options.classes())
                .activation(options.classifierActivation())
                .name(dense[2])
                .apply(x);
        return options.model(name, image, x);
    }
}
