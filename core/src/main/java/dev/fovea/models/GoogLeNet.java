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
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;
import java.util.List;

/**
 * GoogLeNet, also called Inception v1 (Szegedy et al., "Going Deeper with Convolutions", 2015), table 1, as torchvision builds
 * it: with batch normalization, and with 3x3 filters where the paper has 5x5. Layers have the names of torchvision's
 * parameters, as {@code inception3a.branch1.conv}; Keras has no such network. 6,624,904 parameters without moving averages
 * and auxiliary classifiers. Images as {@link Preprocessing#TF} gives them.
 */
public final class GoogLeNet {
    private GoogLeNet() {}

    public static Model googLeNet() {
        return googLeNet(ModelOptions.of());
    }

    public static Model googLeNet(ModelOptions options) {
        return of(options, false);
    }

    /**
     * With the two classifiers amid the network that help it learn: three outputs, the last layer's first, then those after
     * 4a and 4d, whose losses the paper weighs by 0.3. It pools their maps in windows of 5x5, as the paper does.
     *
     * @throws IllegalArgumentException if the options leave out the top
     */
    public static Model googLeNetWithAuxiliaries(ModelOptions options) {
        if (!options.includeTop()) {
            throw new IllegalArgumentException("auxiliary classifiers go with the top; leave includeTop(false) out");
        }
        return of(options, true);
    }

    private static Model of(ModelOptions options, boolean auxiliaries) {
        Symbol image = options.image(224);
        Symbol x = conv(ZeroPadding2D.of(3).apply(image), 64, 7, 2, "conv1");
        x = pool(x);
        x = conv(x, 64, 1, 1, "conv2");
        x = conv(x, 192, 3, 1, "conv3");
        x = pool(x);
        x = inception(x, "inception3a", 64, 96, 128, 16, 32, 32);
        x = inception(x, "inception3b", 128, 128, 192, 32, 96, 64);
        x = pool(x);
        x = inception(x, "inception4a", 192, 96, 208, 16, 48, 64);
        Symbol first = auxiliaries ? auxiliary(x, "aux1", options) : null;
        x = inception(x, "inception4b", 160, 112, 224, 24, 64, 64);
        x = inception(x, "inception4c", 128, 128, 256, 24, 64, 64);
        x = inception(x, "inception4d", 112, 144, 288, 32, 64, 64);
        Symbol second = auxiliaries ? auxiliary(x, "aux2", options) : null;
        x = inception(x, "inception4e", 256, 160, 320, 32, 128, 128);
        x = MaxPooling2D.of(2).padding(SAME).apply(x);
        x = inception(x, "inception5a", 256, 160, 320, 32, 128, 128);
        x = inception(x, "inception5b", 384, 192, 384, 48, 128, 128);
        if (!options.includeTop()) {
            return options.model("googlenet", image, options.pooled(x));
        }
        x = GlobalAveragePooling2D.of().name("avgpool").apply(x);
        x = classifier(Dropout.of(0.2f).apply(x), "fc", options);
        return auxiliaries
                ? Model.named("googlenet", options.seed(), List.of(image), List.of(x, first, second))
                : options.model("googlenet", image, x);
    }

    /** The columns of the paper's table: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj. */
    private static Symbol inception(
            Symbol x, String name, int one, int threeReduce, int three, int fiveReduce, int five, int pool) {
        Symbol branch1 = conv(x, one, 1, 1, name + ".branch1");
        Symbol branch2 = conv(conv(x, threeReduce, 1, 1, name + ".branch2.0"), three, 3, 1, name + ".branch2.1");
        Symbol branch3 = conv(conv(x, fiveReduce, 1, 1, name + ".branch3.0"), five, 3, 1, name + ".branch3.1");
        Symbol pooled = MaxPooling2D.of(3).strides(1).padding(SAME).apply(x);
        Symbol branch4 = conv(pooled, pool, 1, 1, name + ".branch4.1");
        return Concatenate.of().name(name).apply(branch1, branch2, branch3, branch4);
    }

    private static Symbol auxiliary(Symbol x, String name, ModelOptions options) {
        Symbol y = AveragePooling2D.of(5).strides(3).apply(x);
        y = Flatten.of().apply(conv(y, 128, 1, 1, name + ".conv"));
        y = Dense.of(1024).activation(RELU).name(name + ".fc1").apply(y);
        return classifier(Dropout.of(0.7f).apply(y), name + ".fc2", options);
    }

    private static Symbol classifier(Symbol features, String name, ModelOptions options) {
        return Dense.of(options.classes())
                .activation(options.classifierActivation())
                .name(name)
                .apply(features);
    }

    private static Symbol conv(Symbol x, int filters, int kernelSize, int stride, String name) {
        Symbol y = Conv2D.of(filters, kernelSize)
                .strides(stride)
                .padding(stride == 1 ? SAME : VALID)
                .useBias(false)
                .kernelInitializer(new Initializer.TruncatedNormal(0, 0.01f))
                .name(name + ".conv")
                .apply(x);
        y = BatchNormalization.of().momentum(0.9f).name(name + ".bn").apply(y);
        return Activation.of(RELU).apply(y);
    }

    private static Symbol pool(Symbol x) {
        return ceilPool(x, null);
    }

    /**
     * Max pooling of 3x3 by 2 whose last window may reach over the edge, as torch's {@code ceil_mode}. Maps are positive, so
     * that zeros may stand there.
     */
    static Symbol ceilPool(Symbol x, String name) {
        int oddHeight = x.shape().dim(0) % 2;
        int oddWidth = x.shape().dim(1) % 2;
        MaxPooling2D pool = MaxPooling2D.of(3).strides(2).name(name);
        if (oddHeight == oddWidth) {
            return pool.padding(oddHeight == 0 ? SAME : VALID).apply(x);
        }
        return pool.apply(ZeroPadding2D.of(0, 1 - oddHeight, 0, 1 - oddWidth).apply(x));
    }
}
