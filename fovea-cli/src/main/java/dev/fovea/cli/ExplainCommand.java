package dev.fovea.cli;

import dev.fovea.model.Explanation;
import dev.fovea.model.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea explain}: shows how a model's predictions are computed, and what each part of it takes. */
@Command(
        name = "explain",
        description = {
            "Shows how a model's predictions are computed on this machine: which ops run as one, by which kernel, and"
                    + " what they take on one thread.",
            "GFLOP/s count multiplications and additions by the layers' definitions; 100 %% is what the processor does"
                    + " with vectors that never leave its registers, measured in the same run."
        },
        footer = {"%nExamples:", "  fovea explain lenet5", "  fovea explain runs/mnist-convnet-1 --batch 128"})
final class ExplainCommand implements Callable<Integer> {
    /** Nanoseconds. */
    private static final long WARM_UP = 2_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL",
            completionCandidates = ModelSource.Candidates.class,
            description = "as for summary: a model's file, the folder of a run, or a model's name")
    private String model;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "images at a time; default: ${DEFAULT-VALUE}")
    private int batch;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "100",
            description = "how often, of which each part's fastest counts; default: ${DEFAULT-VALUE}")
    private int runs;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Model read;
        Explanation explanation;
        double peak;
        try {
            read = ModelSource.readOrMake(model);
            // Before and after, as another tenant of the processor may take half of it for some seconds.
            peak = Explanation.peak();
            // For the compiler, which needs some time also where a run takes little; then to measure.
            long begin = System.nanoTime();
            do {
                read.explain(batch, runs);
            } while (System.nanoTime() - begin < WARM_UP);
            explanation = read.explain(batch, runs);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        print(
                read,
                explanation,
                Math.max(peak, Explanation.peak()),
                spec.commandLine().getOut());
        return 0;
    }

    private static void print(Model model, Explanation explanation, double peak, PrintWriter out) {
        int layer = "layer".length();
        int ops = "ops".length();
        int output = "output".length();
        int way = "kernel".length();
        for (Explanation.Step step : explanation.steps()) {
            layer = Math.max(layer, step.layer().length());
            ops = Math.max(ops, step.ops().length());
            output = Math.max(output, step.output().toString().length());
            way = Math.max(way, step.way().length());
        }
        String texts = "%-" + layer + "s  %-" + ops + "s  %-" + output + "s  %-" + way + "s";
        out.printf(
                Locale.ROOT,
                "%s, %s, one thread %s%n%n",
                model.name(),
                explanation.batch() == 1 ? "1 image" : explanation.batch() + " images",
                peak > 0 ? String.format(Locale.ROOT, "of %.1f GFLOP/s", peak * 1e-9) : "without vectors");
        out.printf(texts + "  %9s  %7s  %5s%n", "layer", "ops", "output", "kernel", "us", "GFLOP/s", "peak");
        for (Explanation.Step step : explanation.steps()) {
            out.printf(texts, step.layer(), step.ops(), step.output(), step.way());
            figures(step.seconds(), step.operations(), peak, out);
        }
        out.printf(texts, "all", "", "", "");
        figures(explanation.seconds(), explanation.operations(), peak, out);
        out.flush();
    }

    private static void figures(double seconds, double operations, double peak, PrintWriter out) {
        if (operations == 0) {
            out.printf(Locale.ROOT, "  %9.1f%n", seconds * 1e6);
            return;
        }
        double speed = operations / seconds;
        String share = peak > 0 ? String.format(Locale.ROOT, "%3.0f %%", 100 * speed / peak) : "";
        out.printf(Locale.ROOT, "  %9.1f  %7.1f  %s%n", seconds * 1e6, speed * 1e-9, share);
    }
}
