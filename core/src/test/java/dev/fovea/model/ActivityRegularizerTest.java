package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Activations;
import dev.fovea.nn.ActivityRegularization;
import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Conv1DTranspose;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Conv3D;
import dev.fovea.nn.Conv3DTranspose;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv1D;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Regularizer;
import dev.fovea.nn.SeparableConv1D;
import dev.fovea.nn.SeparableConv2D;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.MeanSquaredError;
import dev.fovea.train.SGD;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the penalties of outputs to their definition, in what fit and evaluate say and in what fit does. */
class ActivityRegularizerTest {
    /** A batch of evaluate and some more. */
    private static final int IMAGES = 131;

    private static final float L1 = 0.25f;
    private static final float L2 = 0.125f;

    /** A layer with a penalty and the same without. */
    record Pair(Layer with, Layer without) {}

    /** All outputs are positive, so that no step crosses the kink of the absolute value. */
    static List<Pair> pairs() {
        Regularizer both = new Regularizer.L1L2(L1, L2);
        Conv2D conv = Conv2D.of(3, 2).activation(Activations.SOFTPLUS);
        Conv2D first = conv.dataFormat(DataFormat.CHANNELS_FIRST).activation(Activations.SOFTMAX);
        DepthwiseConv2D depthwise = DepthwiseConv2D.of(2).activation(Activations.SIGMOID);
        SeparableConv2D separable = SeparableConv2D.of(3, 2).useBias(false).activation(Activations.EXPONENTIAL);
        Dense dense = Dense.of(5).activation(Activations.SOFTPLUS);
        Conv1D sequences = Conv1D.of(3, 2).activation(Activations.SOFTPLUS);
        DepthwiseConv1D depthwise1 = DepthwiseConv1D.of(2).activation(Activations.SIGMOID);
        SeparableConv1D separable1 = SeparableConv1D.of(3, 2).activation(Activations.EXPONENTIAL);
        Conv3D volumes = Conv3D.of(3, 2).activation(Activations.SOFTPLUS);
        Conv1DTranspose transposed1 = Conv1DTranspose.of(3, 2).activation(Activations.SOFTPLUS);
        Conv2DTranspose transposed2 = Conv2DTranspose.of(3, 2).activation(Activations.SIGMOID);
        Conv3DTranspose transposed3 = Conv3DTranspose.of(2, 2).activation(Activations.SIGMOID);
        return List.of(
                new Pair(volumes.activityRegularizer(both), volumes),
                new Pair(transposed1.activityRegularizer(both), transposed1),
                new Pair(transposed2.activityRegularizer(both), transposed2),
                new Pair(transposed3.activityRegularizer(both), transposed3),
                new Pair(conv.activityRegularizer(both), conv),
                new Pair(first.activityRegularizer(both), first),
                new Pair(depthwise.activityRegularizer(both), depthwise),
                new Pair(separable.activityRegularizer(both), separable),
                new Pair(dense.activityRegularizer(both), dense),
                new Pair(sequences.activityRegularizer(both), sequences),
                new Pair(depthwise1.activityRegularizer(both), depthwise1),
                new Pair(separable1.activityRegularizer(both), separable1),
                new Pair(ActivityRegularization.of(L1, L2), Dropout.of(0)));
    }

