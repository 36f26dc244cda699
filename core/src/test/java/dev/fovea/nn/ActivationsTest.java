package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.op.Ops;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The defaults and arguments of the activations; the functions of one number are held to their formulas elsewhere. */
class ActivationsTest {
    private static final Tensor X = Tensor.of(Shape.of(1, 6), -4, -1, -0.25f, 0.25f, 1, 7);

    private static void holds(Tensor actual, DoubleUnaryOperator formula) {
        for (int i = 0; i < X.size(); i++) {
            assertThat((double) actual.data()[i]).isCloseTo(formula.applyAsDouble(X.data()[i]), within(2e-6));
        }
    }

    @Test
    void defaultsAreKerass() {
        holds(Activations.LEAKY_RELU.apply(X), x -> x < 0 ? 0.2 * x : x);
        holds(Activations.ELU.apply(X), x -> x < 0 ? Math.expm1(x) : x);
        holds(Activations.CELU.apply(X), x -> x < 0 ? Math.expm1(x) : x);
        holds(Activations.HARD_SHRINK.apply(X), x -> Math.abs(x) > 0.5 ? x : 0);
        holds(Activations.SOFT_SHRINK.apply(X), x -> Math.abs(x) > 0.5 ? x - Math.copySign(0.5, x) : 0);
        holds(Activations.SQUAREPLUS.apply(X), x -> (x + Math.sqrt(x * x + 4)) / 2);
        assertThat(Activations.GELU.apply(X)).isEqualTo(Activations.gelu(X, false));
        assertThat(Activations.SWISH.apply(X)).isEqualTo(Activations.SILU.apply(X));
        assertThat(Activations.HARD_SWISH.apply(X)).isEqualTo(Activations.HARD_SILU.apply(X));
    }

    @Test
    void numbersAreThoseOfKerassDocumentation() {
        Tensor x = Tensor.of(Shape.of(1, 5), -10, -1, 0, 1, 10);
        assertThat(Activations.RELU.apply(x).data()).containsExactly(0, 0, 0, 1, 10);
        assertThat(Activations.relu(x, 0.5f, null, 0).data()).containsExactly(-5, -0.5f, 0, 1, 10);
        assertThat(Activations.relu(x, 0, 5f, 0).data()).containsExactly(0, 0, 0, 1, 5);
        assertThat(Activations.relu(x, 0, null, 5).data()).containsExactly(0, 0, 0, 0, 10);
        assertThat(Activations.GELU.apply(x).data())
                .containsExactly(new float[] {0, -0.15865525f, 0, 0.8413447f, 10}, within(1e-6f));
        assertThat(Activations.gelu(x, true).data())
                .containsExactly(new float[] {0, -0.158808f, 0, 0.841192f, 10}, within(1e-6f));
        assertThat(Activations.SELU.apply(x).data())
                .containsExactly(new float[] {-1.7580194f, -1.1113307f, 0, 1.050701f, 10.50701f}, within(1e-6f));
        assertThat(Activations.MISH.apply(x).data()[3]).isCloseTo(0.8650984f, within(1e-6f));
        assertThat(Activations.HARD_SIGMOID.apply(x).data())
                .containsExactly(new float[] {0, 1 / 3f, 0.5f, 2 / 3f, 1}, within(1e-6f));
    }

    @Test
    void argumentsAreThoseOfTheFunctions() {
        holds(Activations.leakyRelu(X, 0.5f), x -> x < 0 ? 0.5 * x : x);
        holds(Activations.elu(X, 0.5f), x -> x < 0 ? 0.5 * Math.expm1(x) : x);
        holds(Activations.celu(X, 0.5f), x -> x < 0 ? 0.5 * Math.expm1(2 * x) : x);
        holds(Activations.hardShrink(X, 2), x -> Math.abs(x) > 2 ? x : 0);
        holds(Activations.softShrink(X, 2), x -> Math.abs(x) > 2 ? x - Math.copySign(2, x) : 0);
        holds(Activations.squareplus(X, 1), x -> (x + Math.sqrt(x * x + 1)) / 2);
        holds(Activations.threshold(X, 0.5f, -20), x -> x > 0.5 ? x : -20);
        holds(Activations.relu(X, 0.5f, 3f, 0.5f), x -> x >= 0.5 ? Math.min(x, 3) : 0.5 * (x - 0.5));
    }

