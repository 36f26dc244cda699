package dev.fovea.cli;

import dev.fovea.data.Split;
import dev.fovea.datasets.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The data set that a command line names. */
final class Data {
    private Data() {}

    /** What may stand for DATA, for completion. */
    static final class Candidates extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Candidates() {
            super(Datasets.names());
        }
    }

    /**
     * Reads it.
     *
     * @throws ParameterException if there is none of that name
     * @throws IOException if it is missing or damaged
     */
    static Split read(CommandSpec spec, String name) throws IOException {
        try {
            return Datasets.byName(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The name without what makes a folder's path long. */
    static String shortName(String name) {
        Path folder = Path.of(name).toAbsolutePath().normalize().getFileName();
        return Files.isDirectory(Path.of(name)) && folder != null ? folder.toString() : name;
    }

    /** The name in a form that means the same from every working directory. */
    static String absoluteName(String name) {
        return Datasets.names().contains(name)
                ? name
                : Path.of(name).toAbsolutePath().normalize().toString();
    }
}
