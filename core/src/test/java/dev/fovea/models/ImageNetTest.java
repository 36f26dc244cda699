package dev.fovea.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.models.ImageNet.Prediction;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageNetTest {
    /** keras/src/applications/imagenet_utils.py has the hash of imagenet_class_index.json. */
    @Test
    void theClassesAreThoseOfKerasToTheByte() throws NoSuchAlgorithmException {
        List<String> ids = ImageNet.wordnetIds();
        List<String> names = ImageNet.classNames();
        String json = IntStream.range(0, 1000)
                .mapToObj(k -> "\"%d\": [\"%s\", \"%s\"]".formatted(k, ids.get(k), names.get(k)))
                .collect(Collectors.joining(", ", "{", "}"));
        byte[] hash = MessageDigest.getInstance("MD5").digest(json.getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(hash)).isEqualTo("c2c37ea517e94d9795004a39431a14cb");
    }

    @Test
    void theLikeliestClassesComeFirst() {
        Tensor scores = Tensor.zeros(2, 1000);
        scores.set(0.5f, 0, 386);
        scores.set(0.3f, 0, 101);
        scores.set(0.1f, 0, 385);
        scores.set(1, 1, 517);
        List<List<Prediction>> decoded = ImageNet.decodePredictions(scores, 3);
        assertThat(decoded.getFirst())
                .containsExactly(
                        new Prediction("n02504458", "African_elephant", 0.5f),
                        new Prediction("n01871265", "tusker", 0.3f),
                        new Prediction("n02504013", "Indian_elephant", 0.1f));
        // Of equals, the first come first.
        assertThat(decoded.getLast())
                .extracting(Prediction::wordnetId)
                .containsExactly("n03126707", "n01440764", "n01443537");
        assertThat(ImageNet.decodePredictions(scores).getFirst()).hasSize(5);
    }

    @Test
    void whatIsNoRowOfAThousandIsRefused() {
        assertThatThrownBy(() -> ImageNet.decodePredictions(Tensor.zeros(1, 10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ImageNet's classes are those of [N, 1000], not of [1, 10]; a network has them with its top and"
                                + " 1000 classes");
        assertThatThrownBy(() -> ImageNet.decodePredictions(Tensor.zeros(1000))).hasMessageContaining("not of [1000]");
        assertThatThrownBy(() -> ImageNet.decodePredictions(Tensor.zeros(1, 1000), 0))
                .hasMessage("the likeliest 1 to 1000 classes can be had, not 0");
        assertThatThrownBy(() -> ImageNet.decodePredictions(Tensor.zeros(1, 1000), 1001))
                .hasMessageContaining("not 1001");
    }

    private static void holds(Preprocessing preprocessing, float... expected) {
        // Two pixels: orange and black.
        Tensor pixels = Tensor.of(Shape.of(1, 1, 2, 3), 255, 102, 51, 0, 0, 0);
        Tensor before = Tensor.of(pixels.shape(), pixels.data().clone());
        float[] given = preprocessing.apply(pixels).data();
        for (int i = 0; i < expected.length; i++) {
            assertThat(given[i]).isBetween(expected[i] - 1e-4f, expected[i] + 1e-4f);
        }
        assertThat(pixels).isEqualTo(before);
    }

    @Test
    void pixelsAreMadeReadyInTheWaysOfKeras() {
        holds(Preprocessing.CAFFE, 51 - 103.939f, 102 - 116.779f, 255 - 123.68f, -103.939f, -116.779f, -123.68f);
        holds(Preprocessing.TF, 1, -0.2f, -0.6f, -1, -1, -1);
        holds(Preprocessing.TORCH, 2.24891f, -0.25f, -0.91556f, -2.11790f, -2.03571f, -1.80444f);
        holds(Preprocessing.NONE, 255, 102, 51, 0, 0, 0);
    }

    @Test
    void aNetworkKnowsItsWay() {
        assertThat(Preprocessing.of("vgg16")).isEqualTo(Preprocessing.CAFFE);
        assertThat(Preprocessing.of("resnet50")).isEqualTo(Preprocessing.CAFFE);
        assertThat(Preprocessing.of(TorchResNet.resNet50().name())).isEqualTo(Preprocessing.TORCH);
        assertThat(Preprocessing.of(ResNetV2.resNet50V2().name())).isEqualTo(Preprocessing.TF);
        assertThat(Preprocessing.of(InceptionV3.inceptionV3().name())).isEqualTo(Preprocessing.TF);
        assertThat(Preprocessing.of(DenseNet.denseNet121().name())).isEqualTo(Preprocessing.TORCH);
        assertThat(Preprocessing.of(
                        MobileNetV2.mobileNetV2(1.4f, ModelOptions.of()).name()))
                .isEqualTo(Preprocessing.TF);
        assertThat(Preprocessing.of(MobileNetV3.mobileNetV3Small().name())).isEqualTo(Preprocessing.NONE);
        assertThat(Preprocessing.of(ConvNeXt.convNeXtTiny().name())).isEqualTo(Preprocessing.NONE);
        assertThatThrownBy(() -> Preprocessing.of("resnet51")).hasMessageStartingWith("unknown model \"resnet51\"");
    }

    @Test
    void networksForImageNetAreKnownByTheirModelsNames() {
        assertThat(Models.isForImageNet("resnet50")).isTrue();
        assertThat(Models.isForImageNet(
                        MobileNetV2.mobileNetV2(1.4f, ModelOptions.of()).name()))
                .isTrue();
        assertThat(Models.isForImageNet("lenet5")).isFalse();
        assertThat(Models.isForImageNet("resnet20")).isFalse();
        assertThat(Models.isForImageNet("resnet51")).isFalse();
    }

    @Test
    void grayImagesAreNotTakenForColours() {
        assertThatThrownBy(() -> Preprocessing.CAFFE.apply(Tensor.zeros(1, 2, 3, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "CAFFE is for images of red, green and blue, [N, H, W, 3], not [1, 2, 3, 1]; repeat gray ones"
                                + " three times");
        assertThat(Preprocessing.TF.apply(Tensor.zeros(1, 2, 3, 1)).data()).containsOnly(-1);
    }
}
