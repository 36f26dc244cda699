package dev.fovea.cli;

import dev.fovea.data.Split;
import dev.fovea.model.Model;
import dev.fovea.train.Accuracy;
import dev.fovea.train.Callback;
import dev.fovea.train.CosineDecay;
import dev.fovea.train.DivergedException;
import dev.fovea.train.EarlyStopping;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.LearningRate;
import dev.fovea.train.Logs;
import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import dev.fovea.train.SparseCategoricalCrossentropy;
import dev.fovea.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** One sitting of a training run: trains, keeps a checkpoint per epoch, and at the end saves model and pictures. */
final class Session {
    private final RunFolder run;
    private final Settings settings;
    private final Split split;
    private final int threads;
    private final PrintWriter out;

    Session(RunFolder run, Settings settings, Split split, int threads, PrintWriter out) {
        this.run = run;
        this.settings = settings;
        this.split = split;
        this.threads = threads;
        this.out = out;
    }

    static Loss loss() {
        return SparseCategoricalCrossentropy.of();
    }

    static Metric accuracy() {
        return Accuracy.of();
    }

    /** Whether people watch: a terminal, where a bar may be redrawn. */
    static boolean onTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /**
     * Trains the model from where its history ends.
     *
     * @return the exit code
     */
    int run(Model model, HistoryFile history) throws IOException {
        out.print(model.summary());
        out.println(String.format(
                Locale.ROOT,
                "%,d training images, %,d test images; %d epochs, batches of %d, %s, learning rate %s (%s), seed %d, %d"
                        + " threads",
                split.train().size(),
                split.test().size(),
                settings.epochs(),
                settings.batchSize(),
                settings.optimizer(),
                settings.learningRate(),
                settings.schedule(),
                settings.seed(),
                threads));
        if (history.epochs() > 0) {
            out.println("Going on after epoch " + history.epochs() + ".");
        }
        out.flush();
        EpochProgress progress = new EpochProgress(out, onTerminal());
        try (Interrupt interrupt = new Interrupt()) {
            Fit fit = Fit.epochs(settings.epochs())
                    .initialEpoch(history.epochs())
                    .batchSize(settings.batchSize())
                    .seed(settings.seed())
                    .threads(threads)
                    .validation(split.test())
                    .callbacks(callbacks(progress, interrupt, history));
            try {
                model.fit(split.train(), fit);
            } catch (DivergedException e) {
                progress.close();
                model.save(run.model());
                throw new IOException(e.getMessage() + " (--learning-rate). They are saved as " + run.model(), e);
            }
            finish(model, history);
            return interrupt.pressed() ? Fovea.INTERRUPTED : 0;
        }
    }

    private Callback[] callbacks(EpochProgress progress, Interrupt interrupt, HistoryFile history) {
        List<Callback> callbacks = new ArrayList<>(List.of(interrupt));
        if (settings.schedule().equals(TrainCommand.Schedule.cosine.name())) {
            callbacks.add(new CosineRate());
        }
        callbacks.add(progress);
        callbacks.add(new Keep(history));
        if (settings.earlyStopping() > 0) {
            callbacks.add(EarlyStopping.of("val_loss")
                    .patience(settings.earlyStopping())
                    .restoreBestWeights(true));
        }
        return callbacks.toArray(Callback[]::new);
    }

    private void finish(Model model, HistoryFile history) throws IOException {
        model.save(run.model());
        Logs score = model.evaluate(split.test());
        Pictures.ofRun(run, model, split.test(), history.curves());
        out.println(String.format(
                Locale.ROOT,
                "Test accuracy %.2f %%, loss %.4f, after %d epochs and %.1f s of training.",
                100 * score.get("accuracy"),
                score.get("loss"),
                history.epochs(),
                history.seconds()));
        out.println("Model, history and pictures are in " + run.path());
        out.println("Try: fovea predict " + run.path() + " your-picture.png");
        out.flush();
    }

    /** Half a cosine from the starting rate to 0, over all steps of the run. */
    private final class CosineRate implements Callback {
        private LearningRate curve;

        @Override
        public void onEpochBegin(Training training) {
            curve = CosineDecay.of(settings.learningRate(), training.steps() * settings.epochs());
            set(training, 0);
        }

        @Override
        public void onBatchEnd(Training training, int step, Supplier<Logs> logs) {
            set(training, step);
        }

        private void set(Training training, int step) {
            training.learningRate(curve.at((long) (training.epoch() - 1) * training.steps() + step));
        }
    }

    /** Keeps the state and the figures at the end of each epoch. */
    private final class Keep implements Callback {
        private final HistoryFile history;

        Keep(HistoryFile history) {
            this.history = history;
        }

        @Override
        public void onEpochEnd(Training training, History.Epoch epoch) {
            try {
                history.add(epoch);
                training.save(run.checkpoint());
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }
}
