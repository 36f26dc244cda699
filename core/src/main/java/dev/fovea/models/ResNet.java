package dev.fovea.models;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.op.Padding.SAME;

import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;

/**
 * Residual networks (He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016), table 1: of 50 layers and
 * more as {@code keras.applications} has them, with the stride in a block's first 1x1 convolution and biases; of 18 and 34
 * layers, which Keras lacks, as torchvision has them. {@link TorchResNet} has torchvision's of 50 layers and more, whose
 * stride is in the 3x3 convolution. Images of the former as {@link Preprocessing#CAFFE} gives them, of the latter
 * {@link Preprocessing#TORCH}.
 */
public final class ResNet {
    static final float EPSILON = 1.001e-5f;

    private ResNet() {}

    public static Model resNet18() {
        return TorchResNet.resNet18();
    }

    /** {@link TorchResNet#resNet18(ModelOptions)}. */
    public static Model resNet18(ModelOptions options) {
        return TorchResNet.resNet18(options);
    }

    public static Model resNet34() {
        return TorchResNet.resNet34();
    }

    /** {@link TorchResNet#resNet34(ModelOptions)}. */
    public static Model resNet34(ModelOptions options) {
        return TorchResNet.resNet34(options);
    }

    public static Model resNet50() {
        return resNet50(ModelOptions.of());
    }

    /** 25,636,712 parameters, the moving averages among them. */
    public static Model resNet50(ModelOptions options) {
        return of("resnet50", options, 3, 4, 6, 3);
    }

    public static Model resNet101() {
        return resNet101(ModelOptions.of());
    }

    /** 44,707,176 parameters, the moving averages among them. */
    public static Model resNet101(ModelOptions options) {
        return of("resnet101", options, 3, 4, 23, 3);
    }

    public static Model resNet152() {
        return resNet152(ModelOptions.of());
    }

    /** 60,419,944 parameters, the moving averages among them. */
    public static Model resNet152(ModelOptions options) {
        return of("resnet152", options, 3, 8, 36, 3);
    }

    private static Model of(String name, ModelOptions options, int... blocks) {
        Symbol image = options.image(224);
        Symbol x = ZeroPadding2D.of(3).name("conv1_pad").apply(image);
        x = Conv2D.of(64, 7).strides(2).name("conv1_conv").apply(x);
        x = rectified(normalized(x, "conv1_bn"), "conv1_relu");
        x = ZeroPadding2D.of(1).name("pool1_pad").apply(x);
        x = MaxPooling2D.of(3).strides(2).name("pool1_pool").apply(x);
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 1; block <= blocks[stage]; block++) {
                int stride = stage > 0 && block == 1 ? 2 : 1;
                x = bottleneck(x, 64 << stage, stride, block == 1, "conv" + (stage + 2) + "_block" + block);
            }
        }
        return options.model(name, image, options.top(x));
    }

    private static Symbol bottleneck(Symbol x, int filters, int stride, boolean project, String name) {
        Symbol shortcut = x;
        if (project) {
            shortcut = Conv2D.of(4 * filters, 1)
                    .strides(stride)
                    .name(name + "_0_conv")
                    .apply(x);
            shortcut = normalized(shortcut, name + "_0_bn");
        }
        Symbol y = Conv2D.of(filters, 1).strides(stride).name(name + "_1_conv").apply(x);
        y = rectified(normalized(y, name + "_1_bn"), name + "_1_relu");
        y = Conv2D.of(filters, 3).padding(SAME).name(name + "_2_conv").apply(y);
        y = rectified(normalized(y, name + "_2_bn"), name + "_2_relu");
        y = normalized(Conv2D.of(4 * filters, 1).name(name + "_3_conv").apply(y), name + "_3_bn");
        return rectified(Add.of().name(name + "_add").apply(shortcut, y), name + "_out");
    }

    static Symbol normalized(Symbol x, String name) {
        return BatchNormalization.of().epsilon(EPSILON).name(name).apply(x);
    }

    static Symbol rectified(Symbol x, String name) {
        return Activation.of(RELU).name(name).apply(x);
    }
}
