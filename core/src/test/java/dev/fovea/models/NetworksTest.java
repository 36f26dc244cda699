package dev.fovea.models;

import static dev.fovea.models.ModelOptions.Pooling.AVG;
import static dev.fovea.models.ModelOptions.Pooling.MAX;
import static dev.fovea.nn.Activations.LINEAR;
import static dev.fovea.nn.Activations.SOFTMAX;
import static dev.fovea.op.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Input;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.SGD;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One network of each family predicts and learns; their maps have the sizes of their papers, and their options work. */
class NetworksTest {
    /** One of each, but for those that are classifiers alone. */
    private static final List<String> FAMILIES = List.of(
            "resnet20",
            "alexnet",
            "alexnet2012",
            "vgg11",
            "googlenet",
            "inceptionv3",
            "resnet18",
            "resnet50",
            "resnet50v2",
            "squeezenet",
            "mobilenet",
            "mobilenetv2",
            "mobilenetv3small",
            "efficientnetb0",
            "densenet121",
            "xception",
            "convnexttiny");

    private static Tensor images(int n, Shape image) {
        Tensor images = Tensor.zeros(image.prepend(n).dims());
        RandomSource random = new RandomSource(5);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = 2 * random.nextFloat() - 1;
        }
        return images;
    }

    @ParameterizedTest
    @CsvSource({
        "lenet5-1998, 28",
        "resnet20, 16",
        "alexnet, 67",
        "vgg11, 32",
        "googlenet, 32",
        "inceptionv3, 75",
        "resnet18, 32",
        "resnet50, 32",
        "resnet50v2, 32",
        "squeezenet, 32",
        "mobilenet, 32",
        "mobilenetv2, 32",
        "mobilenetv3small, 32",
        "efficientnetb0, 32",
        "densenet121, 32",
        "xception, 32",
        "convnexttiny, 32"
    })
    void aStepOfTrainingReachesEveryKernel(String name, int side) {
        Shape image = Shape.of(side, side, name.startsWith("lenet") ? 1 : 3);
        Model model = small(name, image);
        Tensor images = images(16, image);
        int[] labels = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0};
        Map<String, Integer> before = new HashMap<>();
        kernels(model).forEach(kernel -> before.put(kernel.name(), print(kernel)));
        model.compile(SGD.of(1e-2f), SparseCategoricalCrossentropy.of());
        double loss = model.fit(Dataset.of(images, labels), Fit.epochs(1).batchSize(16))
                .last()
                .get("loss");
        assertThat(loss).isBetween(0.1, 20.0);
        assertThat(kernels(model))
                .allSatisfy(
                        kernel -> assertThat(print(kernel)).as(kernel.name()).isNotEqualTo(before.get(kernel.name())));
        Tensor probabilities = model.predict(images(2, image));
        assertThat(probabilities.shape()).isEqualTo(Shape.of(2, 3));
        for (int n = 0; n < 2; n++) {
            float sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += probabilities.get(n, k);
            }
            assertThat(sum).isBetween(0.999f, 1.001f);
        }
    }

    /**
     * The network with 3 classes; those whose own classifier has tens of millions of weights get a small one, and ConvNeXt, all
     * of whose layers are large, is made narrow.
     */
    private static Model small(String name, Shape image) {
        if (name.equals("convnexttiny")) {
            ModelOptions options = ModelOptions.of().inputShape(image).classes(3);
            return ConvNeXt.of("narrow", options, new int[] {1, 2, 1, 1}, new int[] {8, 16, 24, 32});
        }
        if (!name.startsWith("vgg") && !name.startsWith("alexnet")) {
            return Models.byName(name, image, 3, 1);
        }
        Model backbone = Models.byName(
                name,
                ModelOptions.of()
                        .includeTop(false)
                        .inputShape(image)
                        .pooling(AVG)
                        .seed(1));
        Symbol input = Input.of(image.dims());
        return Model.of(input, Dense.of(3).activation(SOFTMAX).apply(backbone.apply(input)));
    }

    private static List<Weight> kernels(Model model) {
        return model.weights().stream()
                .filter(weight -> weight.name().endsWith("kernel"))
                .toList();
    }

    /** A number that another value changes. */
    private static int print(Weight weight) {
        return Arrays.hashCode(weight.tensor().data());
    }

    @ParameterizedTest
    @CsvSource({
        "vgg16, block1_pool, 112, 64",
        "vgg16, block3_pool, 28, 256",
        "vgg16, block5_pool, 7, 512",
        "alexnet, features.0, 55, 64",
        "alexnet, features.5, 13, 192",
        "alexnet, features.12, 6, 256",
        "alexnet2012, conv1, 55, 96",
        "alexnet2012, pool5, 6, 256",
        "googlenet, inception3a, 28, 256",
        "googlenet, inception4e, 14, 832",
        "googlenet, inception5b, 7, 1024",
        "inceptionv3, mixed0, 35, 256",
        "inceptionv3, mixed2, 35, 288",
        "inceptionv3, mixed7, 17, 768",
        "inceptionv3, mixed8, 8, 1280",
        "inceptionv3, mixed10, 8, 2048",
        "resnet18, maxpool, 56, 64",
        "resnet18, layer2.0.conv1, 28, 128",
        "resnet18, layer4.1.conv2, 7, 512",
        "resnet50, pool1_pool, 56, 64",
        "resnet50, conv2_block3_out, 56, 256",
        "resnet50, conv3_block4_out, 28, 512",
        "resnet50, conv4_block6_out, 14, 1024",
        "resnet50, conv5_block3_out, 7, 2048",
        "resnet50v2, conv2_block2_out, 56, 256",
        "resnet50v2, conv2_block3_out, 28, 256",
        "resnet50v2, conv5_block3_out, 7, 2048",
        "torchresnet50, layer2.0.conv1, 56, 128",
        "torchresnet50, layer2.0.conv2, 28, 128",
        "squeezenet, features.2, 55, 64",
        "squeezenet, features.12, 13, 512",
        "mobilenet, conv_pw_1, 112, 64",
        "mobilenet, conv_pw_13, 7, 1024",
        "mobilenetv2, block_2_add, 56, 24",
        "mobilenetv2, block_16_project, 7, 320",
        "mobilenetv3small, expanded_conv_10_add, 7, 96",
        "mobilenetv3large, expanded_conv_14_add, 7, 160",
        "torchmobilenetv2, features.18.0, 7, 1280",
        "torchmobilenetv3small, features.4.block.1.0, 14, 96",
        "torchmobilenetv3large, features.16.0, 7, 960",
        "efficientnetb0, block2b_add, 56, 24",
        "efficientnetb0, top_activation, 7, 1280",
        "efficientnetb3, stem_activation, 150, 40",
        "efficientnetb3, top_activation, 10, 1536",
        "densenet121, pool2_pool, 28, 128",
        "densenet121, conv5_block16_concat, 7, 1024",
        "xception, block4_pool, 19, 728",
        "xception, block14_sepconv2_act, 10, 2048",
        "convnexttiny, convnext_tiny_stem, 56, 96",
        "convnexttiny, convnext_tiny_stage_3_block_2_identity, 7, 768",
        "resnet110, conv4_block18_out, 8, 64"
    })
    void mapsHaveTheSizesOfThePaper(String name, String layer, int side, int channels) {
        assertThat(Models.byName(name).upTo(layer).outputShape()).isEqualTo(Shape.of(side, side, channels));
    }

    /** What keras.applications publishes was saved by these names, in this order of numbers. */
    @Test
    void layersWithoutNamesAreNumberedAsInKeras() {
        Model inception = InceptionV3.inceptionV3();
        assertThat(inception.weight("conv2d/kernel").shape()).isEqualTo(Shape.of(3, 3, 3, 32));
        assertThat(inception.weight("conv2d_5/kernel").shape()).isEqualTo(Shape.of(1, 1, 192, 64));
        assertThat(inception.weight("conv2d_7/kernel").shape()).isEqualTo(Shape.of(5, 5, 48, 64));
        assertThat(inception.weight("conv2d_11/kernel").shape()).isEqualTo(Shape.of(1, 1, 192, 32));
        assertThat(inception.weight("conv2d_32/kernel").shape()).isEqualTo(Shape.of(1, 7, 128, 128));
        assertThat(inception.weight("conv2d_93/kernel").shape()).isEqualTo(Shape.of(1, 1, 2048, 192));
        assertThat(inception.layerNames()).contains("batch_normalization_93").doesNotContain("conv2d_94");
        Model xception = Xception.xception();
        assertThat(xception.weight("conv2d/kernel").shape()).isEqualTo(Shape.of(1, 1, 64, 128));
        assertThat(xception.weight("conv2d_3/kernel").shape()).isEqualTo(Shape.of(1, 1, 728, 1024));
    }

    @Test
    void withoutItsTopANetworkGivesMapsOrWhatPoolingLeaves() {
        ModelOptions options = ModelOptions.of().includeTop(false).inputShape(96, 128, 3);
        for (String name : FAMILIES) {
            Shape maps = Models.byName(name, options).outputShape();
            assertThat(maps.rank()).as(name).isEqualTo(3);
            Shape means = Shape.of(maps.dim(-1));
            assertThat(Models.byName(name, options.pooling(AVG)).outputShape()).isEqualTo(means);
        }
        assertThat(MobileNet.mobileNet(options.pooling(MAX)).outputShape()).isEqualTo(Shape.of(1024));
        assertThat(ConvNeXt.convNeXtTiny(options.pooling(MAX)).outputShape()).isEqualTo(Shape.of(768));
        assertThat(VGG.vgg16(options).outputShape()).isEqualTo(Shape.of(3, 4, 512));
        assertThat(ResNet.resNet50(options).outputShape()).isEqualTo(Shape.of(3, 4, 2048));
        assertThat(MobileNetV3.mobileNetV3Large(options).outputShape()).isEqualTo(Shape.of(3, 4, 960));
        assertThat(EfficientNet.efficientNetB2(options).outputShape()).isEqualTo(Shape.of(3, 4, 1408));
    }

    @Test
    void classesAndTheClassifiersFunctionAreChosen() {
        ModelOptions options =
                ModelOptions.of().inputShape(32, 32, 3).classes(7).classifierActivation(LINEAR);
        Model logits = MobileNetV2.mobileNetV2(0.35f, options);
        Tensor images = images(2, Shape.of(32, 32, 3));
        Tensor given = logits.predict(images);
        Tensor probabilities = MobileNetV2.mobileNetV2(0.35f, options.classifierActivation(SOFTMAX))
                .predict(images);
        Tensor expected = Activations.softmax(given, -1);
        assertThat(given.shape()).isEqualTo(Shape.of(2, 7));
        for (int i = 0; i < given.size(); i++) {
            assertThat(probabilities.data()[i]).isBetween(expected.data()[i] - 1e-6f, expected.data()[i] + 1e-6f);
        }
    }

    @Test
    void theSeedDrawsTheWeights() {
        ModelOptions options = ModelOptions.of().inputShape(32, 32, 3);
        for (String weight :
                List.of("convnext_tiny_stem/convnext_tiny_stem_conv/kernel", "convnext_tiny_head_dense/kernel")) {
            Tensor one = ConvNeXt.convNeXtTiny(options.seed(1)).weight(weight).tensor();
            assertThat(ConvNeXt.convNeXtTiny(options.seed(1)).weight(weight).tensor())
                    .isEqualTo(one);
            assertThat(ConvNeXt.convNeXtTiny(options.seed(2)).weight(weight).tensor())
                    .isNotEqualTo(one);
        }
    }

    /** The counts are those that summary() prints in Keras. */
    @Test
    void mobileNetsAreMadeNarrowerAndWider() {
        assertThat(MobileNet.mobileNet(0.25f, ModelOptions.of()).countParams()).isEqualTo(475_544);
        assertThat(MobileNetV2.mobileNetV2(0.5f, ModelOptions.of()).countParams())
                .isEqualTo(1_987_224);
        assertThat(MobileNetV2.mobileNetV2(0.75f, ModelOptions.of()).countParams())
                .isEqualTo(2_663_064);
        Model wide = MobileNetV2.mobileNetV2(1.4f, ModelOptions.of());
        assertThat(wide.countParams()).isEqualTo(6_156_712);
        assertThat(wide.name()).isEqualTo("mobilenetv2_1.40_224");
        assertThatThrownBy(() -> MobileNet.mobileNet(0, ModelOptions.of()))
                .hasMessage("a network's width alpha is a number over 0, not 0.0");
    }

    @Test
    void preprocessingIsPartOfSomeNetworksAndCanBeLeftOut() {
        ModelOptions options = ModelOptions.of().inputShape(32, 32, 3);
        for (String name : List.of("mobilenetv3small", "mobilenetv3large", "efficientnetb0", "convnexttiny")) {
            Model with = Models.byName(name, options);
            Model without = Models.byName(name, options.includePreprocessing(false));
            assertThat(Preprocessing.of(name)).isEqualTo(Preprocessing.NONE);
            assertThat(with.layers().size()).isGreaterThan(without.layers().size());
        }
        // ConvNeXt's first layer is what its images are to be brought to without it.
        Tensor pixels = Preprocessing.TF.apply(images(1, Shape.of(32, 32, 3)));
        Tensor inside = ConvNeXt.convNeXtTiny(options)
                .upTo("convnext_tiny_prestem_normalization")
                .predict(pixels);
        Tensor outside = Preprocessing.TORCH.apply(pixels);
        for (int i = 0; i < inside.size(); i++) {
            assertThat(inside.data()[i]).isBetween(outside.data()[i] - 1e-5f, outside.data()[i] + 1e-5f);
        }
    }

    @Test
    void googLeNetCanHaveItsAuxiliaryClassifiers() {
        Model model = GoogLeNet.googLeNetWithAuxiliaries(ModelOptions.of().classes(5));
        assertThat(model.outputNames()).containsExactly("fc", "aux1.fc2", "aux2.fc2");
        assertThat(model.outputShapes()).containsOnly(Shape.of(5));
        assertThatThrownBy(() ->
                        GoogLeNet.googLeNetWithAuxiliaries(ModelOptions.of().includeTop(false)))
                .hasMessage("auxiliary classifiers go with the top; leave includeTop(false) out");
    }

    @Test
    void zerosBeforeAStrideDoWhatPaddingSameDoes() {
        for (int kernel : new int[] {3, 5}) {
            for (int side = 6; side < 8; side++) {
                Tensor image = images(1, Shape.of(side, side + 1, 1));
                Symbol input = Input.of(side, side + 1, 1);
                Conv2D conv = Conv2D.of(2, kernel).strides(2);
                Model padded = Model.of(input, conv.apply(Mobile.padded(input, kernel, "pad")));
                Model same = Model.of(input, conv.padding(SAME).apply(input));
                padded.weight("conv2d/kernel")
                        .assign(same.weight("conv2d/kernel").tensor());
                assertThat(padded.predict(image)).isEqualTo(same.predict(image));
            }
        }
    }

    @Test
    void aPoolsLastWindowMayReachOverTheEdge() {
        for (int[] size : new int[][] {{7, 7}, {8, 8}, {7, 8}, {8, 5}}) {
            Tensor image = images(1, Shape.of(size[0], size[1], 1));
            for (int i = 0; i < image.size(); i++) {
                image.data()[i] = Math.abs(image.data()[i]);
            }
            Symbol input = Input.of(size[0], size[1], 1);
            Tensor pooled = Model.of(input, GoogLeNet.ceilPool(input, "pool")).predict(image);
            int rows = Math.ceilDiv(size[0] - 3, 2) + 1;
            int columns = Math.ceilDiv(size[1] - 3, 2) + 1;
            assertThat(pooled.shape()).isEqualTo(Shape.of(1, rows, columns, 1));
            for (int e = 0; e < rows; e++) {
                for (int f = 0; f < columns; f++) {
                    float largest = 0;
                    for (int h = 2 * e; h < Math.min(2 * e + 3, size[0]); h++) {
                        for (int w = 2 * f; w < Math.min(2 * f + 3, size[1]); w++) {
                            largest = Math.max(largest, image.get(0, h, w, 0));
                        }
                    }
                    assertThat(pooled.get(0, e, f, 0)).isEqualTo(largest);
                }
            }
        }
    }

    @Test
    void filtersAreRoundedToEightsButNotDownByMoreThanATenth() {
        assertThat(Mobile.filters(3)).isEqualTo(8);
        assertThat(Mobile.filters(11.9)).isEqualTo(16);
        assertThat(Mobile.filters(12)).isEqualTo(16);
        assertThat(Mobile.filters(35)).isEqualTo(32);
        assertThat(Mobile.filters(36.4)).isEqualTo(40);
    }

    @Test
    void aWrongOptionIsRefused() {
        assertThatThrownBy(() -> ModelOptions.of().classes(0)).hasMessage("a classifier has at least 1 class, not 0");
        assertThatThrownBy(() -> ModelOptions.of().pooling(null)).hasMessage("pooling is NONE, AVG or MAX");
        assertThatThrownBy(() -> ModelOptions.of().classifierActivation(null)).hasMessageContaining("has LINEAR");
        assertThatThrownBy(() -> ResNet.resNet50(ModelOptions.of().inputShape(224, 224)))
                .hasMessage("the shape of an image is [H, W, C], as inputShape(224, 224, 3), not [224, 224]");
        assertThatThrownBy(() -> VGG.vgg16(ModelOptions.of().pooling(AVG)))
                .hasMessage(
                        "pooling AVG is for a network without its top, which pools by itself; add includeTop(false)");
        assertThatThrownBy(() -> Models.byName("lenet5", ModelOptions.of().includeTop(false)))
                .hasMessage(
                        "model \"lenet5\" takes inputShape, classes and seed alone; for a part of it, use upTo on the"
                                + " model");
        assertThatThrownBy(() -> Models.byName("resnet51"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown model \"resnet51\"; did you mean \"resnet50\" or");
    }

    @Test
    void anImageThatIsTooSmallIsRefusedByTheLayerThatItDoesNotFit() {
        assertThatThrownBy(() -> Models.byName("vgg16", Shape.of(28, 28, 1), 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("MaxPooling2D \"block5_pool\": pooling window 2x2 does not fit input 1x1");
        assertThatThrownBy(() -> Models.byName("inceptionv3", Shape.of(74, 74, 3), 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3x3 does not fit input 2x2");
        assertThatThrownBy(() -> Models.byName("alexnet", Shape.of(28, 28, 1), 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("MaxPooling2D \"features.5\": pooling window 3x3 does not fit input 2x2");
    }

    @Test
    void digitsAreLargeEnoughForMostNetworks() {
        for (String name : List.of(
                "resnet18",
                "resnet50",
                "resnet50v2",
                "googlenet",
                "squeezenet",
                "mobilenetv2",
                "mobilenetv3small",
                "efficientnetb0",
                "xception",
                "resnet20")) {
            assertThat(Models.byName(name, Shape.of(28, 28, 1), 10, 0).outputShape())
                    .as(name)
                    .isEqualTo(Shape.of(10));
        }
    }
}
