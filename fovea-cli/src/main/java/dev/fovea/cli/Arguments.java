package dev.fovea.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of what the command line gives, with messages for whoever typed it. */
final class Arguments {
    /** More would only cost memory, as each has values of its own. */
    private static final int THREADS_PER_PROCESSOR = 4;

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
        int processors = Runtime.getRuntime().availableProcessors();
        if (given.equals("all")) {
            return processors;
        }
        try {
            int count = Integer.parseInt(given);
            atLeast(spec, "--threads", 1, count);
            int most = THREADS_PER_PROCESSOR * processors;
            if (count > most) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--threads is at most " + most + " on a machine of " + processors
                                + (processors == 1 ? " processor" : " processors") + ", not " + count
                                + "; more than processors are no quicker");
            }
            return count;
        } catch (NumberFormatException e) {
            throw new ParameterException(spec.commandLine(), "--threads is a number or all, not " + given, e);
        }
    }
}
