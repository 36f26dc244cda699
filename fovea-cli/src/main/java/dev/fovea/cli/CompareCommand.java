package dev.fovea.cli;

import dev.fovea.data.Split;
import dev.fovea.model.Model;
import dev.fovea.models.Models;
import dev.fovea.plot.Bars;
import dev.fovea.plot.Picture;
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
    private static final int BATCH_SIZE = 128;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DATA",
            completionCandidates = Data.Candidates.class,
            description = "mnist, fashion-mnist, or a folder with IDX files")
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
            description = "where a folder for the models and the picture is made; default: ${DEFAULT-VALUE}",
            defaultValue = "runs")
    private Path out;

    private record Row(String model, long parameters, double accuracy, double seconds, int epochs) {
        double secondsPerEpoch() {
            return seconds / epochs;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (epochs < 1) {
            throw new ParameterException(spec.commandLine(), "--epochs is at least 1, not " + epochs);
        }
        Split split = Data.read(spec, data);
        PrintWriter writer = spec.commandLine().getOut();
        RunFolder run = RunFolder.create(out, Data.shortName(data), "compare");
        List<Row> rows = new ArrayList<>();
        try (Interrupt interrupt = new Interrupt()) {
            for (String name : Recipe.compared()) {
                Row row = train(name, split, run, interrupt);
                if (interrupt.pressed()) {
                    break;
                }
                rows.add(row);
            }
            if (rows.isEmpty()) {
                return Fovea.INTERRUPTED;
            }
            interrupt.saved();
            table(writer, rows);
            Path file = run.picture("compare");
            picture(rows).save(file);
            writer.println("The picture is " + file + ", the models are beside it");
            writer.flush();
            return interrupt.pressed() ? Fovea.INTERRUPTED : 0;
        }
    }

    private Row train(String name, Split split, RunFolder run, Interrupt interrupt) throws IOException {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(name);
        writer.flush();
        Model model = Models.byName(
                name, split.train().imageShape(), split.train().classNames().size(), seed);
        model.compile(Adam.of(), Session.loss(), Session.accuracy());
        EpochProgress progress =
                new EpochProgress(writer, Terminal.detect(), split.train().size());
        History history = model.fit(
                split.train(),
                Fit.epochs(epochs)
                        .batchSize(BATCH_SIZE)
                        .seed(seed)
                        .validation(split.test())
                        .callbacks(interrupt, progress));
        if (interrupt.pressed()) {
            return null;
        }
        model.save(run.path().resolve(name + ".safetensors"));
        double seconds =
                history.epochs().stream().mapToDouble(History.Epoch::seconds).sum();
        return new Row(name, model.countParams(), history.last().get("val_accuracy"), seconds, epochs);
    }

    private static void table(PrintWriter writer, List<Row> rows) {
        writer.println();
        writer.println(String.format(
                Locale.ROOT,
                "%-10s %12s %14s %12s %12s",
                "model",
                "parameters",
                "test accuracy",
                "an epoch",
                "training"));
        for (Row row : rows) {
            writer.println(String.format(
                    Locale.ROOT,
                    "%-10s %,12d %12.2f %% %10.2f s %10.2f s",
                    row.model,
                    row.parameters,
                    100 * row.accuracy,
                    row.secondsPerEpoch(),
                    row.seconds));
        }
        writer.println();
    }

    private Picture picture(List<Row> rows) {
        double least = rows.stream().mapToDouble(Row::accuracy).min().orElse(0);
        return Bars.of(
                        rows.stream().map(Row::model).toList(),
                        Bars.Panel.of(
                                "Parameters",
                                rows.stream().mapToDouble(Row::parameters).toArray()),
                        Bars.Panel.shares(
                                        "Test accuracy",
                                        rows.stream().mapToDouble(Row::accuracy).toArray())
                                .from(least > 0.9 ? 0.9 : 0),
                        Bars.Panel.of(
                                        "An epoch",
                                        rows.stream()
                                                .mapToDouble(Row::secondsPerEpoch)
                                                .toArray())
                                .unit("s"),
                        Bars.Panel.of(
                                        "Training",
                                        rows.stream().mapToDouble(Row::seconds).toArray())
                                .unit("s"))
                .title("Models trained on " + Data.shortName(data) + " for " + epochs
                        + (epochs == 1 ? " epoch" : " epochs"))
                .picture();
    }
}
