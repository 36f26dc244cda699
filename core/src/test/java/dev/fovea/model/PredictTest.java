package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.nn.Activations;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
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
        Tensor one = Tensor.filled(dev.fovea.tensor.Shape.of(1, 4), 1);
        Map<String, Tensor> all = model.activations(one);
        assertThat(all.keySet()).containsExactly("input_layer", "twice", "twice:1");
        assertThat(all.get("twice:1")).isEqualTo(model.predict(one));
        assertThat(model.activations(all.get("twice")).get("twice")).isEqualTo(all.get("twice:1"));
    }
}
