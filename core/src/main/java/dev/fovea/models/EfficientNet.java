package dev.fovea.models;

import static dev.fovea.nn.Activations.SIGMOID;
import static dev.fovea.nn.Activations.SILU;
import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;

import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Initializer.VarianceScaling;
import dev.fovea.nn.Initializer.VarianceScaling.Distribution;
import dev.fovea.nn.Initializer.VarianceScaling.Mode;
import dev.fovea.nn.Multiply;
import dev.fovea.nn.Normalization;
import dev.fovea.nn.Rescaling;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Symbol;
import java.util.List;

/**
 * EfficientNet: one network made wider, deeper and finer together (Tan and Le, "EfficientNet: Rethinking Model Scaling for
 * Convolutional Neural Networks", 2019), table 1, as {@code keras.applications} has it. Images have pixels of 0 to 255; where
 * preprocessing is left out, as {@link Preprocessing#TORCH} gives them. Keras counts one parameter more, the number of images
 * that its {@code Normalization} has seen.
 */
public final class EfficientNet {
    /** Kernel size, blocks, filters, expansion and the first block's stride, of B0. */
    private static final int[][] STAGES = {
        {3, 1, 16, 1, 1},
        {3, 2, 24, 6, 2},
        {5, 2, 40, 6, 2},
        {3, 3, 80, 6, 2},
        {5, 3, 112, 6, 1},
        {5, 4, 192, 6, 2},
        {3, 1, 320, 6, 1}
    };

    private static final float DROP_CONNECT = 0.2f;
    private static final Initializer KERNEL = new VarianceScaling(2, Mode.FAN_OUT, Distribution.TRUNCATED_NORMAL);
    private static final Initializer CLASSIFIER = new VarianceScaling(1 / 3f, Mode.FAN_OUT, Distribution.UNIFORM);

    private final double width;
    private final double depth;

    private EfficientNet(double width, double depth) {
        this.width = width;
        this.depth = depth;
    }

    public static Model efficientNetB0() {
        return efficientNetB0(ModelOptions.of());
    }

    /** On 224x224 pixels; 5,330,571 parameters as Keras counts them. */
    public static Model efficientNetB0(ModelOptions options) {
        return new EfficientNet(1.0, 1.0).model("efficientnetb0", 224, 0.2f, options);
    }

    public static Model efficientNetB1() {
        return efficientNetB1(ModelOptions.of());
    }

    /** On 240x240 pixels; 7,856,239 parameters as Keras counts them. */
    public static Model efficientNetB1(ModelOptions options) {
        return new EfficientNet(1.0, 1.1).model("efficientnetb1", 240, 0.2f, options);
    }

    public static Model efficientNetB2() {
        return efficientNetB2(ModelOptions.of());
    }

    /** On 260x260 pixels; 9,177,569 parameters as Keras counts them. */
    public static Model efficientNetB2(ModelOptions options) {
        return new EfficientNet(1.1, 1.2).model("efficientnetb2", 260, 0.3f, options);
    }

    public static Model efficientNetB3() {
        return efficientNetB3(ModelOptions.of());
    }

    /** On 300x300 pixels; 12,320,535 parameters as Keras counts them. */
    public static Model efficientNetB3(ModelOptions options) {
        return new EfficientNet(1.2, 1.4).model("efficientnetb3", 300, 0.3f, options);
    }

