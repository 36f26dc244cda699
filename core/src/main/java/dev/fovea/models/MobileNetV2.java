package dev.fovea.models;

import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;

import dev.fovea.model.Model;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.ReLU;
import dev.fovea.nn.Symbol;

/**
 * MobileNetV2: residual blocks that are wide inside and narrow between (Sandler, Howard, Zhu, Zhmoginov and Chen,
 * "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018), table 2, as {@code keras.applications} has it; 3,538,984
 * parameters, the moving averages among them. {@link TorchMobileNet} has torchvision's. Images as {@link Preprocessing#TF}
 * gives them.
 */
public final class MobileNetV2 {
    /** Expansion, filters, blocks and the first block's stride. */
    static final int[][] STAGES = {
        {1, 16, 1, 1},
        {6, 24, 2, 2},
        {6, 32, 3, 2},
        {6, 64, 4, 2},
        {6, 96, 3, 1},
        {6, 160, 3, 2},
        {6, 320, 1, 1}
    };

    private MobileNetV2() {}

    public static Model mobileNetV2() {
        return mobileNetV2(ModelOptions.of());
    }

    public static Model mobileNetV2(ModelOptions options) {
        return mobileNetV2(1, options);
    }

    /**
     * @param alpha what the numbers of filters are multiplied with; there are published weights of 0.35, 0.5, 0.75, 1, 1.3
     *     and 1.4
     */
    public static Model mobileNetV2(float alpha, ModelOptions options) {
        Mobile.checkWidth(alpha);
        // As a decimal, which Keras computes with.
        double width = Double.parseDouble(Float.toString(alpha));
        Symbol image = options.image(224);
        Symbol x = Conv2D.of(Mobile.filters(32 * width), 3)
                .strides(2)
                .padding(SAME)
                .useBias(false)
                .name("Conv1")
                .apply(image);
        x = rectified(normalized(x, "bn_Conv1"), "Conv1_relu");
        int id = 0;
        for (int[] stage : STAGES) {
            for (int block = 0; block < stage[2]; block++) {
                int filters = Mobile.filters((int) (stage[1] * width));
                x = block(x, stage[0], filters, block == 0 ? stage[3] : 1, id++);
            }
        }
        x = Conv2D.of(width > 1 ? Mobile.filters(1280 * width) : 1280, 1)
                .useBias(false)
                .name("Conv_1")
                .apply(x);
        x = rectified(normalized(x, "Conv_1_bn"), "out_relu");
        String name = Mobile.name("mobilenetv2", alpha, image);
        return options.model(
                name,
                image,
                options.includeTop()
                        ? options.predictions(GlobalAveragePooling2D.of().apply(x))
                        : options.pooled(x));
    }

    private static Symbol block(Symbol x, int expansion, int filters, int stride, int id) {
        String name = id == 0 ? "expanded_conv_" : "block_" + id + "_";
        int channels = x.shape().dim(-1);
        Symbol y = x;
        if (id > 0) {
            y = pointwise(x, expansion * channels, name + "expand");
            y = rectified(normalized(y, name + "expand_BN"), name + "expand_relu");
        }
        y = stride == 1 ? y : Mobile.padded(y, 3, name + "pad");
        y = DepthwiseConv2D.of(3)
                .strides(stride)
                .padding(stride == 1 ? SAME : VALID)
                .useBias(false)
                .name(name + "depthwise")
                .apply(y);
        y = rectified(normalized(y, name + "depthwise_BN"), name + "depthwise_relu");
        y = normalized(pointwise(y, filters, name + "project"), name + "project_BN");
        return channels == filters && stride == 1 ? Add.of().name(name + "add").apply(x, y) : y;
    }

    private static Symbol pointwise(Symbol x, int filters, String name) {
        return Conv2D.of(filters, 1).padding(SAME).useBias(false).name(name).apply(x);
    }

    private static Symbol normalized(Symbol x, String name) {
        return BatchNormalization.of().momentum(0.999f).name(name).apply(x);
    }

    private static Symbol rectified(Symbol x, String name) {
        return ReLU.of().maxValue(6f).name(name).apply(x);
    }
}
