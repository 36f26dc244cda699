package dev.fovea.models;

import static dev.fovea.models.ResNet.rectified;
import static dev.fovea.op.Padding.SAME;

import dev.fovea.model.Model;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.SeparableConv2D;
import dev.fovea.nn.Symbol;

/**
 * Xception: residual blocks of separable convolutions (Chollet, "Xception: Deep Learning with Depthwise Separable
 * Convolutions", 2017), figure 5, as {@code keras.applications} has it; 22,910,480 parameters, the moving averages among them.
 * Images as {@link Preprocessing#TF} gives them, of 299x299 pixels.
 */
public final class Xception {
    private Xception() {}

    public static Model xception() {
        return xception(ModelOptions.of());
    }

    public static Model xception(ModelOptions options) {
        Symbol image = options.image(299);
        // Entry flow.
        Symbol x =
                Conv2D.of(32, 3).strides(2).useBias(false).name("block1_conv1").apply(image);
        x = rectified(normalized(x, "block1_conv1_bn"), "block1_conv1_act");
        x = Conv2D.of(64, 3).useBias(false).name("block1_conv2").apply(x);
        x = rectified(normalized(x, "block1_conv2_bn"), "block1_conv2_act");
        Symbol first = separable(x, 128, "block2_sepconv1");
        x = shrunk(x, separable(rectified(first, "block2_sepconv2_act"), 128, "block2_sepconv2"), "block2_pool");
        x = shrinking(x, 256, 256, "block3");
        x = shrinking(x, 728, 728, "block4");
        // Middle flow.
        for (int block = 5; block <= 12; block++) {
            Symbol y = x;
            for (int i = 1; i <= 3; i++) {
                String name = "block" + block + "_sepconv" + i;
                y = separable(rectified(y, name + "_act"), 728, name);
            }
            x = Add.of().apply(y, x);
        }
        // Exit flow.
        x = shrinking(x, 728, 1024, "block13");
        x = rectified(separable(x, 1536, "block14_sepconv1"), "block14_sepconv1_act");
        x = rectified(separable(x, 2048, "block14_sepconv2"), "block14_sepconv2_act");
        return options.model("xception", image, options.top(x));
    }

    private static Symbol shrinking(Symbol x, int inner, int outer, String name) {
        Symbol y = separable(rectified(x, name + "_sepconv1_act"), inner, name + "_sepconv1");
        y = separable(rectified(y, name + "_sepconv2_act"), outer, name + "_sepconv2");
        return shrunk(x, y, name + "_pool");
    }

    /** Half as many rows and columns, and the same of the block's input. */
    private static Symbol shrunk(Symbol x, Symbol y, String pool) {
        Symbol shortcut = Conv2D.of(y.shape().dim(-1), 1)
                .strides(2)
                .padding(SAME)
                .useBias(false)
                .apply(x);
        shortcut = BatchNormalization.of().apply(shortcut);
        Symbol pooled = MaxPooling2D.of(3).strides(2).padding(SAME).name(pool).apply(y);
        return Add.of().apply(pooled, shortcut);
    }

    private static Symbol separable(Symbol x, int filters, String name) {
        Symbol y = SeparableConv2D.of(filters, 3)
                .padding(SAME)
                .useBias(false)
                .name(name)
                .apply(x);
        return normalized(y, name + "_bn");
    }

    private static Symbol normalized(Symbol x, String name) {
        return BatchNormalization.of().name(name).apply(x);
    }
}
