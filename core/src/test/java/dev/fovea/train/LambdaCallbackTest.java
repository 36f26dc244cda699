package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Callbacks of functions, and the quiet end of a fit that diverges, in the real loop. */
class LambdaCallbackTest {
    private final Tensor images = Tensor.filled(Shape.of(5, 2), 1);
    private final Dataset data = Dataset.of(images, Tensor.filled(Shape.of(5, 1), 100));

    @Test
    void eachEventRunsItsFunction() {
        List<String> events = new ArrayList<>();
        LambdaCallback callback = LambdaCallback.of()
                .onTrainBegin(training -> events.add("begin"))
                .onEpochBegin(training -> events.add("epoch " + training.epoch()))
                .onTrainBatchBegin((training, step) -> events.add("step " + step))
                .onTrainBatchEnd((training, step, logs) ->
                        events.add("done " + step + " " + logs.get().has("loss")))
                .onEpochEnd((training, epoch) -> events.add("epoch done " + epoch.number()))
                .onTrainEnd(training -> events.add("end"));
        Sequential model = Sequential.of(Input.of(2), Dense.of(1));
        model.compile(SGD.of(0.01f), MeanSquaredError.of());
        model.fit(data, Fit.epochs(1).batchSize(3).callbacks(callback, LambdaCallback.of()));
        assertThat(events)
                .containsExactly(
                        "begin", "epoch 1", "step 1", "done 1 true", "step 2", "done 2 true", "epoch done 1", "end");
    }

    @Test
    void aFunctionThatIsMissingIsRefused() {
        assertThatThrownBy(() -> LambdaCallback.of().onTrainEnd((java.util.function.Consumer<Training>) null))
                .hasMessageContaining("a function for onTrainEnd");
    }

    @Test
    void aFitThatDivergesEndsQuietlyWithTheWeightsOfTheEpochBefore() {
        List<String> events = new ArrayList<>();
        float[][] afterFirst = new float[1][];
        Sequential model = Sequential.of(Input.of(2), Dense.of(1));
        model.compile(SGD.of(0.01f), MeanSquaredError.of());
        LambdaCallback raise = LambdaCallback.of()
                .onEpochEnd((training, epoch) -> {
                    afterFirst[0] = model.weight("dense/kernel").values().clone();
                    training.learningRate(1e38f);
                })
                .onTrainEnd(training -> events.add("end"));
        Fit fit = Fit.epochs(4).batchSize(1);
        History history = model.fit(data, fit.callbacks(raise, TerminateOnNaN.of()));
        assertThat(history.epochs()).hasSize(1);
        assertThat(events).containsExactly("end");
        assertThat(model.weight("dense/kernel").values()).containsExactly(afterFirst[0]);
        assertThatThrownBy(
                        () -> model.fit(data, fit.callbacks(TerminateOnNaN.of().raiseError(true))))
                .isInstanceOf(DivergedException.class);
    }

    @Test
    void weightsThatOverflowInTheLastStepEndItQuietlyToo() {
        Sequential model = Sequential.of(Input.of(2), Dense.of(1));
        model.compile(SGD.of(1e38f), MeanSquaredError.of());
        float[] before = model.weight("dense/kernel").values().clone();
        History history = model.fit(data, Fit.epochs(3).callbacks(TerminateOnNaN.of()));
        assertThat(history.epochs()).isEmpty();
        assertThat(model.weight("dense/kernel").values()).containsExactly(before);
    }
}
