package dev.fovea.models;

import static dev.fovea.models.ResNet.normalized;
import static dev.fovea.models.ResNet.rectified;

import dev.fovea.model.Model;
import dev.fovea.nn.Add;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;

/**
 * Residual networks that normalize before they convolve (He, Zhang, Ren and Sun, "Identity Mappings in Deep Residual
 * Networks", 2016), as {@code keras.applications} has them. Images as {@link Preprocessing#TF} gives them.
 */
public final class ResNetV2 {
    private ResNetV2() {}

    public static Model resNet50V2() {
        return resNet50V2(ModelOptions.of());
    }

    /** 25,613,800 parameters, the moving averages among them. */
    public static Model resNet50V2(ModelOptions options) {
        return of("resnet50v2", options, 3, 4, 6, 3);
    }

    public static Model resNet101V2() {
        return resNet101V2(ModelOptions.of());
    }

    /** 44,675,560 parameters, the moving averages among them. */
    public static Model resNet101V2(ModelOptions options) {
        return of("resnet101v2", options, 3, 4, 23, 3);
    }

    public static Model resNet152V2() {
        return resNet152V2(ModelOptions.of());
    }

    /** 60,380,648 parameters, the moving averages among them. */
    public static Model resNet152V2(ModelOptions options) {
        return of("resnet152v2", options, 3, 8, 36, 3);
    }

    private static Model of(String name, ModelOptions options, int... blocks) {
        Symbol image = options.image(224);
        Symbol x = ZeroPadding2D.of(3).name("conv1_pad").apply(image);
        x = Conv2D.of(64, 7).strides(2).name("conv1_conv").apply(x);
        x = ZeroPadding2D.of(1).name("pool1_pad").apply(x);
        x = MaxPooling2D.of(3).strides(2).name("pool1_pool").apply(x);
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 1; block <= blocks[stage]; block++) {
                // Here the last block of a stage has the stride, but for the last stage.
                int stride = block == blocks[stage] && stage < blocks.length - 1 ? 2 : 1;
                x = bottleneck(x, 64 << stage, stride, block == 1, "conv" + (stage + 2) + "_block" + block);
            }
        }
        x = rectified(normalized(x, "post_bn"), "post_relu");
        return options.model(name, image, options.top(x));
    }

    private static Symbol bottleneck(Symbol x, int filters, int stride, boolean project, String name) {
        Symbol active = rectified(normalized(x, name + "_preact_bn"), name + "_preact_relu");
        Symbol shortcut = x;
        if (project) {
            shortcut = Conv2D.of(4 * filters, 1)
                    .strides(stride)
                    .name(name + "_0_conv")
                    .apply(active);
        } else if (stride > 1) {
            shortcut = MaxPooling2D.of(1).strides(stride).apply(x);
        }
        Symbol y = Conv2D.of(filters, 1).useBias(false).name(name + "_1_conv").apply(active);
        y = rectified(normalized(y, name + "_1_bn"), name + "_1_relu");
        y = ZeroPadding2D.of(1).name(name + "_2_pad").apply(y);
        y = Conv2D.of(filters, 3)
                .strides(stride)
                .useBias(false)
                .name(name + "_2_conv")
                .apply(y);
        y = rectified(normalized(y, name + "_2_bn"), name + "_2_relu");
        y = Conv2D.of(4 * filters, 1).name(name + "_3_conv").apply(y);
        return Add.of().name(name + "_out").apply(shortcut, y);
    }
}
