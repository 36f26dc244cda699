package dev.fovea.cli;

import dev.fovea.data.Split;
import dev.fovea.datasets.ImageFolder;
import dev.fovea.formats.ModelFiles;
import dev.fovea.model.Model;
import dev.fovea.models.Models;
import dev.fovea.models.Preprocessing;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Adam;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea fine-tune}: teaches a trained model classes of the user's, from few pictures. */
@Command(
        name = "fine-tune",
        description = {
            "Teaches a model new classes from a folder of pictures that has a folder for each class.",
            "A new classifier on top of the model's other layers learns first, alone; then all learn at a low rate, but"
                    + " for batch normalizations. Pictures are flipped, shifted and turned a little at random. The"
                    + " folder of the run is as 'fovea train' leaves it; its model takes pictures of values 0 to 1."
        },
        footer = {
            "%nExamples:",
            "  fovea fine-tune mobilenetv2.keras flowers",
            "  fovea fine-tune resnet50.onnx flowers --preprocessing torch --epochs 10 --unfrozen-epochs 0",
            "  fovea fine-tune --resume runs/flowers-mobilenetv2-1"
        })
final class FineTuneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            completionCandidates = ModelSource.Candidates.class,
            description = "a model's file, of any format; the folder of a run; or a network's name, whose weights are"
                    + " drawn at random")
    private String model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "holds a folder for each class, with .bmp, .gif, .jpeg, .jpg and .png files")
    private Path folder;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "5",
            description = "times through the pictures for the classifier alone; default: ${DEFAULT-VALUE}")
    private int epochs;

    @Option(
            names = "--unfrozen-epochs",
            paramLabel = "N",
            defaultValue = "5",
            description = "times through them for all layers, after that; default: ${DEFAULT-VALUE}")
    private int unfrozenEpochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.001",
            description = "of the classifier alone; default: ${DEFAULT-VALUE}")
    private float learningRate;

    @Option(
            names = "--unfrozen-learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.00001",
            description = "of all layers; default: ${DEFAULT-VALUE}")
    private float unfrozenLearningRate;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "32",
            description = "pictures per step; default: ${DEFAULT-VALUE}")
    private int batchSize;

    @Option(
            names = "--validation-split",
            paramLabel = "PART",
            defaultValue = "0.2",
            description = "the part of the pictures that is not learned from, but judged by; default: ${DEFAULT-VALUE}")
    private double validationSplit;

    @Option(names = "--no-augmentation", description = "shows the pictures as they are")
    private boolean plain;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            description = "rows and columns of the pictures, for a network's name; default: as the network is made for")
    private Integer imageSize;

    @Option(
            names = "--preprocessing",
            description = "what becomes of pixels before the model: ${COMPLETION-CANDIDATES}; default: for a network's"
                    + " name or a file of such a network, what it was made for; else values of 0 to 1")
    private Ready preprocessing;

    @Option(
            names = "--features",
            paramLabel = "LAYER",
            description = "the layer that the new classifier follows; default: the one before the model's own")
    private String features;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "decides weights, order, augmentation and which pictures are judged by; default:"
                    + " ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "all",
            description = "a number or all; the result does not depend on it; default: ${DEFAULT-VALUE}")
    private String threads;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "where the run's folder is made; default: ${DEFAULT-VALUE}")
    private Path out;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "goes on with this run after its last whole epoch; but --threads, nothing else may be given")
    private String resume;

    @Override
    public Integer call() throws IOException {
        Arguments.atLeast(spec, "--epochs", 1, epochs);
        Arguments.atLeast(spec, "--unfrozen-epochs", 0, unfrozenEpochs);
        Arguments.atLeast(spec, "--batch-size", 1, batchSize);
        Arguments.atLeast(spec, "--image-size", 1, imageSize == null ? 1 : imageSize);
        Arguments.rate(spec, "--learning-rate", learningRate);
        Arguments.rate(spec, "--unfrozen-learning-rate", unfrozenLearningRate);
        if (!(validationSplit > 0 && validationSplit < 1)) {
            throw wrong("--validation-split is above 0 and below 1, not " + validationSplit);
        }
        int workers = Arguments.threads(spec, threads);
        if (resume != null) {
            return goOn(workers);
        }
        if (model == null || folder == null) {
            throw wrong("name a model and a folder of pictures, as fovea fine-tune mobilenetv2.keras flowers");
        }
        return begin(workers);
    }

    private int begin(int workers) throws IOException {
        boolean drawn = isName();
        Model whole = drawn ? made() : ModelFiles.load(ModelSource.file(Path.of(model)));
        Preprocessing ready = ready(whole, drawn);
        Model backbone = Transfer.backbone(whole, features);
        Split split = read(folder, ModelSource.imageShape(backbone.inputShape()), validationSplit, seed);
        List<String> classes = split.train().classNames();
        Model tuned = Transfer.of(whole.name() + "_tuned", backbone, ready, !plain, classes.size(), seed);
        Settings settings = new Settings(
                folder.toAbsolutePath().normalize().toString(),
                whole.name(),
                epochs + unfrozenEpochs,
                batchSize,
                learningRate,
                TrainCommand.Schedule.constant.name(),
                TrainCommand.Method.adam.name(),
                seed,
                0,
                classes);
        Tuning tuning = new Tuning(epochs, unfrozenLearningRate, validationSplit, drawn);
        RunFolder run = RunFolder.create(
                out, Data.shortName(folder.toString()), whole.name().replaceAll("[^\\w.-]", "_"));
        settings.save(run.settings());
        tuning.save(run.tuning());
        PrintWriter writer = spec.commandLine().getOut();
        if (drawn) {
            writer.println(
                    "The weights of " + model + " are drawn at random, so its layers know nothing yet; to use what"
                            + " it has learned, name the file of a trained model.");
        }
        writer.println("Pictures of " + split.train().imageShape() + " reach the model "
                + (ready == null
                        ? "with values of 0 to 1."
                        : "as --preprocessing " + ready.name().toLowerCase(Locale.ROOT) + " makes them."));
        return tune(run, settings, tuning, split, workers, tuned, new HistoryFile(run.history()));
    }

    private boolean isName() {
        try {
            return ModelSource.isName(model);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Model made() {
        Model usual = Models.byName(model);
        if (imageSize == null) {
            return usual;
        }
        Shape image = Shape.of(imageSize, imageSize, usual.inputShape().dim(2));
        return Models.byName(model, image, usual.outputShape().dim(0), seed);
    }

    /** What the backbone takes; null for values of 0 to 1, as all networks for small images do. */
    private Preprocessing ready(Model whole, boolean drawn) throws IOException {
        if (imageSize != null && !drawn) {
            throw wrong("--image-size is for a network's name; " + model + " takes images of " + whole.inputShape());
        }
        if (preprocessing != null) {
            return preprocessing.preprocessing();
        }
        boolean ofRun =
                !drawn && Files.isRegularFile(ModelSource.file(Path.of(model)).resolveSibling("settings.json"));
        boolean tellsImageNetApart = whole.outputShape().equals(Shape.of(1000));
        return ofRun || !(tellsImageNetApart || Models.isForImageNet(whole.name()))
                ? null
                : Ready.of(whole, null, spec);
    }

    private Split read(Path pictures, Shape image, double validation, long order) throws IOException {
        try {
            return ImageFolder.read(pictures, image).split(validation, order);
        } catch (IllegalArgumentException e) {
            throw new IOException(pictures + ": " + e.getMessage(), e);
        }
    }

    private int goOn(int workers) throws IOException {
        if (model != null) {
            throw wrong("--resume takes the model and the folder of its run; leave out " + model);
        }
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!List.of("--resume", "--threads", "--stacktrace").contains(option.longestName())) {
                throw wrong("--resume goes on with the settings of its run; leave out " + option.longestName());
            }
        }
        RunFolder run = RunFolder.existing(resume);
        Tuning tuning = Tuning.read(run.tuning());
        Settings settings = Settings.read(run.settings());
        if (!Files.isRegularFile(run.checkpoint())) {
            throw new IOException(run.path() + " was interrupted within its first epoch; begin anew");
        }
        Model tuned = ModelFiles.load(run.checkpoint());
        Split split = read(Path.of(settings.data()), tuned.inputShape(), tuning.validationSplit(), settings.seed());
        HistoryFile history = new HistoryFile(run.history());
        int steps = Math.ceilDiv(split.train().size(), settings.batchSize());
        // The optimizer counts anew from where all learn.
        int done = Math.toIntExact(tuned.iterations() / steps) + (Transfer.learns(tuned) ? tuning.frozenEpochs() : 0);
        history.read(done);
        if (done >= settings.epochs()) {
            throw wrong(
                    run.path() + " has done all its epochs, " + done + "; to teach its model more, name it as MODEL");
        }
        return tune(run, settings, tuning, split, workers, tuned, history);
    }

    private int tune(
            RunFolder run, Settings settings, Tuning tuning, Split split, int workers, Model tuned, HistoryFile history)
            throws IOException {
        PrintWriter writer = spec.commandLine().getOut();
        Session.Stage alone = new Session.Stage(tuning.frozenEpochs(), fresh -> {
            Transfer.learns(fresh, false, tuning.drawn());
            compile(fresh, settings.learningRate(), writer);
        });
        Session.Stage all = new Session.Stage(settings.epochs(), fresh -> {
            Transfer.learns(fresh, true, tuning.drawn());
            compile(fresh, tuning.unfrozenLearningRate(), writer);
        });
        return new Session(run, settings, split, workers, writer)
                .run(tuned, history, Session.Kind.FINE_TUNING, List.of(alone, all));
    }

    private static void compile(Model model, float rate, PrintWriter writer) {
        model.compile(Adam.of(rate), Session.loss(), Session.accuracy());
        writer.println(String.format(
                Locale.ROOT,
                "%,d of %,d parameters learn, at a rate of %s.",
                Transfer.learning(model),
                model.countParams(),
                rate));
        writer.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
