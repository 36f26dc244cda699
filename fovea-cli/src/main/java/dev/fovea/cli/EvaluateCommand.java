package dev.fovea.cli;

import dev.fovea.data.Dataset;
import dev.fovea.datasets.ImageNetFolder;
import dev.fovea.model.Model;
import dev.fovea.models.Preprocessing;
import dev.fovea.plot.ConfusionMatrix;
import dev.fovea.train.Logs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea evaluate}: measures a model on test images. */
@Command(
        name = "evaluate",
        description = {
            "Measures a model on the test images of a data set: loss, accuracy, and each class by itself.",
            "A network of ImageNet's 1000 classes is measured on a folder of pictures that has a folder for each class,"
                    + " named by its WordNet id: the shares of pictures whose class is not the likeliest, and not among"
                    + " the five likeliest."
        },
        footer = {
            "%nExamples:",
            "  fovea evaluate runs/mnist-convnet-1 mnist",
            "  fovea evaluate resnet50.safetensors imagenet/val"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "a model's file, or the folder of a run")
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "DATA",
            completionCandidates = Data.Candidates.class,
            description = "mnist, fashion-mnist, a folder with IDX files, or one in ImageNet's layout")
    private String data;

    @Option(
            names = "--preprocessing",
            description = "what a network of ImageNet's classes takes: ${COMPLETION-CANDIDATES}; default: what its name"
                    + " asks for")
    private Ready preprocessing;

    @Override
    public Integer call() throws IOException {
        ModelSource source = ModelSource.read(model);
        if (Files.isDirectory(Path.of(data)) && ImageNetFolder.isOne(Path.of(data))) {
            return measure(source.model(), ImageNetFolder.open(Path.of(data)));
        }
        if (preprocessing != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--preprocessing is for a folder in ImageNet's layout; " + data + " is none, so leave it out");
        }
        Dataset test = Data.read(spec, data).test();
        Logs score = source.model().evaluate(test);
        int classes = source.classNames().size();
        ConfusionMatrix matrix = ConfusionMatrix.of(
                classes,
                test.labels(),
                source.model().predict(test.images(0, test.size())).argMax());
        List<String> names = test.classNames().size() == classes ? test.classNames() : source.classNames();
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%s on %,d test images of %s", model, test.size(), data));
        for (Map.Entry<String, Double> figure : score.values().entrySet()) {
            out.println(String.format(Locale.ROOT, "%-10s %.4f", figure.getKey(), figure.getValue()));
        }
        int width = Math.max(5, names.stream().mapToInt(String::length).max().orElse(0));
        out.println();
        out.println(String.format(
                Locale.ROOT, "%-" + width + "s  %9s  %9s  %6s", "class", "precision", "recall", "images"));
        for (int c = 0; c < classes; c++) {
            int row = c;
            long images = IntStream.range(0, classes)
                    .mapToLong(p -> matrix.count(row, p))
                    .sum();
            out.println(String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %9.4f  %9.4f  %6d",
                    names.get(c),
                    matrix.precision(c),
                    matrix.recall(c),
                    images));
        }
        out.flush();
        return 0;
    }

    private int measure(Model network, ImageNetFolder pictures) throws IOException {
        Preprocessing ready = Ready.of(network, preprocessing, spec);
        PrintWriter out = spec.commandLine().getOut();
        boolean watched = Terminal.detect().interactive();
        ImageNetFolder.Errors errors = pictures.evaluate(network, ready, seen -> {
            if (watched) {
                out.print(String.format(
                        Locale.ROOT,
                        "\r%,d of %,d pictures ",
                        seen,
                        pictures.pictures().size()));
                out.flush();
            }
        });
        out.print(watched ? "\r" : "");
        out.println(String.format(Locale.ROOT, "%s on %,d pictures of %s", model, errors.images(), data));
        out.println(String.format(Locale.ROOT, "top-1 error  %.2f %%", 100 * errors.top1()));
        out.println(String.format(Locale.ROOT, "top-5 error  %.2f %%", 100 * errors.top5()));
        out.flush();
        return 0;
    }
}
