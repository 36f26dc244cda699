package dev.fovea.models;

import static dev.fovea.nn.Activations.HARD_SIGMOID;
import static dev.fovea.nn.Activations.HARD_SILU;
import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;

import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Multiply;
import dev.fovea.nn.ReLU;
import dev.fovea.nn.Rescaling;
import dev.fovea.nn.Symbol;
import java.util.List;

/**
 * MobileNetV3 (Howard et al., "Searching for MobileNetV3", 2019), tables 1 and 2, as {@code keras.applications} has it:
 * inverted residuals with squeeze and excitation. Images have pixels of 0 to 255, or of -1 to 1 where preprocessing is left
 * out. {@link TorchMobileNet} has torchvision's.
 */
public final class MobileNetV3 {
    /** A row of the table: expansion, filters, kernel size, squeeze and excitation, function, stride. */
    record Row(double expansion, int filters, int kernelSize, boolean squeeze, Activations function, int stride) {}

    static final List<Row> SMALL = List.of(
            new Row(1, 16, 3, true, RELU, 2),
            new Row(72 / 16.0, 24, 3, false, RELU, 2),
            new Row(88 / 24.0, 24, 3, false, RELU, 1),
            new Row(4, 40, 5, true, HARD_SILU, 2),
            new Row(6, 40, 5, true, HARD_SILU, 1),
            new Row(6, 40, 5, true, HARD_SILU, 1),
            new Row(3, 48, 5, true, HARD_SILU, 1),
            new Row(3, 48, 5, true, HARD_SILU, 1),
            new Row(6, 96, 5, true, HARD_SILU, 2),
            new Row(6, 96, 5, true, HARD_SILU, 1),
            new Row(6, 96, 5, true, HARD_SILU, 1));
    static final List<Row> LARGE = List.of(
            new Row(1, 16, 3, false, RELU, 1),
            new Row(4, 24, 3, false, RELU, 2),
            new Row(3, 24, 3, false, RELU, 1),
            new Row(3, 40, 5, true, RELU, 2),
            new Row(3, 40, 5, true, RELU, 1),
            new Row(3, 40, 5, true, RELU, 1),
            new Row(6, 80, 3, false, HARD_SILU, 2),
            new Row(2.5, 80, 3, false, HARD_SILU, 1),
            new Row(2.3, 80, 3, false, HARD_SILU, 1),
            new Row(2.3, 80, 3, false, HARD_SILU, 1),
            new Row(6, 112, 3, true, HARD_SILU, 1),
            new Row(6, 112, 3, true, HARD_SILU, 1),
            new Row(6, 160, 5, true, HARD_SILU, 2),
            new Row(6, 160, 5, true, HARD_SILU, 1),
            new Row(6, 160, 5, true, HARD_SILU, 1));

    private MobileNetV3() {}

    public static Model mobileNetV3Small() {
        return mobileNetV3Small(ModelOptions.of());
    }

    /** 2,554,968 parameters, the moving averages among them. */
    public static Model mobileNetV3Small(ModelOptions options) {
        return of("MobileNetV3Small", SMALL, 1024, options);
    }

    public static Model mobileNetV3Large() {
        return mobileNetV3Large(ModelOptions.of());
    }

    /** 5,507,432 parameters, the moving averages among them. */
    public static Model mobileNetV3Large(ModelOptions options) {
        return of("MobileNetV3Large", LARGE, 1280, options);
    }

    private static Model of(String name, List<Row> rows, int last, ModelOptions options) {
        Symbol image = options.image(224);
        Symbol x = options.includePreprocessing() ? Rescaling.of(1 / 127.5f, -1).apply(image) : image;
        x = Conv2D.of(16, 3)
                .strides(2)
                .padding(SAME)
                .useBias(false)
                .name("conv")
                .apply(x);
        x = activated(normalized(x, "conv_bn"), HARD_SILU);
        for (int id = 0; id < rows.size(); id++) {
            x = block(x, rows.get(id), id);
        }
        x = pointwise(x, Mobile.filters(x.shape().dim(-1) * 6), "conv_1");
        x = activated(normalized(x, "conv_1_bn"), HARD_SILU);
        if (!options.includeTop()) {
            return options.model(name, image, options.pooled(x));
        }
        x = GlobalAveragePooling2D.of().keepdims(true).apply(x);
        x = Conv2D.of(last, 1).padding(SAME).name("conv_2").apply(x);
        x = Dropout.of(0.2f).apply(activated(x, HARD_SILU));
        x = Conv2D.of(options.classes(), 1).padding(SAME).name("logits").apply(x);
        x = Flatten.of().apply(x);
        x = Activation.of(options.classifierActivation()).name("predictions").apply(x);
        return options.model(name, image, x);
    }

    private static Symbol block(Symbol x, Row row, int id) {
        String name = id == 0 ? "expanded_conv_" : "expanded_conv_" + id + "_";
        int channels = x.shape().dim(-1);
        int wide = Mobile.filters(channels * row.expansion);
        Symbol y = x;
        if (id > 0) {
            y = activated(normalized(pointwise(x, wide, name + "expand"), name + "expand_bn"), row.function);
        }
        y = row.stride == 1 ? y : Mobile.padded(y, row.kernelSize, name + "depthwise_pad");
        y = DepthwiseConv2D.of(row.kernelSize)
                .strides(row.stride)
                .padding(row.stride == 1 ? SAME : VALID)
                .useBias(false)
                .name(name + "depthwise")
                .apply(y);
        y = activated(normalized(y, name + "depthwise_bn"), row.function);
        y = row.squeeze ? excited(y, wide, name + "squeeze_excite_") : y;
        y = normalized(pointwise(y, row.filters, name + "project"), name + "project_bn");
        return row.stride == 1 && channels == row.filters
                ? Add.of().name(name + "add").apply(x, y)
                : y;
    }

    /** Squeeze and excitation: an image decides how much each of its channels counts (Hu, Shen and Sun 2018). */
    private static Symbol excited(Symbol x, int channels, String name) {
        Symbol y = GlobalAveragePooling2D.of()
                .keepdims(true)
                .name(name + "avg_pool")
                .apply(x);
        y = Conv2D.of(Mobile.filters(channels * 0.25), 1)
                .padding(SAME)
                .name(name + "conv")
                .apply(y);
        y = ReLU.of().name(name + "relu").apply(y);
        y = Conv2D.of(channels, 1).padding(SAME).name(name + "conv_1").apply(y);
        return Multiply.of()
                .name(name + "mul")
                .apply(x, Activation.of(HARD_SIGMOID).apply(y));
    }

    private static Symbol pointwise(Symbol x, int filters, String name) {
        return Conv2D.of(filters, 1).padding(SAME).useBias(false).name(name).apply(x);
    }

    private static Symbol normalized(Symbol x, String name) {
        return BatchNormalization.of().momentum(0.999f).name(name).apply(x);
    }

    private static Symbol activated(Symbol x, Activations function) {
        return function == RELU ? ReLU.of().apply(x) : Activation.of(function).apply(x);
    }
}
