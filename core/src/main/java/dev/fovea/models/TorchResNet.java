package dev.fovea.models;

import static dev.fovea.nn.Activations.RELU;

import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Initializer.VarianceScaling;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;

/**
 * Residual networks (He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016), table 1, as torchvision
 * builds them: without biases, and with the stride in the 3x3 convolution of a block, which others call version 1.5. Layers
 * have the names of torchvision's parameters, as {@code layer1.0.conv1}. Parameters are counted as torchvision does, without
 * moving averages. Weights are drawn with torchvision's variance (He et al. 2015), but evenly. Images as {@link Preprocessing#TORCH} gives them.
 */
public final class TorchResNet {
    private TorchResNet() {}

    public static Model resNet18() {
        return resNet18(ModelOptions.of());
    }

    /** 11,689,512 parameters. */
    public static Model resNet18(ModelOptions options) {
        return of("resnet18", options, 1, 2, 2, 2, 2);
    }

    public static Model resNet34() {
        return resNet34(ModelOptions.of());
    }

    /** 21,797,672 parameters. */
    public static Model resNet34(ModelOptions options) {
        return of("resnet34", options, 1, 3, 4, 6, 3);
    }

    public static Model resNet50() {
        return resNet50(ModelOptions.of());
    }

    /** 25,557,032 parameters. */
    public static Model resNet50(ModelOptions options) {
        return of("resnet50", options, 4, 3, 4, 6, 3);
    }

    public static Model resNet101() {
        return resNet101(ModelOptions.of());
    }

    /** 44,549,160 parameters. */
    public static Model resNet101(ModelOptions options) {
        return of("resnet101", options, 4, 3, 4, 23, 3);
    }

    public static Model resNet152() {
        return resNet152(ModelOptions.of());
    }

    /** 60,192,808 parameters. */
    public static Model resNet152(ModelOptions options) {
        return of("resnet152", options, 4, 3, 8, 36, 3);
    }

    /** @param expansion how many times more maps a block gives than it convolves: 1 in basic blocks, 4 in bottlenecks */
    private static Model of(String name, ModelOptions options, int expansion, int... blocks) {
        Symbol image = options.image(224);
        Symbol x = rectified(convolved(image, 64, 7, 2, "conv1", "bn1"));
        x = MaxPooling2D.of(3)
                .strides(2)
                .name("maxpool")
                .apply(ZeroPadding2D.of(1).apply(x));
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = block(x, 64 << stage, expansion, stride, "layer" + (stage + 1) + "." + block);
            }
        }
        if (!options.includeTop()) {
            return options.model(name, image, options.pooled(x));
        }
        x = GlobalAveragePooling2D.of().name("avgpool").apply(x);
        x = Dense.of(options.classes())
                .activation(options.classifierActivation())
                .name("fc")
                .apply(x);
        return options.model(name, image, x);
    }

    private static Symbol block(Symbol x, int filters, int expansion, int stride, String name) {
        Symbol y = x;
        if (expansion == 1) {
            y = rectified(convolved(y, filters, 3, stride, name + ".conv1", name + ".bn1"));
            y = convolved(y, filters, 3, 1, name + ".conv2", name + ".bn2");
        } else {
            y = rectified(convolved(y, filters, 1, 1, name + ".conv1", name + ".bn1"));
            y = rectified(convolved(y, filters, 3, stride, name + ".conv2", name + ".bn2"));
            y = convolved(y, expansion * filters, 1, 1, name + ".conv3", name + ".bn3");
        }
        Symbol shortcut = x;
        if (stride > 1 || x.shape().dim(-1) != expansion * filters) {
            shortcut = convolved(x, expansion * filters, 1, stride, name + ".downsample.0", name + ".downsample.1");
        }
        return rectified(Add.of().apply(y, shortcut));
    }

    private static Symbol convolved(Symbol x, int filters, int kernelSize, int stride, String conv, String bn) {
        // Padding "same" would put all of it after, where the stride is 2.
        Symbol padded = kernelSize == 1 ? x : ZeroPadding2D.of(kernelSize / 2).apply(x);
        Symbol y = Conv2D.of(filters, kernelSize)
                .strides(stride)
                .useBias(false)
                .kernelInitializer(
                        new VarianceScaling(2, VarianceScaling.Mode.FAN_OUT, VarianceScaling.Distribution.UNIFORM))
                .name(conv)
                .apply(padded);
        return BatchNormalization.of().momentum(0.9f).epsilon(1e-5f).name(bn).apply(y);
    }

    private static Symbol rectified(Symbol x) {
        return Activation.of(RELU).apply(x);
    }
}
