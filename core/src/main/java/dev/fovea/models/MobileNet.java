package dev.fovea.models;

import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;

import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.ReLU;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;

/**
 * MobileNet: convolutions channel by channel and of 1x1 in turn (Howard et al., "MobileNets: Efficient Convolutional Neural
 * Networks for Mobile Vision Applications", 2017), table 1, as {@code keras.applications} has it; 4,253,864 parameters, the
 * moving averages among them. Images as {@link Preprocessing#TF} gives them.
 */
public final class MobileNet {
    private MobileNet() {}

    public static Model mobileNet() {
        return mobileNet(ModelOptions.of());
    }

    public static Model mobileNet(ModelOptions options) {
        return mobileNet(1, options);
    }

    /** @param alpha what the numbers of filters are multiplied with; there are published weights of 0.25, 0.5, 0.75 and 1 */
    public static Model mobileNet(float alpha, ModelOptions options) {
        Mobile.checkWidth(alpha);
        Symbol image = options.image(224);
        Symbol x = Conv2D.of(filters(32, alpha), 3)
                .strides(2)
                .padding(SAME)
                .useBias(false)
                .name("conv1")
                .apply(image);
        x = rectified(x, "conv1");
        x = separable(x, filters(64, alpha), 1, 1);
        x = separable(x, filters(128, alpha), 2, 2);
        x = separable(x, filters(128, alpha), 1, 3);
        x = separable(x, filters(256, alpha), 2, 4);
        x = separable(x, filters(256, alpha), 1, 5);
        x = separable(x, filters(512, alpha), 2, 6);
        for (int block = 7; block <= 11; block++) {
            x = separable(x, filters(512, alpha), 1, block);
        }
        x = separable(x, filters(1024, alpha), 2, 12);
        x = separable(x, filters(1024, alpha), 1, 13);
        String name = Mobile.name("mobilenet", alpha, image);
        if (!options.includeTop()) {
            return options.model(name, image, options.pooled(x));
        }
        x = GlobalAveragePooling2D.of().keepdims(true).apply(x);
        x = Dropout.of(1e-3f).name("dropout").apply(x);
        x = Conv2D.of(options.classes(), 1).padding(SAME).name("conv_preds").apply(x);
        x = Reshape.of(options.classes()).name("reshape_2").apply(x);
        x = Activation.of(options.classifierActivation()).name("predictions").apply(x);
        return options.model(name, image, x);
    }

    private static int filters(int wanted, float alpha) {
        return Math.max(1, (int) (wanted * (double) alpha));
    }

    private static Symbol separable(Symbol x, int filters, int stride, int block) {
        Symbol y = stride == 1
                ? x
                : ZeroPadding2D.of(0, 1, 0, 1).name("conv_pad_" + block).apply(x);
        y = DepthwiseConv2D.of(3)
                .strides(stride)
                .padding(stride == 1 ? SAME : VALID)
                .useBias(false)
                .name("conv_dw_" + block)
                .apply(y);
        y = rectified(y, "conv_dw_" + block);
        y = Conv2D.of(filters, 1)
                .padding(SAME)
                .useBias(false)
                .name("conv_pw_" + block)
                .apply(y);
        return rectified(y, "conv_pw_" + block);
    }

    private static Symbol rectified(Symbol x, String name) {
        Symbol y = BatchNormalization.of().name(name + "_bn").apply(x);
        return ReLU.of().maxValue(6f).name(name + "_relu").apply(y);
    }
}
