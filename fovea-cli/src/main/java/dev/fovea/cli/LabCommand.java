package dev.fovea.cli;

import dev.fovea.labs.Labs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea lab}: runs a lab. */
@Command(
        name = "lab",
        description = "Runs a lab: prints its numbers and writes its pictures.",
        footer = {"%nExample:", "  fovea lab 8"})
final class LabCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "N", description = "the number of the lab, as 'fovea labs' lists them")
    private int number;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "the folder for the pictures; default: ${DEFAULT-VALUE}",
            defaultValue = "runs/labs")
    private Path out;

    @Override
    public Integer call() throws Exception {
        if (number < 1 || number > Labs.all().size()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no lab " + number + "; 'fovea labs' lists labs 1 to "
                            + Labs.all().size());
        }
        try (PrintStream text = new PrintStream(new Lines(spec.commandLine().getOut()), true, StandardCharsets.UTF_8)) {
            Labs.show(Labs.number(number), text, out);
        }
        return 0;
    }

    /** Hands text that is written as bytes to a writer, a line at a time. */
    private static final class Lines extends ByteArrayOutputStream {
        private final PrintWriter to;

        Lines(PrintWriter to) {
            this.to = to;
        }

        @Override
        public void flush() {
            to.print(toString(StandardCharsets.UTF_8));
            to.flush();
            reset();
        }
    }
}
