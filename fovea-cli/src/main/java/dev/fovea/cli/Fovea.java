package dev.fovea.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of the {@code fovea} command: finds the subcommand and turns its outcome into an exit code. */
@Command(
        name = "fovea",
        description = "Trains, evaluates and explains convolutional neural networks.",
        mixinStandardHelpOptions = true,
        versionProvider = Fovea.Version.class)
public final class Fovea implements Runnable {

    @Spec
    private CommandSpec spec;

    /**
     * Runs the command and exits with its code: 0 for success, 1 for failure, 2 for wrong usage.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Fovea()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
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
