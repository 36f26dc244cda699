package dev.fovea.models;

import static dev.fovea.nn.Activations.HARD_SIGMOID;
import static dev.fovea.nn.Activations.HARD_SILU;
import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.RELU6;
import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;

import dev.fovea.model.Model;
import dev.fovea.models.MobileNetV3.Row;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Multiply;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link MobileNetV2} and {@link MobileNetV3} as torchvision builds them: zeros on all sides where the stride is 2, dense
 * layers for a classifier, and another epsilon in version 2. Layers have the names of torchvision's parameters, as {@code
 * features.1.conv.0.0}, and parameters are counted as torchvision does, without moving averages. Weights are drawn as Keras
 * draws them. Images as {@link Preprocessing#TORCH} gives them.
 */
public final class TorchMobileNet {
    private TorchMobileNet() {}

    public static Model mobileNetV2() {
        return mobileNetV2(ModelOptions.of());
    }

    /** 3,504,872 parameters. */
    public static Model mobileNetV2(ModelOptions options) {
        List<Row> rows = new ArrayList<>();
        for (int[] stage : MobileNetV2.STAGES) {
            for (int block = 0; block < stage[2]; block++) {
                rows.add(new Row(stage[0], stage[1], 3, false, RELU6, block == 0 ? stage[3] : 1));
            }
        }
        return of("torchmobilenetv2", false, rows, 1280, options);
    }

    public static Model mobileNetV3Small() {
        return mobileNetV3Small(ModelOptions.of());
    }

    /** 2,542,856 parameters. */
    public static Model mobileNetV3Small(ModelOptions options) {
        return of("torchmobilenetv3small", true, MobileNetV3.SMALL, 1024, options);
    }

    public static Model mobileNetV3Large() {
        return mobileNetV3Large(ModelOptions.of());
    }

    /** 5,483,032 parameters. */
    public static Model mobileNetV3Large(ModelOptions options) {
        return of("torchmobilenetv3large", true, MobileNetV3.LARGE, 1280, options);
    }

    /** @param third whether it is of version 3 */
    private static Model of(String name, boolean third, List<Row> rows, int last, ModelOptions options) {
        Activations function = third ? HARD_SILU : RELU6;
        Symbol image = options.image(224);
        Symbol x = convolved(image, third, third ? 16 : 32, 3, 2, function, "features.0.");
        for (int id = 0; id < rows.size(); id++) {
            x = block(x, third, rows.get(id), "features." + (id + 1) + (third ? ".block." : ".conv."));
        }
        int wide = third ? 6 * x.shape().dim(-1) : last;
        x = convolved(x, third, wide, 1, 1, function, "features." + (rows.size() + 1) + ".");
        if (!options.includeTop()) {
            return options.model(name, image, options.pooled(x));
        }
        x = GlobalAveragePooling2D.of().apply(x);
        if (third) {
            x = Dense.of(last).activation(HARD_SILU).name("classifier.0").apply(x);
        }
        x = Dense.of(options.classes())
                .activation(options.classifierActivation())
                .name(third ? "classifier.3" : "classifier.1")
                .apply(Dropout.of(0.2f).apply(x));
        return options.model(name, image, x);
    }

    private static Symbol block(Symbol x, boolean third, Row row, String name) {
        int channels = x.shape().dim(-1);
        int wide = Mobile.filters(channels * row.expansion());
        int part = 0;
        Symbol y = x;
        if (wide > channels) {
            y = convolved(y, third, wide, 1, 1, row.function(), name + part++ + ".");
        }
        String depthwise = name + part++ + ".";
        y = DepthwiseConv2D.of(row.kernelSize())
                .strides(row.stride())
                .padding(row.stride() == 1 ? SAME : VALID)
                .useBias(false)
                .name(depthwise + 0)
                .apply(padded(y, row.kernelSize(), row.stride()));
        y = Activation.of(row.function()).apply(normalized(y, third, depthwise + 1));
        y = row.squeeze() ? excited(y, wide, name + part++ + ".fc") : y;
        // Version 2 has the two layers that end a block by themselves.
        String project = name + part;
        y = Conv2D.of(row.filters(), 1)
                .useBias(false)
                .name(third ? project + ".0" : project)
                .apply(y);
        y = normalized(y, third, third ? project + ".1" : name + (part + 1));
        return row.stride() == 1 && channels == row.filters() ? Add.of().apply(x, y) : y;
    }

    /** Squeeze and excitation, as in {@link MobileNetV3}. */
    private static Symbol excited(Symbol x, int channels, String name) {
        Symbol y = GlobalAveragePooling2D.of().keepdims(true).apply(x);
        y = Conv2D.of(Mobile.filters(channels * 0.25), 1)
                .activation(RELU)
                .name(name + 1)
                .apply(y);
        y = Conv2D.of(channels, 1).activation(HARD_SIGMOID).name(name + 2).apply(y);
        return Multiply.of().apply(x, y);
    }

    private static Symbol convolved(
            Symbol x, boolean third, int filters, int kernelSize, int stride, Activations function, String name) {
        Symbol y = Conv2D.of(filters, kernelSize)
                .strides(stride)
                .useBias(false)
                .name(name + 0)
                .apply(padded(x, kernelSize, stride));
        return Activation.of(function).apply(normalized(y, third, name + 1));
    }

    /** Padding "same" would put all of it after, where the stride is 2. */
    private static Symbol padded(Symbol x, int kernelSize, int stride) {
        return stride == 1 ? x : ZeroPadding2D.of(kernelSize / 2).apply(x);
    }

    private static Symbol normalized(Symbol x, boolean third, String name) {
        return BatchNormalization.of()
                .momentum(third ? 0.99f : 0.9f)
                .epsilon(third ? 1e-3f : 1e-5f)
                .name(name)
                .apply(x);
    }
}
