package dev.fovea.cli;

import dev.fovea.data.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a line what went wrong and what to do, instead of a stack trace; {@code --stacktrace} shows that too. */
final class Failures implements IExecutionExceptionHandler, IExecutionStrategy {
    /** Runs the command; an error that is no exception, as when memory runs out, is told like one. */
    @Override
    public int execute(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            ParseResult last = parsed;
            while (last.hasSubcommand()) {
                last = last.subcommand();
            }
            return tell(e, last.commandSpec().commandLine());
        }
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        return tell(failure, line);
    }

    private static int tell(Throwable failure, CommandLine line) {
        PrintWriter err = line.getErr();
        err.println(line.getColorScheme().errorText("fovea: " + message(failure)));
        boolean asked = line.getCommandSpec().root().userObject() instanceof Fovea fovea && fovea.stackTrace();
        if (asked || System.getenv("FOVEA_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The failure in a line. */
    static String message(Throwable failure) {
        return switch (failure) {
            case OutOfMemoryError memory ->
                "the memory that Java was given is not enough (" + memory.getMessage()
                        + "); use a smaller --batch-size, or give more, as with JAVA_TOOL_OPTIONS=-Xmx8g";
            case UncheckedIOException wrapped
            when wrapped.getCause() != null && addsNothing(wrapped) -> message(wrapped.getCause());
            case UncheckedIOException full
            when full.getCause() != null && isFull(full.getCause()) -> message(full.getCause());
            case IOException full
            when isFull(full) -> full.getMessage() + "; free some space, or name a folder on another disk with --out";
            case NoSuchFileException missing
            when missing.getReason() == null -> missing.getFile() + ": there is no such file";
            case AccessDeniedException denied
            when denied.getReason() == null -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException there
            when there.getReason() == null -> there.getFile() + ": is there already, as a file";
            case DirectoryNotEmptyException folder -> folder.getFile() + ": is a folder that is not empty";
            case FileSystemException other when other.getMessage() != null -> other.getMessage();
            case IllegalArgumentException known when known.getMessage() != null -> known.getMessage();
            case IllegalStateException known when known.getMessage() != null -> known.getMessage();
            case IOException known when known.getMessage() != null -> known.getMessage();
            case UncheckedIOException known -> known.getMessage();
            default -> failure + ", which is a mistake in fovea; --stacktrace shows where";
        };
    }

    private static boolean addsNothing(UncheckedIOException wrapped) {
        return wrapped.getMessage() == null
                || wrapped.getMessage().equals(wrapped.getCause().toString());
    }

    private static boolean isFull(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("not enough space") || text.contains("quota exceeded");
    }

    static int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(line.getColorScheme().errorText("fovea: " + text(wrong)));
        err.println("See '" + line.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String text(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String given = unmatched.getUnmatched().getFirst();
            CommandLine line = wrong.getCommandLine();
            List<String> options = line.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .map(option -> option.longestName())
                    .sorted()
                    .toList();
            if (given.startsWith("-")) {
                return Names.unknown("option", given, options);
            }
            if (!line.getSubcommands().isEmpty()) {
                List<String> commands = line.getSubcommands().entrySet().stream()
                        .filter(command -> !command.getValue()
                                .getCommandSpec()
                                .usageMessage()
                                .hidden())
                        .map(Map.Entry::getKey)
                        .toList();
                return Names.unknown("command", given, commands);
            }
            return "\"" + given + "\" is more than the command takes";
        }
        return wrong.getMessage();
    }
}
