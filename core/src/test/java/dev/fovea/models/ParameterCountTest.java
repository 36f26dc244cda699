package dev.fovea.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds every network to the number of parameters that was published of it; no weight is drawn for that. */
class ParameterCountTest {
    /** Keras counts the moving averages of batch normalization, which training sets otherwise than by gradients. */
    @ParameterizedTest
    @CsvSource({
        // keras.io/api/applications and its templates/api/applications/index.md.
        "vgg16, 138357544",
        "vgg19, 143667240",
        "resnet50, 25636712",
        "resnet101, 44707176",
        "resnet152, 60419944",
        "resnet50v2, 25613800",
        "resnet101v2, 44675560",
        "resnet152v2, 60380648",
        "inceptionv3, 23851784",
        "xception, 22910480",
        "mobilenet, 4253864",
        "mobilenetv2, 3538984",
        "densenet121, 8062504",
        // What summary() prints of keras.applications.MobileNetV3Small, MobileNetV3Large and ConvNeXtTiny.
        "mobilenetv3small, 2554968",
        "mobilenetv3large, 5507432",
        "convnexttiny, 28589128"
    })
    void asKerasCounts(String name, long published) {
        assertThat(Models.byName(name).countParams()).isEqualTo(published);
    }

    /** Keras's Normalization has a weight more than that of Fovea: the number of images seen. */
    @ParameterizedTest
    @CsvSource({
        // keras.io/api/applications and its templates/api/applications/index.md.
        "efficientnetb0, 5330571",
        "efficientnetb1, 7856239",
        "efficientnetb2, 9177569",
        "efficientnetb3, 12320535"
    })
    void asKerasCountsWithTheImagesSeen(String name, long published) {
        assertThat(Models.byName(name).countParams() + 1).isEqualTo(published);
    }

    /** Torch does not count moving averages. */
    @ParameterizedTest
    @CsvSource({
        // "num_params" in torchvision/models/*.py.
        "alexnet, 61100840",
        "vgg11, 132863336",
        "vgg13, 133047848",
        "googlenet, 6624904",
        "resnet18, 11689512",
        "resnet34, 21797672",
        "torchresnet50, 25557032",
        "torchresnet101, 44549160",
        "torchresnet152, 60192808",
        "squeezenet, 1235496",
        "torchmobilenetv2, 3504872",
        "torchmobilenetv3small, 2542856",
        "torchmobilenetv3large, 5483032"
    })
    void asTorchvisionCounts(String name, long published) {
        assertThat(trainable(Models.byName(name))).isEqualTo(published);
    }

    /** torchvision's GoogLeNet with aux_logits has 13,004,888 parameters. */
    @Test
    void theAuxiliaryClassifiersOfGoogLeNetCountToo() {
        assertThat(trainable(GoogLeNet.googLeNetWithAuxiliaries(ModelOptions.of())))
                .isEqualTo(13_004_888);
    }

    /** Table 6 of He et al. 2016 has millions with two digits after the point, of networks without the 2,752 of projections. */
    @ParameterizedTest
    @CsvSource({"resnet20, 0.27", "resnet32, 0.46", "resnet44, 0.66", "resnet56, 0.85", "resnet110, 1.7"})
    void asInThePaperOnResidualNetworks(String name, double millions) {
        double count = (trainable(Models.byName(name)) - 2752) / 1e6;
        assertThat(count).isCloseTo(millions, offset(millions > 1 ? 0.05 : 0.005));
    }

    /** "only 60,000 trainable free parameters", section II.B of LeCun et al. 1998: those of all layers but the last. */
    @Test
    void leNetOf1998HasTheSixtyThousandOfItsPaper() {
        Model model = Models.byName("lenet5-1998");
        long output = model.weights().stream()
                .filter(weight -> weight.layer().equals("predictions"))
                .mapToLong(weight -> weight.shape().size())
                .sum();
        assertThat(model.countParams() - output).isEqualTo(60_000);
        assertThat(count(model, "c1_")).isEqualTo(156);
        assertThat(count(model, "s2_")).isEqualTo(12);
        assertThat(count(model, "c3_")).isEqualTo(1516);
        assertThat(count(model, "s4")).isEqualTo(32);
        assertThat(count(model, "c5")).isEqualTo(48_120);
        assertThat(count(model, "f6")).isEqualTo(10_164);
    }

    /** The model definition that Caffe distributes, bvlc_alexnet, has 60,965,224. */
    @Test
    void alexNetOfTwoGroupsHasFewerThanThatOfOne() {
        assertThat(Models.byName("alexnet2012").countParams()).isEqualTo(60_965_224);
    }

    @Test
    void everyNetworkIsHeldToACount() {
        Set<String> held = new HashSet<>(List.of("lenet5-1998", "alexnet2012"));
        for (var method : ParameterCountTest.class.getDeclaredMethods()) {
            CsvSource source = method.getAnnotation(CsvSource.class);
            for (String line : source == null ? new String[0] : source.value()) {
                held.add(line.split(",")[0]);
            }
        }
        // README.md has the counts of the others.
        held.addAll(List.of("logistic", "mlp", "convnet", "lenet5"));
        assertThat(held).containsExactlyInAnyOrderElementsOf(Models.names());
    }

    private static long trainable(Model model) {
        return model.weights().stream()
                .filter(Weight::trainable)
                .mapToLong(weight -> weight.shape().size())
                .sum();
    }

    private static long count(Model model, String layers) {
        return model.weights().stream()
                .filter(weight -> weight.layer().startsWith(layers))
                .mapToLong(weight -> weight.shape().size())
                .sum();
    }
}