    private static Tensor numbers(int... dims) {
        RandomSource random = new RandomSource(4);
        Tensor tensor = Tensor.zeros(dims);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    private static Symbol input(Layer layer) {
        String name = layer.className();
        return name.contains("1D") ? Input.of(12, 2) : name.contains("3D") ? Input.of(2, 2, 3, 2) : Input.of(3, 4, 2);
    }

    private static Tensor images(int images, Symbol input) {
        return numbers(input.shape().prepend(images).dims());
    }

    private static Sequential model(Layer layer) {
        Sequential model = Sequential.of(input(layer), layer, Dense.of(2));
        model.compile(SGD.of(1), MeanSquaredError.of());
        return model;
    }

    private static Dataset data(Sequential model) {
        return Dataset.of(
                numbers(model.inputShape().prepend(IMAGES).dims()),
                numbers(model.outputShape().prepend(IMAGES).dims()));
    }

    private static double loss(Sequential model) {
        return model.evaluate(data(model)).get("loss");
    }

    /** The mean over the images of {@code L1 sum |y| + L2 sum y^2}. */
    private static double penalty(Layer layer) {
        double sum = 0;
        Symbol input = input(layer);
        for (float y :
                Sequential.of(input, layer).predict(images(IMAGES, input)).data()) {
            sum += L1 * Math.abs((double) y) + L2 * (double) y * y;
        }
        return sum / IMAGES;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theLossHasTheMeanOfThePenaltiesOfImages(Pair pair) {
        double expected = loss(model(pair.without)) + penalty(pair.without);
        assertThat(penalty(pair.without)).isGreaterThan(0.1);
        assertThat(loss(model(pair.with))).isCloseTo(expected, within(1e-6 * expected));
        Sequential model = model(pair.with);
        // The loss of a step is from before it.
        assertThat(model.fit(data(model), Fit.epochs(1).batchSize(IMAGES))
                        .last()
                        .get("loss"))
                .isCloseTo(expected, within(1e-6 * expected));
        Tensor images = images(1, input(pair.with));
        assertThat(model(pair.with).predict(images))
                .isEqualTo(model(pair.without).predict(images));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aStepGoesDownTheSlopeOfTheLoss(Pair pair) {
        Sequential model = model(pair.with);
        Sequential stepped = model(pair.with);
        stepped.fit(data(stepped), Fit.epochs(1).batchSize(IMAGES));
        for (Weight weight : model.weights()) {
            float[] before = weight.values().clone();
            float[] after = stepped.weight(weight.name()).values();
            float[] direction = numbers(before.length).data();
            double slope = 0;
            for (int i = 0; i < before.length; i++) {
                slope += direction[i] * ((double) before[i] - after[i]);
            }
            double wide = difference(model, weight, direction, 0x1p-5f);
            double narrow = difference(model, weight, direction, 0x1p-6f);
            assertThat(slope)
                    .as(weight.name())
                    .isCloseTo((4 * narrow - wide) / 3, within(1e-4 + Math.abs(narrow - wide) / 8));
        }
    }

    private static double difference(Sequential model, Weight weight, float[] direction, float step) {
        float[] before = weight.values().clone();
        double difference = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
            for (int i = 0; i < before.length; i++) {
                weight.values()[i] = before[i] + sign * step * direction[i];
            }
            difference += sign * loss(model);
        }
        System.arraycopy(before, 0, weight.values(), 0, before.length);
        return difference / (2 * step);
    }

    @Test
    void penaltiesAreThoseOfThePaper() {
        Tensor images = Tensor.of(Shape.of(2, 2), 1, -2, 3, 0);
        Sequential model = Sequential.of(Input.of(2), ActivityRegularization.of(0.5f, 0.25f));
        model.compile(SGD.of(1), MeanSquaredError.of());
        // 0.5 * 3 + 0.25 * 5 and 0.5 * 3 + 0.25 * 9.
        assertThat(model.evaluate(Dataset.of(images, images)).get("loss")).isEqualTo((2.75 + 3.75) / 2);
    }

    @Test
    void aSharedLayerCostsWhereverItIsApplied() {
        Symbol input = Input.of(2);
        ActivityRegularization shared = ActivityRegularization.of(1, 0);
        Model model = Model.of(input, shared.apply(shared.apply(input)));
        model.compile(SGD.of(1), MeanSquaredError.of());
        Tensor images = Tensor.of(Shape.of(1, 2), 1, -2);
        assertThat(model.evaluate(Dataset.of(images, images)).get("loss")).isEqualTo(6);
    }

    @Test
    void ofAFactorOf0NothingIsComputed() {
        Tensor images = Tensor.of(Shape.of(1, 2), 1e30f, 0);
        Sequential model = Sequential.of(Input.of(2), ActivityRegularization.of(0x1p-100f, 0));
        model.compile(SGD.of(1), MeanSquaredError.of());
        assertThat(model.evaluate(Dataset.of(images, images)).get("loss")).isCloseTo(1e30 * 0x1p-100, within(1e-6));
        assertThatThrownBy(() -> ActivityRegularization.of(-1, 0)).hasMessageContaining("l1 is a finite number of 0");
    }
}
