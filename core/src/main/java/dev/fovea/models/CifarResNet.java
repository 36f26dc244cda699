package dev.fovea.models;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.op.Padding.SAME;

import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Regularizer;
import dev.fovea.nn.Symbol;

/**
 * The residual networks for 32x32 images of CIFAR-10 (He, Zhang, Ren and Sun, "Deep Residual Learning for Image
 * Recognition", 2016), section 4.2: three stages of 16, 32 and 64 maps, 6n+2 layers deep. Where a stage begins with fewer and
 * smaller maps, the shortcut is a normalized 1x1 convolution of stride 2 (the paper's option B), where the paper's networks
 * for CIFAR-10 pad with zeros (A); that adds 2,752 weights. A kernel costs 1e-4 of half its square, as the paper's weight
 * decay does.
 */
public final class CifarResNet {
    private static final Regularizer DECAY = new Regularizer.L2(0.5e-4f);

    private CifarResNet() {}

    public static Model resNet20() {
        return resNet20(cifar10());
    }

    /** 0.27 million parameters; for CIFAR-10, give 10 classes. */
    public static Model resNet20(ModelOptions options) {
        return of("resnet20", options, 3);
    }

    public static Model resNet32() {
        return resNet32(cifar10());
    }

    /** 0.46 million parameters; for CIFAR-10, give 10 classes. */
    public static Model resNet32(ModelOptions options) {
        return of("resnet32", options, 5);
    }

    public static Model resNet44() {
        return resNet44(cifar10());
    }

    /** 0.66 million parameters; for CIFAR-10, give 10 classes. */
    public static Model resNet44(ModelOptions options) {
        return of("resnet44", options, 7);
    }

    public static Model resNet56() {
        return resNet56(cifar10());
    }

    /** 0.85 million parameters; for CIFAR-10, give 10 classes. */
    public static Model resNet56(ModelOptions options) {
        return of("resnet56", options, 9);
    }

    public static Model resNet110() {
        return resNet110(cifar10());
    }

    /** 1.7 million parameters; for CIFAR-10, give 10 classes. */
    public static Model resNet110(ModelOptions options) {
        return of("resnet110", options, 18);
    }

    private static ModelOptions cifar10() {
        return ModelOptions.of().classes(10);
    }

    private static Model of(String name, ModelOptions options, int blocks) {
        Symbol image = options.image(32);
        Symbol x = rectified(convolved(image, 16, 3, 1, "conv1"), "conv1_relu");
        for (int stage = 0; stage < 3; stage++) {
            for (int block = 1; block <= blocks; block++) {
                int stride = stage > 0 && block == 1 ? 2 : 1;
                x = block(x, 16 << stage, stride, "conv" + (stage + 2) + "_block" + block);
            }
        }
        return options.model(name, image, options.top(x));
    }

    private static Symbol block(Symbol x, int filters, int stride, String name) {
        Symbol shortcut = stride == 1 ? x : convolved(x, filters, 1, stride, name + "_0");
        Symbol y = rectified(convolved(x, filters, 3, stride, name + "_1"), name + "_1_relu");
        y = convolved(y, filters, 3, 1, name + "_2");
        return rectified(Add.of().name(name + "_add").apply(shortcut, y), name + "_out");
    }

    private static Symbol convolved(Symbol x, int filters, int kernelSize, int stride, String name) {
        Symbol y = Conv2D.of(filters, kernelSize)
                .strides(stride)
                .padding(SAME)
                .useBias(false)
                .kernelInitializer(Initializer.HE_NORMAL)
                .kernelRegularizer(DECAY)
                .name(name + "_conv")
                .apply(x);
        return BatchNormalization.of()
                .momentum(0.9f)
                .epsilon(1e-5f)
                .name(name + "_bn")
                .apply(y);
    }

    private static Symbol rectified(Symbol x, String name) {
        return Activation.of(RELU).name(name).apply(x);
    }
}
