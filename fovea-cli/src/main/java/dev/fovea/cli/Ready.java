package dev.fovea.cli;

import dev.fovea.model.Model;
import dev.fovea.models.Preprocessing;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The ways to make pixels of 0 to 255 ready for a network, by their names on the command line. */
enum Ready {
    caffe,
    tf,
    torch,
    none;

    Preprocessing preprocessing() {
        return Preprocessing.valueOf(name().toUpperCase(Locale.ROOT));
    }

    /**
     * What a network takes that tells ImageNet's classes apart: what was asked for, or else what its name asks for.
     *
     * @param asked null where the command line does not say
     * @throws ParameterException if neither says
     */
    static Preprocessing of(Model network, Ready asked, CommandSpec spec) {
        if (asked != null) {
            return asked.preprocessing();
        }
        try {
            return Preprocessing.of(network.name());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "it is not known what the network \"" + network.name() + "\" takes; say so with --preprocessing",
                    e);
        }
    }
}
