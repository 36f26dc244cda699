package dev.fovea.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Writes what a fit measures as event files for TensorBoard, as Keras's callback of that name: {@code epoch_loss},
 * {@code epoch_learning_rate} and the like by epoch, from 0, in {@code logDir/train} and {@code logDir/validation};
 * there, too, {@code evaluation_loss_vs_iterations} and the like by step.
 *
 * <pre>{@code
 * model.fit(train, Fit.epochs(10).validation(test).callbacks(TensorBoard.of(Path.of("logs/first"))));
 * // then, in a shell: tensorboard --logdir logs
 * }</pre>
 *
 * <p>What is measured is written at once, so a fit that is cut off leaves what it measured. A file that can't be written
 * ends the fit with an {@link UncheckedIOException}. Keras's graphs, histograms, images, embeddings and profiles are not
 * written.
 */
public final class TensorBoard implements Callback {
    private final Path logDir;
    private final int updateFreq;
    private final boolean writeStepsPerSecond;
    private final Clock clock;
    private EventFile train;
    private EventFile validation;
    private long stepBegan;

    private TensorBoard(Path logDir, int updateFreq, boolean writeStepsPerSecond, Clock clock) {
        this.logDir = Objects.requireNonNull(logDir, "TensorBoard takes a folder");
        if (updateFreq < 0) {
            throw new IllegalArgumentException(
                    "TensorBoard takes an updateFreq of 0, for epochs alone, or more, not " + updateFreq);
        }
        this.updateFreq = updateFreq;
        this.writeStepsPerSecond = writeStepsPerSecond;
        this.clock = clock;
    }

    /** In Keras's default folder, {@code logs}. */
    public static TensorBoard of() {
        return of(Path.of("logs"));
    }

    /** With Keras's defaults: epochs alone. */
    public static TensorBoard of(Path logDir) {
        return new TensorBoard(logDir, 0, false, Clock.systemUTC());
    }

    /**
     * How many steps apart {@code batch_loss} and the like, means over the epoch so far, are written; 1 is Keras's {@code
     * "batch"}, and 0, the default, its {@code "epoch"}.
     */
    public TensorBoard updateFreq(int updateFreq) {
        return new TensorBoard(logDir, updateFreq, writeStepsPerSecond, clock);
    }

    /** Whether {@code epoch_steps_per_second} and {@code batch_steps_per_second} are written too; false unless set. */
    public TensorBoard writeStepsPerSecond(boolean writeStepsPerSecond) {
        return new TensorBoard(logDir, updateFreq, writeStepsPerSecond, clock);
    }

    TensorBoard clock(Clock clock) {
        return new TensorBoard(logDir, updateFreq, writeStepsPerSecond, clock);
    }

    @Override
    public void onTrainBegin(Training training) {
        train = create("train");
        validation = training.validates() ? create("validation") : null;
    }

    @Override
    public void onBatchBegin(Training training, int step) {
        stepBegan = System.nanoTime();
    }

    @Override
    public void onBatchEnd(Training training, int step, Supplier<Logs> logs) {
        long iteration = (training.epoch() - 1L) * training.steps() + step;
        if (updateFreq == 0 || iteration % updateFreq != 0) {
            return;
        }
        Map<String, Double> scalars = new LinkedHashMap<>();
        if (writeStepsPerSecond) {
            scalars.put("batch_steps_per_second", 1e9 / (System.nanoTime() - stepBegan));
        }
        logs.get().values().forEach((name, value) -> scalars.put("batch_" + name, value));
        write(train, iteration, scalars);
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        Map<String, Double> ofTraining = new LinkedHashMap<>();
        Map<String, Double> ofValidation = new LinkedHashMap<>();
        Map<String, Double> byStep = new LinkedHashMap<>();
        epoch.logs().values().forEach((name, value) -> {
            if (name.startsWith("val_")) {
                String measured = name.substring("val_".length());
                ofValidation.put("epoch_" + measured, value);
                byStep.put("evaluation_" + measured + "_vs_iterations", value);
            } else {
                ofTraining.put("epoch_" + name, value);
            }
        });
        ofTraining.put("epoch_learning_rate", (double) epoch.learningRate());
        if (writeStepsPerSecond) {
            ofTraining.put("epoch_steps_per_second", training.steps() / epoch.seconds());
        }
        write(train, epoch.number() - 1, ofTraining);
        if (validation != null) {
            write(validation, (long) epoch.number() * training.steps(), byStep);
            write(validation, epoch.number() - 1, ofValidation);
        }
    }

    private EventFile create(String folder) {
        try {
            return EventFile.create(logDir.resolve(folder), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "TensorBoard can't make a file in " + logDir.resolve(folder) + ": " + e.getMessage(), e);
        }
    }

    private static void write(EventFile events, long step, Map<String, Double> scalars) {
        try {
            events.scalars(step, scalars);
        } catch (IOException e) {
            throw new UncheckedIOException("TensorBoard can't write to " + events.file() + ": " + e.getMessage(), e);
        }
    }
}
