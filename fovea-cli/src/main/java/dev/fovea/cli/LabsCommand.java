package dev.fovea.cli;

import dev.fovea.labs.Lab;
import dev.fovea.labs.Labs;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fovea labs}: lists the labs. */
@Command(name = "labs", description = "Lists the labs: small worked examples, from a weighted sum to a trained net.")
final class LabsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        for (Lab lab : Labs.all()) {
            out.println(String.format(Locale.ROOT, "%3d  %s", lab.number(), lab.title()));
        }
        out.println();
        out.println("Run one with 'fovea lab N'.");
        out.flush();
    }
}
