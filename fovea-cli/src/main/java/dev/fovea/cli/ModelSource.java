package dev.fovea.cli;

import dev.fovea.data.Names;
import dev.fovea.formats.ModelFiles;
import dev.fovea.model.Model;
import dev.fovea.models.ImageNet;
import dev.fovea.models.Models;
import dev.fovea.models.Preprocessing;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A model named on the command line, with the names of its classes where they are known.
 *
 * @param ofRun whether it lies in the folder of a run, whose models take values of 0 to 1
 */
record ModelSource(Model model, List<String> classNames, boolean ofRun) {
    private static final List<String> DIGITS =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    /** The models that can be made by name, for completion. */
    static final class Candidates extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Candidates() {
            super(Models.names());
        }
    }

    /**
     * Reads a model from its file, of any format, or its run's folder.
     *
     * @throws IOException if there is none or it is damaged
     * @throws IllegalArgumentException if the file's ending is that of no format of models
     */
    static ModelSource read(Path given) throws IOException {
        Path file = file(given);
        Model model = ModelFiles.load(file);
        Path settings = file.resolveSibling("settings.json");
        boolean ofRun = Files.isRegularFile(settings);
        List<String> names = ofRun ? Settings.classNames(settings) : classNames(model);
        int classes = model.outputShape().dim(-1);
        if (names.size() != classes) {
            throw new IOException(
                    settings + " names " + names.size() + " classes, but the model tells " + classes + " apart");
        }
        return new ModelSource(model, names, ofRun);
    }

    /**
     * The file of a model, which is there.
     *
     * @throws IOException if there is none
     */
    static Path file(Path given) throws IOException {
        Path file = RunFolder.modelFile(given);
        if (!Files.exists(file)) {
            throw new IOException("there is no model " + given
                    + "; name a model's file or a run's folder, such as runs/mnist-convnet-1");
        }
        return file;
    }

    private static List<String> classNames(Model model) {
        return isOfImageNet(model)
                ? ImageNet.classNames()
                : IntStream.range(0, model.outputShape().dim(-1))
                        .mapToObj(Integer::toString)
                        .toList();
    }

    private static boolean isOfImageNet(Model model) {
        return model.outputShape().equals(Shape.of(ImageNet.CLASSES))
                && model.inputShape().rank() == 3;
    }

    /**
     * The same, or a fresh model by its name, for what needs no trained weights.
     *
     * @throws IllegalArgumentException if there is neither a file nor a model of that name
     */
    static Model readOrMake(String given) throws IOException {
        return isName(given) ? Models.byName(given) : ModelFiles.load(file(Path.of(given)));
    }

    /**
     * Whether a model is made by this name, rather than read.
     *
     * @throws IllegalArgumentException if there is neither a file nor a model of that name
     */
    static boolean isName(String given) {
        if (Models.names().contains(given)) {
            return true;
        }
        Path path = Path.of(given);
        boolean meansFile = path.getNameCount() > 1
                || ModelFiles.endings().stream().anyMatch(given.toLowerCase(Locale.ROOT)::endsWith);
        if (!meansFile && !Files.exists(RunFolder.modelFile(path))) {
            throw new IllegalArgumentException(
                    Names.unknown("model", given, Models.names()) + "; or name a model's file or a run's folder");
        }
        return false;
    }

    /** Whether it reads handwritten digits as MNIST has them. */
    boolean readsDigits() {
        return model.inputShape().equals(Shape.of(28, 28, 1)) && classNames.equals(DIGITS);
    }

    /** Whether images enter as {@code [C,H,W]}, as in most ONNX files. */
    boolean channelsFirst() {
        return channelsFirst(model.inputShape());
    }

    static boolean channelsFirst(Shape input) {
        return input.rank() == 3 && isColours(input.dim(0)) && !isColours(input.dim(2));
    }

    private static boolean isColours(int channels) {
        return channels == 1 || channels == 3;
    }

    /** The shape of its images, {@code [H,W,C]}, whichever way they enter. */
    Shape imageShape() {
        return imageShape(model.inputShape());
    }

    static Shape imageShape(Shape input) {
        return channelsFirst(input) ? Shape.of(input.dim(1), input.dim(2), input.dim(0)) : input;
    }

    /**
     * What becomes of pixels of 0 to 255 before the model: what was asked for; else, for a network of ImageNet's classes,
     * what its name asks for; else null, for values of 0 to 1.
     *
     * @param asked null where the command line does not say
     * @throws picocli.CommandLine.ParameterException if it is not known
     */
    Preprocessing preprocessing(Ready asked, CommandSpec spec) {
        return asked == null && (ofRun || !isOfImageNet(model)) ? null : Ready.of(model, asked, spec);
    }
}
