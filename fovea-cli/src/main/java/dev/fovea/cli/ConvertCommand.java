package dev.fovea.cli;

import dev.fovea.data.Names;
import dev.fovea.formats.ModelFiles;
import dev.fovea.model.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea convert}: writes a model's file in another format. */
@Command(
        name = "convert",
        description = {
            "Reads a model and writes it in the format that the ending of the second file stands for: Fovea's .fovea,"
                    + " Keras's .keras, .onnx, or weights alone in .weights.h5 and .safetensors.",
            "Files of all these but of weights alone are read, and so are Keras's older .h5 and the folder of a run. A"
                    + " file that is there is replaced, once the new one is whole."
        },
        footer = {
            "%nExamples:",
            "  fovea convert cats.keras cats.onnx",
            "  fovea convert runs/mnist-convnet-1 digits.keras"
        })
final class ConvertCommand implements Callable<Integer> {
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB");

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "a model's file, or the folder of a run")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "the file to write")
    private Path out;

    @Override
    public Integer call() throws IOException {
        checkEnding(out);
        Path source = ModelSource.file(in);
        checkEnding(source);
        if (Files.exists(out) && Files.isSameFile(source, out)) {
            throw new ParameterException(
                    spec.commandLine(), out + " is the file that is read; name another one to write");
        }
        Model model = ModelFiles.load(source);
        PrintWriter writer = spec.commandLine().getOut();
        String holds = String.format(
                Locale.ROOT,
                "\"%s\", %d layers, %,d parameters",
                model.name(),
                model.layers().size(),
                model.countParams());
        writer.println("Read  " + source + ": " + holds + ", " + size(source));
        writer.flush();
        try {
            ModelFiles.save(model, out);
        } catch (IllegalArgumentException e) {
            throw new IOException("can't write " + out + ": " + e.getMessage(), e);
        }
        if (ModelFiles.holdsWeightsAlone(out)) {
            holds = String.format(Locale.ROOT, "weights alone, %,d parameters", model.countParams());
        }
        writer.println("Wrote " + out + ": " + holds + ", " + size(out));
        writer.flush();
        return 0;
    }

    private void checkEnding(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        List<String> endings = ModelFiles.endings();
        if (endings.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
            String ending = name.substring(Math.max(0, name.lastIndexOf('.')));
            throw new ParameterException(spec.commandLine(), file + ": " + Names.unknown("ending", ending, endings));
        }
    }

    private static String size(Path file) throws IOException {
        double size = Files.size(file);
        int unit = 0;
        while (size >= 1000 && unit < UNITS.size() - 1) {
            size /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS.get(unit));
    }
}
