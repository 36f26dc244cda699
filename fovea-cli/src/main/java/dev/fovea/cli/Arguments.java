package dev.fovea.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of what the command line gives, with messages for whoever typed it. */
final class Arguments {
    private Arguments() {}

    /** Refuses a number that is too small. */
    static void atLeast(CommandSpec spec, String option, int least, int value) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(), option + " is at least " + least + ", not " + value);
        }
    }

    /** Refuses what is no learning rate. */
    static void rate(CommandSpec spec, String option, float value) {
        if (!(value > 0 && Float.isFinite(value))) {
            throw new ParameterException(spec.commandLine(), option + " is a number above 0, not " + value);
        }
    }

    /** How many threads are meant by a number, or by {@code all}. */
    static int threads(CommandSpec spec, String given) {
        if (given.equals("all")) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int count = Integer.parseInt(given);
            atLeast(spec, "--threads", 1, count);
            return count;
        } catch (NumberFormatException e) {
            throw new ParameterException(spec.commandLine(), "--threads is a number or all, not " + given, e);
        }
    }
}