    @Test
    void functionsOverAnAxisTakeAnyAxis() {
        Tensor x = Tensor.zeros(2, 4, 3);
        RandomSource random = new RandomSource(1);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        Tensor y = Activations.softmax(x, 1);
        Tensor logs = Activations.logSoftmax(x, 1);
        Tensor gated = Activations.glu(x, 1);
        assertThat(gated.shape()).isEqualTo(Shape.of(2, 2, 3));
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 3; k++) {
                double sum = 0;
                for (int j = 0; j < 4; j++) {
                    sum += Math.exp(x.get(i, j, k));
                }
                for (int j = 0; j < 4; j++) {
                    assertThat((double) y.get(i, j, k)).isCloseTo(Math.exp(x.get(i, j, k)) / sum, within(1e-6));
                    assertThat((double) logs.get(i, j, k)).isCloseTo(x.get(i, j, k) - Math.log(sum), within(1e-6));
                }
                for (int j = 0; j < 2; j++) {
                    assertThat((double) gated.get(i, j, k))
                            .isCloseTo(x.get(i, j, k) / (1 + Math.exp(-x.get(i, j + 2, k))), within(1e-6));
                }
            }
        }
        assertThat(Activations.GLU.apply(Ops.transpose(x, 0, 2, 1))).isEqualTo(Ops.transpose(gated, 0, 2, 1));
    }

    @Test
    void theLogarithmOfSoftmaxIsExactWhereTheProbabilityIsNone() {
        assertThat(Activations.LOG_SOFTMAX
                        .apply(Tensor.of(Shape.of(1, 3), 1000, 0, -1000))
                        .data())
                .containsExactly(0, -1000, -2000);
    }

    /** The nearest point of the simplex is the one that no other is nearer than: tried against a fine grid of others. */
    @Test
    void sparsemaxIsTheNearestRowOfProbabilities() {
        RandomSource random = new RandomSource(6);
        for (int round = 0; round < 50; round++) {
            float[] x = {2 * random.nextFloat(), 2 * random.nextFloat(), 2 * random.nextFloat()};
            float[] y =
                    Activations.SPARSEMAX.apply(Tensor.of(Shape.of(1, 3), x)).data();
            assertThat((double) y[0] + y[1] + y[2]).isCloseTo(1, within(1e-6));
            for (int i = 0; i <= 50; i++) {
                for (int j = 0; i + j <= 50; j++) {
                    double[] other = {i / 50.0, j / 50.0, (50 - i - j) / 50.0};
                    double nearer = 0;
                    for (int k = 0; k < 3; k++) {
                        assertThat(y[k]).isNotNegative();
                        nearer += Math.pow(x[k] - y[k], 2) - Math.pow(x[k] - other[k], 2);
                    }
                    assertThat(nearer).isLessThan(1e-6);
                }
            }
        }
        assertThat(Activations.sparsemax(Tensor.of(Shape.of(3, 1), 3, 1, 1), 0).data())
                .containsExactly(1, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void aLayerGivesWhatTheFunctionGivesAndComesBackFromAFile(Activations activation, @TempDir Path folder)
            throws IOException {
        Sequential model = Sequential.of(Input.of(6), Activation.of(activation));
        Tensor y = model.predict(X);
        Tensor expected = activation.apply(X);
        assertThat(y.shape()).isEqualTo(expected.shape());
        assertThat(y.data()).containsExactly(expected.data(), within(1e-6f));
        model.save(folder.resolve("model.safetensors"));
        Model loaded = Model.load(folder.resolve("model.safetensors"));
        assertThat(loaded.layers()).contains(Activation.of(activation).name("activation"));
        assertThat(loaded.predict(X)).isEqualTo(y);
    }

    @Test
    void slopesThatAreLearnedAreOfTheImageWithOneForEachSharedAxis() throws IOException {
        Tensor x = Tensor.zeros(3, 2, 3, 4);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = i % 7 - 3;
        }
        for (int[] shared : new int[][] {{}, {1, 2}, {2}, {3}, {1, 2, 3}}) {
            PReLU layer = PReLU.of()
                    .alphaInitializer(new Initializer.RandomUniform(-1, 1))
                    .sharedAxes(shared);
            Sequential model = Sequential.of(Input.of(2, 3, 4), layer);
            Tensor alpha = Tensor.of(
                    model.weights().getFirst().shape(),
                    model.weight("p_re_lu/alpha").values());
            int[] dims = {2, 3, 4};
            for (int axis : shared) {
                dims[axis - 1] = 1;
            }
            assertThat(alpha.shape()).isEqualTo(Shape.of(dims));
            Tensor y = model.predict(x);
            for (int n = 0; n < 3; n++) {
                for (int h = 0; h < 2; h++) {
                    for (int w = 0; w < 3; w++) {
                        for (int c = 0; c < 4; c++) {
                            float slope = alpha.get(h % dims[0], w % dims[1], c % dims[2]);
                            float value = x.get(n, h, w, c);
                            assertThat(y.get(n, h, w, c)).isEqualTo(value > 0 ? value : slope * value);
                        }
                    }
                }
            }
        }
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> Activations.GLU.apply(Tensor.zeros(2, 3)))
                .hasMessageContaining("that of [2, 3] is 3 long");
        assertThatThrownBy(() -> PReLU.of().sharedAxes(4).apply(Input.of(2, 3)))
                .hasMessageContaining("axis 4 is not one of an image [2, 3]");
    }
}