    private Model model(String name, int side, float dropout, ModelOptions options) {
        Symbol image = options.image(side);
        Symbol x = options.includePreprocessing() ? preprocessed(image) : image;
        x = Mobile.padded(x, 3, "stem_conv_pad");
        x = conv(filters(32), 3).strides(2).name("stem_conv").apply(x);
        x = activated(x, "stem_bn", "stem_activation");
        int all = 0;
        for (int[] stage : STAGES) {
            all += repeats(stage[1]);
        }
        int done = 0;
        for (int stage = 0; stage < STAGES.length; stage++) {
            int[] row = STAGES[stage];
            for (int block = 0; block < repeats(row[1]); block++) {
                String blockName = "block" + (stage + 1) + (char) ('a' + block) + "_";
                float drop = DROP_CONNECT * done++ / all;
                x = block(x, row[0], filters(row[2]), row[3], block == 0 ? row[4] : 1, drop, blockName);
            }
        }
        x = conv(filters(1280), 1).padding(SAME).name("top_conv").apply(x);
        x = activated(x, "top_bn", "top_activation");
        if (!options.includeTop()) {
            return options.model(name, image, options.pooled(x));
        }
        x = GlobalAveragePooling2D.of().name("avg_pool").apply(x);
        x = Dropout.of(dropout).name("top_dropout").apply(x);
        x = Dense.of(options.classes())
                .activation(options.classifierActivation())
                .kernelInitializer(CLASSIFIER)
                .name("predictions")
                .apply(x);
        return options.model(name, image, x);
    }

    private static Symbol preprocessed(Symbol image) {
        Symbol x = Normalization.of().apply(Rescaling.of(1 / 255f).apply(image));
        // The published weights have deviations for variances, and Keras divides by their roots once more.
        return image.shape().dim(-1) == 3
                ? Normalization.of()
                        .moments(List.of(0f, 0f, 0f), List.of(0.229f, 0.224f, 0.225f))
                        .name("rescaling_1")
                        .apply(x)
                : x;
    }

    private static Symbol block(
            Symbol x, int kernelSize, int filters, int expansion, int stride, float drop, String name) {
        int channels = x.shape().dim(-1);
        int wide = channels * expansion;
        Symbol y = x;
        if (expansion > 1) {
            y = conv(wide, 1).padding(SAME).name(name + "expand_conv").apply(x);
            y = activated(y, name + "expand_bn", name + "expand_activation");
        }
        y = stride == 1 ? y : Mobile.padded(y, kernelSize, name + "dwconv_pad");
        y = DepthwiseConv2D.of(kernelSize)
                .strides(stride)
                .padding(stride == 1 ? SAME : VALID)
                .useBias(false)
                .depthwiseInitializer(KERNEL)
                .name(name + "dwconv")
                .apply(y);
        y = activated(y, name + "bn", name + "activation");
        y = excited(y, Math.max(1, channels / 4), wide, name + "se_");
        y = conv(filters, 1).padding(SAME).name(name + "project_conv").apply(y);
        y = BatchNormalization.of().name(name + "project_bn").apply(y);
        if (stride > 1 || channels != filters) {
            return y;
        }
        // Stochastic depth: in training, an image goes around some of the blocks (Huang et al. 2016).
        y = drop > 0
                ? Dropout.of(drop).noiseShape(null, 1, 1, 1).name(name + "drop").apply(y)
                : y;
        return Add.of().name(name + "add").apply(y, x);
    }

    /** Squeeze and excitation: an image decides how much each of its channels counts (Hu, Shen and Sun 2018). */
    private static Symbol excited(Symbol x, int few, int channels, String name) {
        Symbol y = GlobalAveragePooling2D.of().name(name + "squeeze").apply(x);
        y = Reshape.of(1, 1, channels).name(name + "reshape").apply(y);
        y = conv(few, 1)
                .useBias(true)
                .padding(SAME)
                .activation(SILU)
                .name(name + "reduce")
                .apply(y);
        y = conv(channels, 1)
                .useBias(true)
                .padding(SAME)
                .activation(SIGMOID)
                .name(name + "expand")
                .apply(y);
        return Multiply.of().name(name + "excite").apply(x, y);
    }

    private static Conv2D conv(int filters, int kernelSize) {
        return Conv2D.of(filters, kernelSize).useBias(false).kernelInitializer(KERNEL);
    }

    private static Symbol activated(Symbol x, String bn, String activation) {
        return Activation.of(SILU)
                .name(activation)
                .apply(BatchNormalization.of().name(bn).apply(x));
    }

    private int filters(int ofB0) {
        return Mobile.filters(ofB0 * width);
    }

    private int repeats(int ofB0) {
        return (int) Math.ceil(ofB0 * depth);
    }
}
