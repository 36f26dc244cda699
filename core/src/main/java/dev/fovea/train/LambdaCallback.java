package dev.fovea.train;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A callback made of functions, as Keras's of that name; each event has one, which does nothing unless set.
 *
 * <pre>{@code
 * LambdaCallback.of().onEpochEnd((training, epoch) -> System.out.println(epoch.logs()));
 * }</pre>
 */
public record LambdaCallback(
        Consumer<Training> onEpochBegin,
        BiConsumer<Training, History.Epoch> onEpochEnd,
        Consumer<Training> onTrainBegin,
        Consumer<Training> onTrainEnd,
        BatchBegin onTrainBatchBegin,
        BatchEnd onTrainBatchEnd)
        implements Callback {
    /** What is done before a step. */
    @FunctionalInterface
    public interface BatchBegin {
        /** See {@link Callback#onBatchBegin}. */
        void at(Training training, int step);
    }

    /** What is done after a step. */
    @FunctionalInterface
    public interface BatchEnd {
        /** See {@link Callback#onBatchEnd}. */
        void at(Training training, int step, Supplier<Logs> logs);
    }

    public LambdaCallback {
        Objects.requireNonNull(onEpochBegin, "LambdaCallback takes a function for onEpochBegin");
        Objects.requireNonNull(onEpochEnd, "LambdaCallback takes a function for onEpochEnd");
        Objects.requireNonNull(onTrainBegin, "LambdaCallback takes a function for onTrainBegin");
        Objects.requireNonNull(onTrainEnd, "LambdaCallback takes a function for onTrainEnd");
        Objects.requireNonNull(onTrainBatchBegin, "LambdaCallback takes a function for onTrainBatchBegin");
        Objects.requireNonNull(onTrainBatchEnd, "LambdaCallback takes a function for onTrainBatchEnd");
    }

    /** One that does nothing yet. */
    public static LambdaCallback of() {
        return new LambdaCallback(
                training -> {},
                (training, epoch) -> {},
                training -> {},
                training -> {},
                (training, step) -> {},
                (training, step, logs) -> {});
    }

    public LambdaCallback onEpochBegin(Consumer<Training> function) {
        return new LambdaCallback(function, onEpochEnd, onTrainBegin, onTrainEnd, onTrainBatchBegin, onTrainBatchEnd);
    }

    public LambdaCallback onEpochEnd(BiConsumer<Training, History.Epoch> function) {
        return new LambdaCallback(onEpochBegin, function, onTrainBegin, onTrainEnd, onTrainBatchBegin, onTrainBatchEnd);
    }

    public LambdaCallback onTrainBegin(Consumer<Training> function) {
        return new LambdaCallback(onEpochBegin, onEpochEnd, function, onTrainEnd, onTrainBatchBegin, onTrainBatchEnd);
    }

    public LambdaCallback onTrainEnd(Consumer<Training> function) {
        return new LambdaCallback(onEpochBegin, onEpochEnd, onTrainBegin, function, onTrainBatchBegin, onTrainBatchEnd);
    }

    public LambdaCallback onTrainBatchBegin(BatchBegin function) {
        return new LambdaCallback(onEpochBegin, onEpochEnd, onTrainBegin, onTrainEnd, function, onTrainBatchEnd);
    }

    public LambdaCallback onTrainBatchEnd(BatchEnd function) {
        return new LambdaCallback(onEpochBegin, onEpochEnd, onTrainBegin, onTrainEnd, onTrainBatchBegin, function);
    }

    @Override
    public void onEpochBegin(Training training) {
        onEpochBegin.accept(training);
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        onEpochEnd.accept(training, epoch);
    }

    @Override
    public void onTrainBegin(Training training) {
        onTrainBegin.accept(training);
    }

    @Override
    public void onTrainEnd(Training training) {
        onTrainEnd.accept(training);
    }

    @Override
    public void onBatchBegin(Training training, int step) {
        onTrainBatchBegin.at(training, step);
    }

    @Override
    public void onBatchEnd(Training training, int step, Supplier<Logs> logs) {
        onTrainBatchEnd.at(training, step, logs);
    }
}
