package dev.fovea.models;

import static dev.fovea.models.ResNet.normalized;
import static dev.fovea.models.ResNet.rectified;
import static dev.fovea.op.Padding.SAME;

import dev.fovea.model.Model;
import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;

/**
 * DenseNet: each layer sees the maps of all before (Huang, Liu, van der Maaten and Weinberger, "Densely Connected
 * Convolutional Networks", 2017), table 1, as {@code keras.applications} has it. Images as {@link Preprocessing#TORCH} gives
 * them.
 */
public final class DenseNet {
    private static final int GROWTH = 32;

    private DenseNet() {}

    public static Model denseNet121() {
        return denseNet121(ModelOptions.of());
    }

    /** 8,062,504 parameters, the moving averages among them. */
    public static Model denseNet121(ModelOptions options) {
        return of("densenet121", options, 6, 12, 24, 16);
    }

    private static Model of(String name, ModelOptions options, int... blocks) {
        Symbol image = options.image(224);
        Symbol x = ZeroPadding2D.of(3).apply(image);
        x = Conv2D.of(64, 7).strides(2).useBias(false).name("conv1_conv").apply(x);
        x = rectified(normalized(x, "conv1_bn"), "conv1_relu");
        x = MaxPooling2D.of(3)
                .strides(2)
                .name("pool1")
                .apply(ZeroPadding2D.of(1).apply(x));
        for (int stage = 2; stage < blocks.length + 2; stage++) {
            x = stage == 2 ? x : transition(x, "pool" + (stage - 1));
            for (int block = 1; block <= blocks[stage - 2]; block++) {
                x = block(x, "conv" + stage + "_block" + block);
            }
        }
        x = rectified(normalized(x, "bn"), "relu");
        return options.model(name, image, options.top(x));
    }

    private static Symbol block(Symbol x, String name) {
        Symbol y = rectified(normalized(x, name + "_0_bn"), name + "_0_relu");
        y = Conv2D.of(4 * GROWTH, 1).useBias(false).name(name + "_1_conv").apply(y);
        y = rectified(normalized(y, name + "_1_bn"), name + "_1_relu");
        y = Conv2D.of(GROWTH, 3)
                .padding(SAME)
                .useBias(false)
                .name(name + "_2_conv")
                .apply(y);
        return Concatenate.of().name(name + "_concat").apply(x, y);
    }

    private static Symbol transition(Symbol x, String name) {
        Symbol y = rectified(normalized(x, name + "_bn"), name + "_relu");
        y = Conv2D.of(x.shape().dim(-1) / 2, 1)
                .useBias(false)
                .name(name + "_conv")
                .apply(y);
        return AveragePooling2D.of(2).strides(2).name(name + "_pool").apply(y);
    }
}
