package dev.fovea.cli;

import dev.fovea.data.Dataset;
import dev.fovea.data.Split;
import dev.fovea.model.Model;
import dev.fovea.train.Accuracy;
import dev.fovea.train.Callback;
import dev.fovea.train.DivergedException;
import dev.fovea.train.Fit;
import dev.fovea.train.Logs;
import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** One sitting of a training run: trains, keeps a checkpoint per epoch, and at the end saves model and pictures. */
final class Session {
    /** What a run is called by: the command that goes on with it, and the images that it is judged by. */
    enum Kind {
        TRAINING("train", "test"),
        FINE_TUNING("fine-tune", "validation");

        private final String command;
        private final String judges;

        Kind(String command, String judges) {
            this.command = command;
            this.judges = judges;
        }
    }

    /**
     * A part of a run.
     *
     * @param epochs the number of its last epoch
     * @param begin makes the model ready, where the run is not taken up again within the part
     */
    record Stage(int epochs, Consumer<Model> begin) {}

    private final RunFolder run;
    private final Settings settings;
    private final Split split;
    private final int threads;
    private final PrintWriter out;
    private final Terminal terminal = Terminal.detect();
    private final Dataset train;
    private final Dataset validation;

    Session(RunFolder run, Settings settings, Split split, int threads, PrintWriter out) {
        this.run = run;
        this.settings = settings;
        this.split = split;
        this.threads = threads;
        this.out = out;
        int kept = trainingImages(settings, split);
        this.train = split.train().take(kept);
        this.validation = kept < split.train().size()
                ? split.train().slice(kept, split.train().size())
                : split.test();
    }

    static Loss loss() {
        return SparseCategoricalCrossentropy.of();
    }

    static Metric accuracy() {
        return Accuracy.of();
    }

    /**
     * How many images are trained on: all but, with early stopping, the last tenth, which decides when to stop. The
     * test images would flatter the model if they did.
     */
    static int trainingImages(Settings settings, Split split) {
        int size = split.train().size();
        return settings.earlyStopping() > 0 && size > 1 ? size - Math.max(1, size / 10) : size;
    }

    /** Steps per epoch. */
    static int steps(Settings settings, Split split) {
        return Math.ceilDiv(trainingImages(settings, split), settings.batchSize());
    }

    /**
     * Trains the model from where its history ends.
     *
     * @return the exit code
     */
    int run(Model model, HistoryFile history) throws IOException {
        return run(model, history, Kind.TRAINING, List.of(new Stage(settings.epochs(), fresh -> {})));
    }

    /** The same in stages, of which those are left out that the history is through with. */
    int run(Model model, HistoryFile history, Kind kind, List<Stage> stages) throws IOException {
        begin(model, history, kind);
        EpochProgress progress = new EpochProgress(out, terminal, train.size());
        try (Interrupt interrupt = new Interrupt()) {
            List<Callback> callbacks = new ArrayList<>(List.of(interrupt));
            if (settings.schedule().equals(TrainCommand.Schedule.cosine.name())) {
                callbacks.add(new CosineRate(settings.learningRate()));
            }
            callbacks.add(progress);
            callbacks.add(new Keep(run, history, settings.earlyStopping()));
            try {
                int before = 0;
                for (Stage stage : stages) {
                    if (history.epochs() < stage.epochs && !interrupt.pressed()) {
                        if (history.epochs() == before) {
                            stage.begin.accept(model);
                        }
                        model.fit(train, fit(stage, history, callbacks));
                    }
                    before = stage.epochs;
                }
            } catch (DivergedException e) {
                progress.close();
                model.save(run.model());
                throw new IOException(e.getMessage() + " (--learning-rate). They are saved as " + run.model(), e);
            }
            finish(model, history, kind, interrupt);
            return interrupt.pressed() ? Fovea.INTERRUPTED : 0;
        }
    }

    private Fit fit(Stage stage, HistoryFile history, List<Callback> callbacks) {
        return Fit.epochs(stage.epochs)
                .initialEpoch(history.epochs())
                .batchSize(settings.batchSize())
                .seed(settings.seed())
                .threads(threads)
                .validation(validation)
                .callbacks(callbacks.toArray(Callback[]::new));
    }

    private void begin(Model model, HistoryFile history, Kind kind) {
        out.print(model.summary());
        out.println(String.format(
                Locale.ROOT,
                "%,d training images, %,d %s images; %s, batches of %d, %s, learning rate %s (%s), seed %d," + " %d %s",
                train.size(),
                split.test().size(),
                kind.judges,
                epochs(settings.epochs(), false),
                settings.batchSize(),
                settings.optimizer(),
                settings.learningRate(),
                settings.schedule(),
                settings.seed(),
                threads,
                threads == 1 ? "thread" : "threads"));
        if (train.size() < split.train().size()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%,d other training images decide when to stop: after %d epochs without a lower loss.",
                    validation.size(),
                    settings.earlyStopping()));
        }
        tellOfClassesWithoutImages();
        if (history.epochs() > 0) {
            out.println("Going on after epoch " + history.epochs() + ".");
        }
        out.flush();
    }

    /** One damaged label makes a folder of files seem to hold many more classes than it does. */
    private void tellOfClassesWithoutImages() {
        BitSet seen = new BitSet();
        for (int label : train.labels()) {
            seen.set(label);
        }
        int classes = settings.classNames().size();
        if (seen.cardinality() < classes) {
            out.println("No training image shows " + (classes - seen.cardinality()) + " of the " + classes
                    + " classes, such as " + settings.classNames().get(seen.nextClearBit(0))
                    + "; if that is not meant, look for wrong labels.");
        }
    }

    private void finish(Model trained, HistoryFile history, Kind kind, Interrupt interrupt) throws IOException {
        boolean best = settings.earlyStopping() > 0 && history.epochs() > 0;
        Model model = best ? Model.load(run.best()) : trained;
        model.save(run.model());
        interrupt.saved();
        if (interrupt.pressed()) {
            out.println("Interrupted. What was learned is saved; drawing pictures, Ctrl-C leaves them out.");
            out.flush();
        } else if (Keep.isOver(history, settings.earlyStopping())) {
            out.println("Stopped early.");
        }
        if (best) {
            out.println("The model is that of epoch " + Keep.bestEpoch(history) + ", the best.");
        }
        Logs score = model.evaluate(split.test());
        Pictures.ofRun(run, model, split.test(), history.curves());
        out.println(String.format(
                Locale.ROOT,
                "%s accuracy %.2f %%, loss %.4f, %s.",
                kind == Kind.TRAINING ? "Test" : "Validation",
                100 * score.get("accuracy"),
                score.get("loss"),
                history.epochs() == 0
                        ? "within the first epoch"
                        : String.format(
                                Locale.ROOT,
                                "after %s and %.1f s of training",
                                epochs(history.epochs(), interrupt.pressed()),
                                history.seconds())));
        out.println("Model, history and pictures are in " + run.path());
        out.println(
                interrupt.pressed()
                        ? (history.epochs() == 0 ? "Begin anew" : "Go on after epoch " + history.epochs()) + ": fovea "
                                + kind.command + " --resume " + run.path()
                        : "Try: fovea predict " + run.path() + " your-picture.png");
        out.flush();
    }

    private static String epochs(int count, boolean andMore) {
        return count + (andMore ? " whole" : "") + (count == 1 ? " epoch" : " epochs");
    }
}
