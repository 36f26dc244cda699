package dev.fovea.cli;

import dev.fovea.data.Split;
import dev.fovea.datasets.Datasets;
import dev.fovea.model.Model;
import dev.fovea.models.Models;
import dev.fovea.train.Adam;
import dev.fovea.train.AdamW;
import dev.fovea.train.DivergedException;
import dev.fovea.train.Optimizer;
import dev.fovea.train.RMSprop;
import dev.fovea.train.SGD;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            description = "mnist, fashion-mnist, or a folder with IDX files; not needed with --resume")
    private String data;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "logistic, mlp, convnet or lenet5; default: ${DEFAULT-VALUE}",
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

    @Option(names = "--threads", paramLabel = "N", description = "the result does not depend on it; default: all cores")
    private Integer threads;

    @Option(
            names = "--early-stopping",
            paramLabel = "N",
            description = "stops when the loss on the test images has not fallen for N epochs; the best weights are kept",
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
            description = "goes on with this run after its last whole epoch; only --epochs and --threads may be given too")
    private String resume;

    /** How the learning rate goes on from its start. */
    enum Schedule {
        cosine,
        constant
    }

    /** The optimizers by their names on the command line. */
    enum Method {
        sgd,
        rmsprop,
        adam,
        adamw
    }

    @Override
    public Integer call() throws IOException {
        check("--epochs", epochs == null ? 1 : epochs, 1);
        check("--batch-size", batchSize, 1);
        check("--threads", threads == null ? 1 : threads, 1);
        check("--early-stopping", earlyStopping, 0);
        if (learningRate != null && !(learningRate > 0 && Float.isFinite(learningRate))) {
            throw wrong("--learning-rate is a number above 0, not " + learningRate);
        }
        if (resume != null) {
            return goOn();
        }
        if (data == null) {
            throw wrong("Name the data to train on, such as mnist");
        }
        Split split = Datasets.byName(data);
        Recipe recipe = Recipe.of(model);
        Settings settings = new Settings(
                data,
                model,
                epochs == null ? recipe.epochs() : epochs,
                batchSize,
                learningRate == null ? recipe.learningRate() : learningRate,
                schedule.name(),
                optimizer.name(),
                seed,
                earlyStopping,
                split.train().classNames());
        Model fresh = Models.byName(model, split.train().imageShape(), settings.classNames().size(), seed);
        fresh.compile(optimizer(settings), Session.loss(), Session.accuracy());
        String name = Files.isDirectory(Path.of(data)) ? Path.of(data).toAbsolutePath().normalize().getFileName().toString() : data;
        RunFolder run = RunFolder.create(out, name, model);
        settings.save(run.settings());
        return session(run, settings, split).run(fresh, new HistoryFile(run.history()));
    }

    private int goOn() throws IOException {
        if (data != null) {
            throw wrong("--resume takes the data of its run; leave out " + data);
        }
        RunFolder run = RunFolder.existing(resume);
        Settings settings = Settings.read(run.settings());
        if (epochs != null) {
            settings = settings.epochs(epochs);
        }
        if (!Files.isRegularFile(run.checkpoint())) {
            throw new IOException(run.path() + " has no checkpoint.safetensors: no epoch was finished; train anew");
        }
        Split split = Datasets.byName(settings.data());
        Model saved = Model.load(run.checkpoint());
        long steps = Math.ceilDiv(split.train().size(), settings.batchSize());
        int done = Math.toIntExact(saved.iterations() / steps);
        if (done >= settings.epochs()) {
            throw wrong(run.path() + " has done all its " + done + " epochs; to go on, give a larger number with --epochs");
        }
        HistoryFile history = new HistoryFile(run.history());
        history.read(done);
        settings.save(run.settings());
        return session(run, settings, split).run(saved, history);
    }

    private Session session(RunFolder run, Settings settings, Split split) {
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        return new Session(run, settings, split, workers, spec.commandLine().getOut());
    }

    private static Optimizer optimizer(Settings settings) {
        float rate = settings.learningRate();
        return switch (Method.valueOf(settings.optimizer())) {
            case sgd -> SGD.of(rate).momentum(0.9f).nesterov(true);
            case rmsprop -> RMSprop.of(rate);
            case adam -> Adam.of(rate);
            case adamw -> AdamW.of(rate);
        };
    }

    private void check(String option, int value, int least) {
        if (value < least) {
            throw wrong(option + " is at least " + least + ", not " + value);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
