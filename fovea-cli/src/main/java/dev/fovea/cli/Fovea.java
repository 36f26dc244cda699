package dev.fovea.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Entry point of the {@code fovea} command: finds the subcommand and turns its outcome into an exit code. */
@Command(
        name = "fovea",
        description = "Trains, evaluates and explains convolutional neural networks.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Fovea.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:the work failed; the message says why",
            "2:the command line is wrong",
            "130:interrupted with Ctrl-C; what was learned is saved"
        })
public final class Fovea implements Callable<Integer> {
    /** The exit code of a command that Ctrl-C ended, as shells give it. */
    static final int INTERRUPTED = 130;

    /** Subcommands in the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "train",
            "fine-tune",
            "evaluate",
            "predict",
            "convert",
            "summary",
            "explain",
            "show",
            "compare",
            "labs",
            "lab");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Where something fails, also show where in the code; so does FOVEA_DEBUG=1.")
    private boolean stackTrace;

    /**
     * Runs the command and exits with its code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        // Bars and tables need more than ASCII, which is what Java writes where no locale is set, as in containers.
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        System.exit(commandLine(args).execute(args));
    }

    /** The command with all that it understands. */
    static CommandLine commandLine() {
        CommandLine line = commandLine(COMMANDS)
                .addSubcommand(new WarmUpCommand())
                .addSubcommand(new GenerateCompletion())
                .addSubcommand(new HelpCommand());
        line.getSubcommands()
                .get("generate-completion")
                .getCommandSpec()
                .usageMessage()
                .description("Prints a completion script for bash and zsh: source <(fovea generate-completion)");
        return finish(line);
    }

    /** The command for a command line; with no other subcommand than the one that it names, as each takes time. */
    static CommandLine commandLine(String[] args) {
        return args.length > 0 && subcommand(args[0]) != null ? finish(commandLine(List.of(args[0]))) : commandLine();
    }

    private static CommandLine commandLine(List<String> subcommands) {
        CommandLine line = new CommandLine(new Fovea());
        subcommands.forEach(name -> line.addSubcommand(subcommand(name)));
        return line;
    }

    private static CommandLine finish(CommandLine line) {
        Failures failures = new Failures();
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(failures)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(Failures::wrongUsage);
    }

    private static Object subcommand(String name) {
        return switch (name) {
            case "train" -> new TrainCommand();
            case "fine-tune" -> new FineTuneCommand();
            case "evaluate" -> new EvaluateCommand();
            case "predict", "classify" -> new PredictCommand();
            case "convert" -> new ConvertCommand();
            case "summary" -> new SummaryCommand();
            case "explain" -> new ExplainCommand();
            case "show" -> new ShowCommand();
            case "compare" -> new CompareCommand();
            case "labs" -> new LabsCommand();
            case "lab" -> new LabCommand();
            default -> null;
        };
    }

    /** Whether a failure is to be shown with the place in the code. */
    boolean stackTrace() {
        return stackTrace;
    }

    /** Without a command there is nothing to do but to tell which there are. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** Reads the version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Fovea.class.getPackage().getImplementationVersion();
            return new String[] {"fovea " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
