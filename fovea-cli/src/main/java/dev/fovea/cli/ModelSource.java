package dev.fovea.cli;

import dev.fovea.data.Names;
import dev.fovea.model.Model;
import dev.fovea.models.Models;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A model named on the command line, with the names of its classes where they are known. */
record ModelSource(Model model, List<String> classNames) {
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
     * Reads a model from its file or its run's folder.
     *
     * @throws IOException if there is none or it is damaged
     */
    static ModelSource read(Path given) throws IOException {
        Path file = RunFolder.modelFile(given);
        if (!Files.exists(file)) {
            throw new IOException("there is no model " + given
                    + "; name a .safetensors file or a run's folder, such as runs/mnist-convnet-1");
        }
        Model model = Model.load(file);
        int classes = model.outputShape().dim(-1);
        Path settings = file.resolveSibling("settings.json");
        List<String> names = Files.isRegularFile(settings)
                ? Settings.classNames(settings)
                : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        if (names.size() != classes) {
            throw new IOException(
                    settings + " names " + names.size() + " classes, but the model tells " + classes + " apart");
        }
        return new ModelSource(model, names);
    }

    /**
     * The same, or a fresh model by its name, for what needs no trained weights.
     *
     * @throws IllegalArgumentException if there is neither a file nor a model of that name
     */
    static Model readOrMake(String given) throws IOException {
        if (Models.names().contains(given)) {
            return Models.byName(given);
        }
        Path path = Path.of(given);
        boolean meansFile = path.getNameCount() > 1 || given.endsWith(".safetensors");
        if (!meansFile && !Files.exists(RunFolder.modelFile(path))) {
            throw new IllegalArgumentException(
                    Names.unknown("model", given, Models.names()) + "; or name a .safetensors file or a run's folder");
        }
        return read(path).model();
    }

    /** Whether it reads handwritten digits as MNIST has them. */
    boolean readsDigits() {
        return model.inputShape().equals(Shape.of(28, 28, 1)) && classNames.equals(DIGITS);
    }
}
