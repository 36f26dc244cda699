package dev.fovea.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a line what went wrong and what to do, instead of a stack trace; FOVEA_DEBUG=1 shows that too. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        err.println(line.getColorScheme().errorText("fovea: " + message(failure)));
        if (System.getenv("FOVEA_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        err.flush();
        return line.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case UncheckedIOException wrapped when wrapped.getMessage() == null
                    || wrapped.getMessage().startsWith("java.") -> message(wrapped.getCause());
            case RuntimeException bug when bug.getMessage() == null ->
                bug.getClass().getSimpleName() + ", which is a mistake in fovea; FOVEA_DEBUG=1 shows where";
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    static int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(line.getColorScheme().errorText("fovea: " + wrong.getMessage()));
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                err.println("Did you mean " + String.join(" or ", near) + "?");
            }
        }
        err.println("See '" + line.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }
}
