package dev.fovea.models;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;

import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;

/**
 * Inception v3 (Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception Architecture for Computer Vision",
 * 2016), table 1, as {@code keras.applications} has it; 23,851,784 parameters, the moving averages among them. Convolutions
 * have no names of their own: they are numbered as Keras numbers them, branch by branch. Images as {@link Preprocessing#TF}
 * gives them, of 299x299 pixels, and of 75x75 at least.
 */
public final class InceptionV3 {
    private InceptionV3() {}

    public static Model inceptionV3() {
        return inceptionV3(ModelOptions.of());
    }

    public static Model inceptionV3(ModelOptions options) {
        Symbol image = options.image(299);
        Symbol x = conv(image, 32, 3, 3, 2, VALID);
        x = conv(x, 32, 3, 3, 1, VALID);
        x = conv(x, 64, 3, 3);
        x = MaxPooling2D.of(3).strides(2).apply(x);
        x = conv(x, 80, 1, 1, 1, VALID);
        x = conv(x, 192, 3, 3, 1, VALID);
        x = MaxPooling2D.of(3).strides(2).apply(x);
        x = fives(x, 32, "mixed0");
        x = fives(x, 64, "mixed1");
        x = fives(x, 64, "mixed2");
        x = joined(
                "mixed3",
                conv(x, 384, 3, 3, 2, VALID),
                conv(conv(conv(x, 64, 1, 1), 96, 3, 3), 96, 3, 3, 2, VALID),
                MaxPooling2D.of(3).strides(2).apply(x));
        x = sevens(x, 128, "mixed4");
        x = sevens(x, 160, "mixed5");
        x = sevens(x, 160, "mixed6");
        x = sevens(x, 192, "mixed7");
        x = joined(
                "mixed8",
                conv(conv(x, 192, 1, 1), 320, 3, 3, 2, VALID),
                conv(conv(conv(conv(x, 192, 1, 1), 192, 1, 7), 192, 7, 1), 192, 3, 3, 2, VALID),
                MaxPooling2D.of(3).strides(2).apply(x));
        x = fanned(x, "mixed9", "mixed9_0");
        x = fanned(x, "mixed10", "mixed9_1");
        return options.model("inception_v3", image, options.top(x));
    }

    /** The paper's figure 5: a convolution of 5x5 beside two of 3x3. */
    private static Symbol fives(Symbol x, int pool, String name) {
        return joined(
                name,
                conv(x, 64, 1, 1),
                conv(conv(x, 48, 1, 1), 64, 5, 5),
                conv(conv(conv(x, 64, 1, 1), 96, 3, 3), 96, 3, 3),
                pooled(x, pool));
    }

    /** Figure 6: convolutions of 7x7, each by one of 1x7 and one of 7x1. */
    private static Symbol sevens(Symbol x, int filters, String name) {
        Symbol seven = conv(conv(conv(x, filters, 1, 1), filters, 1, 7), 192, 7, 1);
        Symbol twice = conv(conv(conv(x, filters, 1, 1), filters, 7, 1), filters, 1, 7);
        twice = conv(conv(twice, filters, 7, 1), 192, 1, 7);
        return joined(name, conv(x, 192, 1, 1), seven, twice, pooled(x, 192));
    }

    /** Figure 7: convolutions of 1x3 and 3x1 side by side. */
    private static Symbol fanned(Symbol x, String name, String inner) {
        Symbol three = conv(x, 384, 1, 1);
        Symbol twice = conv(conv(x, 448, 1, 1), 384, 3, 3);
        return joined(
                name,
                conv(x, 320, 1, 1),
                joined(inner, conv(three, 384, 1, 3), conv(three, 384, 3, 1)),
                joined(null, conv(twice, 384, 1, 3), conv(twice, 384, 3, 1)),
                pooled(x, 192));
    }

    private static Symbol pooled(Symbol x, int filters) {
        return conv(AveragePooling2D.of(3).strides(1).padding(SAME).apply(x), filters, 1, 1);
    }

    private static Symbol joined(String name, Symbol... branches) {
        return Concatenate.of().name(name).apply(branches);
    }

    private static Symbol conv(Symbol x, int filters, int rows, int columns) {
        return conv(x, filters, rows, columns, 1, SAME);
    }

    private static Symbol conv(Symbol x, int filters, int rows, int columns, int stride, Padding padding) {
        Symbol y = Conv2D.of(filters, Size.of(rows, columns))
                .strides(stride)
                .padding(padding)
                .useBias(false)
                .apply(x);
        return Activation.of(RELU).apply(BatchNormalization.of().scale(false).apply(y));
    }
}
