package dev.fovea.models;

import static dev.fovea.nn.Activations.GELU;
import static dev.fovea.nn.Activations.LINEAR;
import static dev.fovea.op.Padding.SAME;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Add;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerNormalization;
import dev.fovea.nn.LayerScale;
import dev.fovea.nn.Normalization;
import dev.fovea.nn.Symbol;
import java.util.List;

/**
 * ConvNeXt: a convolutional network with the blocks of a transformer (Liu, Mao, Wu, Feichtenhofer, Darrell and Xie, "A ConvNet
 * for the 2020s", 2022), table 9, as {@code keras.applications} has it. Images have pixels of 0 to 255; where preprocessing is
 * left out, as {@link Preprocessing#TORCH} gives them.
 */
public final class ConvNeXt {
    private static final float EPSILON = 1e-6f;
    private static final float SCALE = 1e-6f;

    private ConvNeXt() {}

    public static Model convNeXtTiny() {
        return convNeXtTiny(ModelOptions.of());
    }

    /** 28,589,128 parameters. */
    public static Model convNeXtTiny(ModelOptions options) {
        return of("convnext_tiny", options, new int[] {3, 3, 9, 3}, new int[] {96, 192, 384, 768});
    }

    private static Model of(String name, ModelOptions options, int[] blocks, int[] channels) {
        Symbol image = options.image(224);
        Symbol x = options.includePreprocessing() && image.shape().dim(-1) == 3
                ? standardized(image, name + "_prestem_normalization")
                : image;
        for (int stage = 0; stage < blocks.length; stage++) {
            x = smaller(x, channels[stage], stage, name, options.seed());
            for (int block = 0; block < blocks[stage]; block++) {
                x = block(x, channels[stage], name + "_stage_" + stage + "_block_" + block);
            }
        }
        if (!options.includeTop()) {
            x = LayerNormalization.of().epsilon(EPSILON).apply(options.pooled(x));
            return options.model(name, image, x);
        }
        x = GlobalAveragePooling2D.of().name(name + "_head_gap").apply(x);
        x = LayerNormalization.of()
                .epsilon(EPSILON)
                .name(name + "_head_layernorm")
                .apply(x);
        x = Dense.of(options.classes())
                .activation(options.classifierActivation())
                .name(name + "_head_dense")
                .apply(x);
        return options.model(name, image, x);
    }

    private static Symbol standardized(Symbol image, String name) {
        return Normalization.of()
                .moments(
                        List.of(0.485f * 255, 0.456f * 255, 0.406f * 255),
                        List.of(square(0.229f * 255), square(0.224f * 255), square(0.225f * 255)))
                .name(name)
                .apply(image);
    }

    private static float square(float x) {
        return x * x;
    }

    /** The stem, or what goes before another stage: a model of its own, as in Keras. */
    private static Symbol smaller(Symbol x, int channels, int stage, String name, long seed) {
        List<Layer> layers;
        String block;
        if (stage == 0) {
            layers = List.of(
                    Conv2D.of(channels, 4).strides(4).name(name + "_stem_conv"),
                    LayerNormalization.of().epsilon(EPSILON).name(name + "_stem_layernorm"));
            block = name + "_stem";
        } else {
            layers = List.of(
                    LayerNormalization.of().epsilon(EPSILON).name(name + "_downsampling_layernorm_" + (stage - 1)),
                    Conv2D.of(channels, 2).strides(2).name(name + "_downsampling_conv_" + (stage - 1)));
            block = name + "_downsampling_block_" + (stage - 1);
        }
        // Models of one seed would draw alike.
        long own = seed * 31 + stage + 1;
        return Sequential.named(block, own, Input.of(x.shape().dims()), layers).apply(x);
    }

    private static Symbol block(Symbol x, int channels, String name) {
        Symbol y = Conv2D.of(channels, 7)
                .padding(SAME)
                .groups(channels)
                .name(name + "_depthwise_conv")
                .apply(x);
        y = LayerNormalization.of().epsilon(EPSILON).name(name + "_layernorm").apply(y);
        y = Dense.of(4 * channels).name(name + "_pointwise_conv_1").apply(y);
        y = Activation.of(GELU).name(name + "_gelu").apply(y);
        y = Dense.of(channels).name(name + "_pointwise_conv_2").apply(y);
        y = LayerScale.of(SCALE, channels).name(name + "_layer_scale").apply(y);
        y = Activation.of(LINEAR).name(name + "_identity").apply(y);
        return Add.of().apply(x, y);
    }
}
