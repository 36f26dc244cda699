package dev.fovea.cli;

import dev.fovea.plot.FeatureMaps;
import dev.fovea.plot.ImageGrid;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea show}: pictures of what each layer makes of an image. */
@Command(
        name = "show",
        description = "Draws what each layer of a model makes of a picture, and the filters of its first layer.",
        footer = {"%nExample:", "  fovea show runs/mnist-convnet-1 my-seven.jpg --out seven"})
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "a model's file, or the folder of a run")
    private Path model;

    @Parameters(index = "1", paramLabel = "IMAGE", description = "a picture")
    private Path image;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "the folder for the pictures; default: ${DEFAULT-VALUE}",
            defaultValue = "feature-maps")
    private Path out;

    @Option(
            names = "--as",
            description = "how the picture is read: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}",
            defaultValue = "auto")
    private ImageSource as;

    @Option(
            names = "--preprocessing",
            description = "what a network of ImageNet's classes takes: ${COMPLETION-CANDIDATES}; default: what its name"
                    + " asks for")
    private Ready preprocessing;

    @Override
    public Integer call() throws IOException {
        ModelSource source = ModelSource.read(model);
        Tensor input = as.read(image, source, source.preprocessing(preprocessing, spec));
        Files.createDirectories(out);
        ImageGrid.of(input).title("As the model sees it").picture().save(out.resolve("input.png"));
        Pictures.featureMaps(source.model(), input, source.classNames(), out.resolve("all-layers.png"));
        Map<String, Tensor> activations = source.model().activations(input);
        FeatureMaps maps = FeatureMaps.of(activations).limit(Integer.MAX_VALUE);
        int number = 0;
        for (String layer : activations.keySet()) {
            String file = String.format(Locale.ROOT, "%02d-%s.png", number++, layer.replaceAll("[^A-Za-z0-9_.-]", "_"));
            maps.picture(layer).save(out.resolve(file));
        }
        boolean filters = Pictures.filters(source.model(), out.resolve("filters.png"));
        PrintWriter writer = spec.commandLine().getOut();
        writer.println("Wrote " + (number + 2 + (filters ? 1 : 0)) + " pictures to " + out);
        writer.flush();
        return 0;
    }
}
