package dev.fovea.model;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.TANH;
import static dev.fovea.op.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.MeanSquaredError;
import dev.fovea.train.SGD;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PredictTest {
    private static final int[] SIZES = {1, 3, 16, 200};

    private static Tensor images(int n, int seed) {
        RandomSource random = new RandomSource(seed);
        Tensor images = Tensor.zeros(n, 8, 8, 1);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = random.nextFloat();
        }
        return images;
    }

    private static Model model() {
        Symbol input = Input.of(8, 8, 1);
        Symbol maps = Conv2D.of(4, 3).activation(Activations.RELU).apply(input);
        Symbol normal = BatchNormalization.of().apply(maps);
        Symbol flat =
                Flatten.of().apply(MaxPooling2D.of(2).apply(Concatenate.of().apply(maps, normal)));
        return Model.of(
                input,
                Dense.of(5)
                        .activation(Activations.SOFTMAX)
                        .apply(Dropout.of(0.5f).apply(flat)));
    }

    @Test
    void manyThreadsAtOncePredictBitForBitWhatOneDoes() throws InterruptedException, ExecutionException {
        Model model = model();
        Map<Integer, Tensor> images = new HashMap<>();
        Map<Integer, Tensor> expected = new HashMap<>();
        for (int size : SIZES) {
            images.put(size, images(size, size));
            expected.put(size, model.predict(images.get(size)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread;
                all.add(threads.submit(() -> {
                    boolean same = true;
                    for (int i = 0; i < 200; i++) {
                        int size = SIZES[(first + i) % SIZES.length];
                        same &= model.predict(images.get(size)).equals(expected.get(size));
                    }
                    return same;
                }));
            }
            for (Future<Boolean> same : all) {
                assertThat(same.get()).isTrue();
            }
        }
    }

    @Test
    void aModelMayGiveItsInputOrThatInAnotherShape() {
        Symbol input = Input.of(8, 8, 1);
        for (int size : SIZES) {
            Tensor images = images(size, 9);
            assertThat(Model.of(input, input).predict(images)).isEqualTo(images);
            assertThat(Model.of(input, Flatten.of().apply(input)).predict(images))
                    .isEqualTo(images.reshape(size, 64));
        }
    }

    @Test
    void activationsOfDropoutAndFlattenAreThoseOfTheLayerBefore() {
        Model model = model();
        Tensor images = images(3, 4);
        Map<String, Tensor> all = model.activations(images);
        assertThat(all.get("dropout")).isEqualTo(all.get("flatten"));
        assertThat(all.get("flatten").data())
                .containsExactly(all.get("max_pooling2d").data());
        assertThat(all.get("dense")).isEqualTo(model.predict(images));
    }

    @Test
    void activationsOfASharedLayerAreNumbered() {
        Symbol input = Input.of(4);
        Dense twice = Dense.of(4).name("twice");
        Model model = Model.of(input, twice.apply(twice.apply(input)));
        Tensor one = Tensor.filled(Shape.of(1, 4), 1);
        Map<String, Tensor> all = model.activations(one);
        assertThat(all.keySet()).containsExactly("input_layer", "twice", "twice:1");
        assertThat(all.get("twice:1")).isEqualTo(model.predict(one));
        assertThat(model.activations(all.get("twice")).get("twice")).isEqualTo(all.get("twice:1"));
    }

    @Test
    void predictionsFollowEveryChangeOfAWeight() {
        Symbol input = Input.of(8, 8, 1);
        Symbol maps =
                BatchNormalization.of().apply(Conv2D.of(5, 3).padding(SAME).apply(input));
        Model model = Model.of(input, Dense.of(1).apply(Flatten.of().apply(maps)));
        Tensor images = images(3, 5);
        Tensor before = model.predict(images);
        Weight kernel = model.weight("conv2d/kernel");
        Tensor old = kernel.tensor();
        kernel.assign(Tensor.filled(kernel.shape(), 0.5f));
        Tensor assigned = model.predict(images);
        assertThat(assigned).isNotEqualTo(before);
        kernel.assign(old);
        assertThat(model.predict(images)).isEqualTo(before);
        model.compile(SGD.of(0.1f), MeanSquaredError.of());
        model.fit(Dataset.of(images, Tensor.filled(Shape.of(3, 1), 1)), Fit.epochs(1));
        Tensor fitted = model.predict(images);
        assertThat(fitted).isNotEqualTo(before);
        model.weight("batch_normalization/gamma").assign(Tensor.filled(Shape.of(5), 3));
        Tensor scaled = model.predict(images);
        assertThat(scaled).isNotEqualTo(fitted);
        float[] values = kernel.values();
        model.predict(images);
        values[0] += 1;
        assertThat(model.predict(images)).isNotEqualTo(scaled);
        values[0] -= 1;
    }

    @Test
    void aLargeNetworkGivesWhatItsLayersGiveOneByOne() {
        Symbol input = Input.of(90, 80, 2);
        Symbol maps =
                BatchNormalization.of().apply(Conv2D.of(37, 3).padding(SAME).apply(input));
        Symbol half = Activation.of(RELU).apply(maps);
        Symbol small = Conv2D.of(6, 3).strides(9).activation(TANH).apply(half);
        Model model = Model.of(input, small);
        Tensor images = Tensor.zeros(2, 90, 80, 2);
        RandomSource random = new RandomSource(3);
        for (int i = 0; i < images.data().length; i++) {
            images.data()[i] = random.nextFloat();
        }
        float[] expected = model.activations(images).get("conv2d_1").data();
        // The first four images, then others.
        for (int call = 0; call < 3; call++) {
            assertThat(model.predict(images).data()).containsExactly(expected, within(1e-5f));
        }
        assertThat(model.predict(images)).isEqualTo(model.predict(images));
    }

    /** Of over half a million numbers an image. */
    private static Model large(boolean upsampled) {
        Symbol input = Input.of(64, 64, 3);
        Symbol maps = Conv2D.of(32, 3).padding(SAME).activation(RELU).apply(input);
        Symbol normal = BatchNormalization.of()
                .apply(Conv2D.of(32, 3).padding(SAME).useBias(false).apply(maps));
        Symbol sum = Activation.of(RELU).apply(Add.of().apply(maps, normal));
        Symbol each = DepthwiseConv2D.of(3).padding(SAME).apply(sum);
        Symbol half = MaxPooling2D.of(2).apply(each);
        Symbol last = upsampled ? Conv2DTranspose.of(8, 2).strides(2).apply(half) : half;
        return Model.of(
                input,
                Dense.of(5).activation(Activations.SOFTMAX).apply(Flatten.of().apply(last)));
    }

    private static Tensor pictures(int n) {
        RandomSource random = new RandomSource(3);
        Tensor pictures = Tensor.zeros(n, 64, 64, 3);
        for (int i = 0; i < pictures.size(); i++) {
            pictures.data()[i] = random.nextFloat();
        }
        return pictures;
    }

    @Test
    void theFirstFourImagesOfALargeModelDifferFromLaterOnesByRoundingAlone() {
        Tensor pictures = pictures(2);
        Model model = large(false);
        Tensor first = model.predict(pictures);
        assertThat(model.predict(pictures)).isEqualTo(first);
        Tensor later = model.predict(pictures);
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.data()[i]).isCloseTo(later.data()[i], within(1e-5f));
        }
        assertThat(model.predict(pictures)).isEqualTo(later);
        Model other = large(false);
        assertThat(other.predict(pictures)).isEqualTo(first);
        other.predict(pictures(3));
        assertThat(other.predict(pictures)).isEqualTo(later);
    }

    @Test
    void aLargeModelThatMakesImagesLargerAgainAndOneThatIsGivenManyImagesPredictTheSameFromTheFirstTimeOn() {
        Model model = large(true);
        Tensor first = model.predict(pictures(1));
        assertThat(model.predict(pictures(1))).isEqualTo(first);
        Model other = large(false);
        Tensor many = other.predict(pictures(6));
        assertThat(other.predict(pictures(6))).isEqualTo(many);
    }
}
