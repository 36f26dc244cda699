package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Input;
import dev.fovea.nn.Subtract;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.MeanAbsoluteError;
import dev.fovea.train.MeanSquaredError;
import dev.fovea.train.Objective;
import dev.fovea.train.SGD;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionalModelTest {
    private static final Tensor A = random(1, 24, 4);
    private static final Tensor B = random(2, 24, 4);

    @TempDir
    private Path folder;

    private static Tensor random(long seed, int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        RandomSource random = new RandomSource(seed);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = 2 * random.nextFloat() - 1;
        }
        return tensor;
    }

    /** Two inputs, joined; two outputs, one of them from before the joint. */
    private static Model twoByTwo() {
        Symbol left = Input.named("left", 4);
        Symbol right = Input.named("right", 4);
        Symbol trunk = Dense.of(3).name("trunk").apply(left);
        Symbol both = Concatenate.of().apply(trunk, right);
        Symbol head = Dense.of(2).name("head").apply(both);
        Symbol side = Dense.of(1).name("side").apply(trunk);
        return Model.of(List.of(left, right), List.of(head, side));
    }

    private static Model encoder() {
        Symbol in = Input.of(4);
        return Model.named("encoder", 7, in, Dense.of(3).name("code").apply(in));
    }

    @Test
    void severalInputsAndOutputsGoInTheOrderGiven() {
        Model model = twoByTwo();
        List<Tensor> outputs = model.predictAll(A, B);
        assertThat(model.outputNames()).containsExactly("head", "side");
        Tensor trunk = dense(A, model, "trunk");
        Tensor joined = Tensor.zeros(24, 7);
        for (int n = 0; n < 24; n++) {
            System.arraycopy(trunk.data(), n * 3, joined.data(), n * 7, 3);
            System.arraycopy(B.data(), n * 4, joined.data(), n * 7 + 3, 4);
        }
        assertThat(outputs.get(0).data())
                .containsExactly(dense(joined, model, "head").data(), within());
        assertThat(outputs.get(1).data())
                .containsExactly(dense(trunk, model, "side").data(), within());
    }

    private static Offset<Float> within() {
        return Offset.offset(1e-5f);
    }

    private static Tensor dense(Tensor x, Model model, String layer) {
        float[] kernel = model.weight(layer + "/kernel").values();
        float[] bias = model.weight(layer + "/bias").values();
        int in = x.shape().dim(1);
        Tensor y = Tensor.zeros(x.shape().dim(0), bias.length);
        for (int n = 0; n < x.shape().dim(0); n++) {
            for (int o = 0; o < bias.length; o++) {
                double sum = bias[o];
                for (int i = 0; i < in; i++) {
                    sum += (double) x.data()[n * in + i] * kernel[i * bias.length + o];
                }
                y.data()[n * bias.length + o] = (float) sum;
            }
        }
        return y;
    }

    @Test
    void aModelIsALayerWhoseWeightsAllItsUsesShare() {
        Model encoder = encoder();
        Symbol a = Input.of(4);
        Symbol b = Input.of(4);
        Model twins = Model.of(List.of(a, b), List.of(Subtract.of().apply(encoder.apply(a), encoder.apply(b))));
        assertThat(twins.predictAll(A, A).getFirst().data()).containsOnly(0f);
        assertThat(twins.weights().stream().map(Weight::name))
                .containsExactly("encoder/code/kernel", "encoder/code/bias");
        assertThat(twins.countParams()).isEqualTo(encoder.countParams());
        twins.compile(SGD.of(0.1f), MeanSquaredError.of());
        Tensor before = encoder.predict(A);
        twins.fit(
                Dataset.of(List.of(A, B), List.of(random(3, 24, 3))),
                Fit.epochs(2).batchSize(8));
        assertThat(encoder.predict(A).data()).isNotEqualTo(before.data());
        assertThat(twins.weight("encoder/code/kernel").values())
                .isSameAs(encoder.weight("code/kernel").values());
    }

    @Test
    void aModelWithinAnotherLearnsAsItsLayersWouldByThemselves() {
        Symbol in = Input.of(4);
        Symbol code = encoder().apply(in);
        Model nested = Model.named("nested", 1, in, Dense.of(2).name("head").apply(code));
        Symbol flatIn = Input.of(4);
        Symbol flatCode = Dense.of(3).name("code").apply(flatIn);
        Model flat = Model.named("flat", 1, flatIn, Dense.of(2).name("head").apply(flatCode));
        for (String part : List.of("/kernel", "/bias")) {
            flat.weight("code" + part)
                    .assign(nested.weight("encoder/code" + part).tensor());
            flat.weight("head" + part).assign(nested.weight("head" + part).tensor());
        }
        Dataset data = Dataset.of(A, random(4, 24, 2));
        for (Model model : List.of(nested, flat)) {
            model.compile(Adam.of(1e-2f), MeanSquaredError.of());
            model.fit(data, Fit.epochs(3).batchSize(8));
        }
        assertThat(nested.weight("encoder/code/kernel").values())
                .isEqualTo(flat.weight("code/kernel").values());
        assertThat(nested.weight("head/kernel").values())
                .isEqualTo(flat.weight("head/kernel").values());
    }

    @Test
    void aModelOfSeveralOutputsWithinAnotherGivesThemAll() {
        Model inner = twoByTwo();
        Symbol a = Input.of(4);
        Symbol b = Input.of(4);
        List<Symbol> outputs = inner.applyAll(a, b);
        assertThat(outputs.stream().map(Symbol::shape).map(Object::toString)).containsExactly("[2]", "[1]");
        Model outer = Model.of(List.of(a, b), List.of(Concatenate.of().apply(outputs.get(1), outputs.get(0))));
        List<Tensor> parts = inner.predictAll(A, B);
        Tensor joined = outer.predictAll(A, B).getFirst();
        for (int n = 0; n < 24; n++) {
            assertThat(joined.data()[n * 3]).isEqualTo(parts.get(1).data()[n]);
            assertThat(joined.data()[n * 3 + 2]).isEqualTo(parts.get(0).data()[n * 2 + 1]);
        }
        assertThatThrownBy(() -> inner.apply(a, b)).hasMessageContaining("gives 2 values");
    }

    @Test
    void aFrozenLayerKeepsItsWeightsAndLearnsAgainWhenThawed() {
        Symbol in = Input.of(4);
        Symbol code = Dense.of(3).name("code").apply(in);
        Model model = Model.of(in, Dense.of(2).name("head").apply(code));
        model.compile(Adam.of(1e-2f), MeanSquaredError.of());
        Dataset data = Dataset.of(A, random(4, 24, 2));
        model.trainable("code", false);
        assertThat(model.trainable("code")).isFalse();
        assertThat(model.summary()).contains("Trainable params: 8 ", "Non-trainable params: 15 ");
        Tensor code0 = model.weight("code/kernel").tensor();
        Tensor head0 = model.weight("head/kernel").tensor();
        model.fit(data, Fit.epochs(2).batchSize(8));
        assertThat(model.weight("code/kernel").values()).isEqualTo(code0.data());
        assertThat(model.weight("head/kernel").values()).isNotEqualTo(head0.data());
        assertThat(model.trainable()).isTrue();
        model.trainable("head", false);
        // The input has no weights that could learn.
        assertThat(model.trainable()).isFalse();
        model.trainable(true);
        model.fit(data, Fit.epochs(1).batchSize(8));
        assertThat(model.weight("code/kernel").values()).isNotEqualTo(code0.data());
    }

    @Test
    void aFrozenModelWithinAnotherIsFrozenWithItsMovingAverages() {
        Symbol x = Input.of(4);
        Symbol normed = BatchNormalization.of()
                .name("bn")
                .apply(Dense.of(3).name("code").apply(x));
        Model backbone = Model.named("backbone", 3, x, normed);
        Symbol in = Input.of(4);
        Model model = Model.of(in, Dense.of(2).name("head").apply(backbone.apply(in)));
        model.trainable("backbone", false);
        assertThat(backbone.trainable()).isFalse();
        model.compile(SGD.of(0.1f), MeanSquaredError.of());
        List<float[]> before =
                backbone.weights().stream().map(w -> w.values().clone()).toList();
        model.fit(Dataset.of(A, random(4, 24, 2)), Fit.epochs(2).batchSize(8));
        for (int i = 0; i < before.size(); i++) {
            assertThat(backbone.weights().get(i).values()).isEqualTo(before.get(i));
        }
        // Frozen, it normalizes by its moving averages in training too, so both losses are of one formula.
        model.compile(SGD.of(0), MeanSquaredError.of());
        Dataset data = Dataset.of(B, random(5, 24, 2));
        double trained = model.fit(data, Fit.epochs(1).batchSize(24)).last().get("loss");
        assertThat(trained).isEqualTo(model.evaluate(data).get("loss"));
    }

    @Test
    void upToGivesWhatALayerGivesByTheSameWeights() {
        Model model = twoByTwo();
        Model trunk = model.upTo("trunk");
        assertThat(trunk.inputShapes()).hasSize(1);
        Map<String, Tensor> all = model.activations(A, B);
        assertThat(all.keySet()).contains("left", "right", "trunk", "head", "side");
        assertThat(trunk.predict(A).data()).containsExactly(all.get("trunk").data(), within());
        Model both = model.upTo("trunk", "head");
        assertThat(both.predictAll(A, B).get(1).data())
                .containsExactly(all.get("head").data(), within());
        assertThat(trunk.weight("trunk/kernel").values())
                .isSameAs(model.weight("trunk/kernel").values());
        model.trainable("trunk", false);
        assertThat(trunk.trainable("trunk")).isFalse();
        assertThatThrownBy(() -> model.upTo("trunc")).hasMessageContaining("no layer is named \"trunc\"");
    }

    @Test
    void anInputMayBeWhatALayerGives() {
        Symbol in = Input.of(4);
        Symbol code = Dense.of(3).apply(in);
        Model head = Model.of(code, Dense.of(2).apply(code));
        assertThat(head.inputShape().toString()).isEqualTo("[3]");
        assertThat(head.countParams()).isEqualTo(8);
    }

    @Test
    void dropoutsOfTwoUsesOfAModelDropOtherElements() {
        Symbol x = Input.of(400);
        Model half = Model.of(x, Dropout.of(0.5f).apply(x));
        Symbol in = Input.of(400);
        Symbol difference = Subtract.of().apply(half.apply(in), half.apply(in));
        Network network = Model.of(in, difference).network();
        Network.Built built = network.build(true);
        float[] ones = new float[400];
        Arrays.fill(ones, 1);
        float[] differences = new Eager(built.graph(), new float[][][] {{ones}}, node -> null, 1)
                .of(built.outputs().getFirst())[0];
        int unequal = 0;
        for (float value : differences) {
            unequal += value == 0 ? 0 : 1;
        }
        assertThat(unequal).isBetween(150, 250);
    }

    @Test
    void allOfItComesBackFromAFileAndLearnsOnAsIfNothingHadBeen() throws IOException {
        Model encoder = encoder();
        Symbol a = Input.named("a", 4);
        Symbol b = Input.named("b", 4);
        Symbol sum = Add.of().apply(encoder.apply(a), encoder.apply(b));
        Symbol norm = BatchNormalization.of().name("norm").apply(sum);
        Symbol score = Dense.of(1).name("score").apply(norm);
        List<Symbol> parts = twoByTwo().applyAll(b, a);
        Model model = Model.named("whole", 5, List.of(a, b), List.of(score, parts.get(1), parts.get(0)));
        model.trainable("norm", false);
        model.compile(
                Adam.of(1e-2f).clipnorm(1).useEma(true),
                Objective.of(MeanSquaredError.of(), MeanAbsoluteError.of()),
                Objective.of(MeanSquaredError.of()).weight(0.25f),
                Objective.of(MeanSquaredError.of()));
        Dataset data = Dataset.of(List.of(A, B), List.of(random(8, 24, 1), random(9, 24, 1), random(10, 24, 2)));
        model.fit(data, Fit.epochs(2).batchSize(8));
        Path file = folder.resolve("whole.safetensors");
        model.save(file);
        Model loaded = Model.load(file);
        assertThat(loaded.trainable("norm")).isFalse();
        assertThat(loaded.summary()).isEqualTo(model.summary());
        assertThat(loaded.compiled().objectives()).isEqualTo(model.compiled().objectives());
        for (int i = 0; i < 3; i++) {
            assertThat(loaded.predictAll(A, B).get(i).data())
                    .isEqualTo(model.predictAll(A, B).get(i).data());
        }
        Fit more = Fit.epochs(3).initialEpoch(2).batchSize(8);
        assertThat(loaded.fit(data, more).last())
                .isEqualTo(model.fit(data, more).last());
        for (int i = 0; i < model.weights().size(); i++) {
            assertThat(loaded.weights().get(i).values())
                    .isEqualTo(model.weights().get(i).values());
        }
        Model again = loaded.upTo("score");
        assertThat(again.predictAll(A, B).getFirst().data())
                .isEqualTo(loaded.predictAll(A, B).getFirst().data());
    }

    @Test
    void aModelStandsInASequential() throws IOException {
        Sequential stack = Sequential.of(Input.of(4), encoder(), Dense.of(2));
        assertThat(stack.layerNames()).containsExactly("input_layer", "encoder", "dense");
        assertThat(stack.summary()).contains("encoder (Functional)");
        Path file = folder.resolve("stack.safetensors");
        stack.save(file);
        assertThat(Model.load(file).predict(A).data())
                .isEqualTo(stack.predict(A).data());
        Model encoder = encoder();
        assertThatThrownBy(() -> Sequential.of(Input.of(3), Dense.of(4), encoder, Dense.of(4), encoder))
                .hasMessageContaining("in the stack twice");
    }

    @Test
    void inputsAndOutputsThatDoNotFitAreRefused() {
        Symbol a = Input.named("a", 4);
        Symbol b = Input.named("b", 4);
        Symbol sum = Add.of().apply(a, b);
        assertThatThrownBy(() -> Model.of(a, sum)).hasMessageContaining("not among the model's inputs");
        assertThatThrownBy(() -> Model.of(List.of(a, b), List.of(Dense.of(1).apply(a))))
                .hasMessageContaining("does not depend on the input");
        Model model = twoByTwo();
        assertThatThrownBy(() -> model.predict(A)).hasMessageContaining("several outputs, head, side");
        assertThatThrownBy(() -> model.predictAll(A)).hasMessageContaining("takes 2 inputs");
        assertThatThrownBy(() -> model.predictAll(A, random(1, 5, 4))).hasMessageContaining("as many images");
        assertThatThrownBy(() -> model.compile(SGD.of(0.1f), MeanSquaredError.of()))
                .hasMessageContaining("needs an objective for each");
        model.compile(SGD.of(0.1f), Objective.of(MeanSquaredError.of()), Objective.of(MeanSquaredError.of()));
        assertThatThrownBy(() -> model.fit(Dataset.of(A, B), Fit.epochs(1)))
                .hasMessageContaining("inputs of shapes [[4], [4]]");
        assertThatThrownBy(() -> model.fit(Dataset.of(List.of(A, B), List.of(A)), Fit.epochs(1)))
                .hasMessageContaining("has 2 outputs, but images have 1 targets");
        Model encoder = encoder();
        assertThatThrownBy(() -> encoder.apply(Input.of(5))).hasMessageContaining("Functional \"encoder\"", "[[4]]");
        assertThatThrownBy(model::inputShape).hasMessageContaining("several inputs");
    }
}
