package dev.fovea.cli;

import dev.fovea.data.Names;
import dev.fovea.data.Split;
import dev.fovea.model.Model;
import dev.fovea.models.Models;
import dev.fovea.train.Adadelta;
import dev.fovea.train.Adagrad;
import dev.fovea.train.Adam;
import dev.fovea.train.AdamW;
import dev.fovea.train.Adamax;
import dev.fovea.train.Ftrl;
import dev.fovea.train.Lion;
import dev.fovea.train.Nadam;
import dev.fovea.train.Optimizer;
import dev.fovea.train.RMSprop;
import dev.fovea.train.SGD;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea train}: trains a model and leaves a folder with the model, its history and pictures. */
@Command(
        name = "train",
        description = {
            "Trains a model on labelled images.",
            "The folder of the run holds the model, its settings, history.csv and pictures that explain it. Ctrl-C ends"
                    + " training and keeps what was learned; --resume goes on from the last whole epoch."
        },
        footer = {
            "%nExamples:",
            "  fovea train mnist",
            "  fovea train mnist --model lenet5 --epochs 12 --seed 7",
            "  fovea train path/to/idx-folder --model mlp",
            "  fovea train --resume runs/mnist-convnet-1"
        })
final class TrainCommand implements Callable<Integer> {
    /** What a run is begun with and can't be changed. */
    private static final List<String> FIXED =
            List.of("--model", "--batch-size", "--learning-rate", "--schedule", "--optimizer", "--seed", "--out");

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            completionCandidates = Data.Candidates.class,
            description = "mnist, fashion-mnist, or a folder with IDX files; not needed with --resume")
    private String data;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}",
            completionCandidates = ModelSource.Candidates.class,
            defaultValue = "convnet")
    private String model;

    @Option(names = "--epochs", paramLabel = "N", description = "times through the images; default: as the model needs")
    private Integer epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "images per step; default: ${DEFAULT-VALUE}",
            defaultValue = "128")
    private int batchSize;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "at the start; default: as the model needs")
    private Float learningRate;

    @Option(
            names = "--schedule",
            description = "how the learning rate goes on: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}",
            defaultValue = "cosine")
    private Schedule schedule;

    @Option(
            names = "--optimizer",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}",
            defaultValue = "adam")
    private Method optimizer;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "decides weights, order and dropout; default: ${DEFAULT-VALUE}",
            defaultValue = "0")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "a number or all; the result does not depend on it; default: ${DEFAULT-VALUE}",
            defaultValue = "all")
    private String threads;

    @Option(
            names = "--early-stopping",
            paramLabel = "N",
            description = "stops after N epochs without a lower loss on the last tenth of the training images, which is"
                    + " not trained on then; the best weights are kept",
            defaultValue = "0")
    private int earlyStopping;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the run's folder is made; default: ${DEFAULT-VALUE}",
            defaultValue = "runs")
    private Path out;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "goes on with this run after its last whole epoch and ends as if it had never been"
                    + " interrupted; --epochs, --early-stopping and --threads may be given too")
    private String resume;

    /** How the learning rate goes on from its start. */
    enum Schedule {
        cosine,
        constant
    }

    /** The library's optimizers by their names on the command line. */
    enum Method {
        adadelta,
        adagrad,
        adam,
        adamax,
        adamw,
        ftrl,
        lion,
        nadam,
        rmsprop,
        sgd;

        Optimizer of(float rate) {
            return switch (this) {
                case adadelta -> Adadelta.of(rate);
                case adagrad -> Adagrad.of(rate);
                case adam -> Adam.of(rate);
                case adamax -> Adamax.of(rate);
                case adamw -> AdamW.of(rate);
                case ftrl -> Ftrl.of(rate);
                case lion -> Lion.of(rate);
                case nadam -> Nadam.of(rate);
                case rmsprop -> RMSprop.of(rate);
                case sgd -> SGD.of(rate).momentum(0.9f).nesterov(true);
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        Arguments.atLeast(spec, "--epochs", 1, epochs == null ? 1 : epochs);
        Arguments.atLeast(spec, "--batch-size", 1, batchSize);
        Arguments.atLeast(spec, "--early-stopping", 0, earlyStopping);
        if (learningRate != null) {
            Arguments.rate(spec, "--learning-rate", learningRate);
        }
        int workers = Arguments.threads(spec, threads);
        if (resume != null) {
            return goOn(workers);
        }
        if (data == null) {
            throw wrong("name the data to train on, such as mnist");
        }
        if (!Models.names().contains(model)) {
            throw wrong(Names.unknown("model", model, Models.names()));
        }
        Split split = Data.read(spec, data);
        Recipe recipe = Recipe.of(model);
        Settings settings = new Settings(
                Data.absoluteName(data),
                model,
                epochs == null ? recipe.epochs() : epochs,
                batchSize,
                learningRate == null ? recipe.learningRate() : learningRate,
                schedule.name(),
                optimizer.name(),
                seed,
                earlyStopping,
                split.train().classNames());
        Model fresh = fresh(settings, split);
        RunFolder run = RunFolder.create(out, Data.shortName(data), model);
        settings.save(run.settings());
        return new Session(run, settings, split, workers, spec.commandLine().getOut())
                .run(fresh, new HistoryFile(run.history()));
    }

    private int goOn(int workers) throws IOException {
        if (data != null) {
            throw wrong("--resume takes the data of its run; leave out " + data);
        }
        for (String fixed : FIXED) {
            if (spec.commandLine().getParseResult().hasMatchedOption(fixed)) {
                throw wrong("--resume goes on with the settings of its run; leave out " + fixed);
            }
        }
        RunFolder run = RunFolder.existing(resume);
        if (Files.exists(run.tuning())) {
            throw new IOException(run.path() + " was begun by 'fovea fine-tune'; go on with 'fovea fine-tune --resume "
                    + run.path() + "'");
        }
        Settings settings = Settings.read(run.settings());
        settings = epochs == null ? settings : settings.epochs(epochs);
        if (spec.commandLine().getParseResult().hasMatchedOption("--early-stopping")) {
            if (settings.earlyStopping() == 0 || earlyStopping == 0) {
                throw wrong("--early-stopping keeps some images from training, so it can't be begun or given up within"
                        + " a run; train anew");
            }
            settings = settings.earlyStopping(earlyStopping);
        }
        Split split = Data.read(spec, settings.data());
        HistoryFile history = new HistoryFile(run.history());
        // Without a checkpoint no epoch was finished, and the run begins anew.
        boolean begun = Files.isRegularFile(run.checkpoint());
        Model model = begun ? Model.load(run.checkpoint()) : fresh(settings, split);
        if (begun) {
            int done = Math.toIntExact(model.iterations() / Session.steps(settings, split));
            history.read(done);
            if (done >= settings.epochs()) {
                throw wrong(run.path() + " has done all its epochs, " + done
                        + "; to go on, give a larger number with --epochs");
            }
            if (Keep.isOver(history, settings.earlyStopping())) {
                throw wrong(run.path() + " was stopped early after epoch " + done
                        + "; to go on, give a larger number with --early-stopping");
            }
        }
        settings.save(run.settings());
        return new Session(run, settings, split, workers, spec.commandLine().getOut()).run(model, history);
    }

    private static Model fresh(Settings settings, Split split) {
        Model fresh = Models.byName(
                settings.model(),
                split.train().imageShape(),
                settings.classNames().size(),
                settings.seed());
        Optimizer optimizer = Method.valueOf(settings.optimizer()).of(settings.learningRate());
        fresh.compile(optimizer, Session.loss(), Session.accuracy());
        return fresh;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
