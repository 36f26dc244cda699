package dev.fovea.cli;

import dev.fovea.data.Split;
import dev.fovea.datasets.Datasets;
import dev.fovea.model.Model;
import dev.fovea.models.Models;
import dev.fovea.plot.Bars;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea compare}: logistic regression, a dense net and a convolutional net on the same data. */
@Command(
        name = "compare",
        description = "Trains logistic regression, a dense net and a convolutional net on the same data, and compares"
                + " parameters, accuracy and time in a table and a picture.",
        footer = {"%nExample:", "  fovea compare mnist --epochs 3"})
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATA", description = "mnist, fashion-mnist, or a folder with IDX files")
    private String data;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "times through the images, the same for each; default: ${DEFAULT-VALUE}",
            defaultValue = "5")
    private int epochs;

    @Option(names = "--seed", paramLabel = "N", description = "default: ${DEFAULT-VALUE}", defaultValue = "0")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "the folder for the picture; default: ${DEFAULT-VALUE}",
            defaultValue = "runs")
    private Path out;

    private record Row(String model, long parameters, double accuracy, double seconds) {}

    @Override
    public Integer call() throws IOException {
        if (epochs < 1) {
            throw new ParameterException(spec.commandLine(), "--epochs is at least 1, not " + epochs);
        }
        Split split = Datasets.byName(data);
        PrintWriter writer = spec.commandLine().getOut();
        List<Row> rows = new ArrayList<>();
        try (Interrupt interrupt = new Interrupt()) {
            for (String name : Recipe.compared()) {
                writer.println(name);
                writer.flush();
                Model model = Models.byName(
                        name, split.train().imageShape(), split.train().classNames().size(), seed);
                model.compile(Adam.of(), Session.loss(), Session.accuracy());
                EpochProgress progress = new EpochProgress(writer, Session.onTerminal());
                History history = model.fit(
                        split.train(),
                        Fit.epochs(epochs)
                                .batchSize(128)
                                .seed(seed)
                                .validation(split.test())
                                .callbacks(interrupt, progress));
                if (interrupt.pressed()) {
                    return Fovea.INTERRUPTED;
                }
                double seconds = history.epochs().stream()
                        .mapToDouble(History.Epoch::seconds)
                        .sum();
                rows.add(new Row(name, model.countParams(), history.last().get("val_accuracy"), seconds));
            }
        }
        writer.println();
        writer.println(String.format("%-10s %12s %14s %12s", "model", "parameters", "test accuracy", "training"));
        for (Row row : rows) {
            writer.println(String.format(
                    Locale.ROOT,
                    "%-10s %,12d %12.2f %% %10.1f s",
                    row.model,
                    row.parameters,
                    100 * row.accuracy,
                    row.seconds));
        }
        Path file = out.resolve("compare-" + Path.of(data).getFileName() + ".png");
        Bars.of(
                        rows.stream().map(Row::model).toList(),
                        Bars.Panel.of("Parameters", rows.stream().mapToDouble(Row::parameters).toArray()),
                        Bars.Panel.shares("Test accuracy", rows.stream().mapToDouble(Row::accuracy).toArray())
                                .from(0.9),
                        Bars.Panel.of("Training time", rows.stream().mapToDouble(Row::seconds).toArray())
                                .unit("s"))
                .title("The same data, three models, " + epochs + " epochs each")
                .picture()
                .save(file);
        writer.println("The picture is " + file);
        writer.flush();
        return 0;
    }
}
