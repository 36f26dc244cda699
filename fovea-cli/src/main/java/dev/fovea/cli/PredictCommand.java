package dev.fovea.cli;

import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@code fovea predict}: tells what is on pictures. */
@Command(
        name = "predict",
        description = {
            "Tells what a model sees on pictures: the likeliest classes with their probabilities.",
            "Pictures are PNG, JPEG, GIF or BMP of any size; digits may be dark on light or light on dark."
        },
        footer = {
            "%nExamples:",
            "  fovea predict runs/mnist-convnet-1 my-seven.jpg",
            "  fovea predict model.safetensors *.png --top 1 --json"
        })
final class PredictCommand implements Callable<Integer> {
    private static final int BAR = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "a .safetensors file or the folder of a run")
    private Path model;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "pictures")
    private List<Path> images;

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "how many classes to show; default: ${DEFAULT-VALUE}",
            defaultValue = "3")
    private int top;

    @Option(
            names = "--as",
            description =
                    "how pictures are read: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}, digits for a model"
                            + " of digits, else scaled to the model's size",
            defaultValue = "auto")
    private ImageSource as;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    private record Guess(String name, float probability) {}

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new ParameterException(spec.commandLine(), "--top is at least 1, not " + top);
        }
        ModelSource source = ModelSource.read(model);
        Map<Path, List<Guess>> predictions = new LinkedHashMap<>();
        Map<Path, String> failures = new LinkedHashMap<>();
        for (Path image : images) {
            try {
                predictions.put(image, best(source, source.model().predict(as.read(image, source))));
            } catch (IOException e) {
                if (images.size() == 1) {
                    throw e;
                }
                // The other pictures may well be good.
                failures.put(image, Failures.message(e));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(predictions));
        } else {
            predictions.forEach((image, classes) -> print(out, image, classes));
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        failures.values().forEach(message -> err.println("fovea: " + message));
        err.flush();
        return failures.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Guess> best(ModelSource source, Tensor probabilities) {
        return IntStream.range(0, probabilities.size())
                .mapToObj(
                        i -> new Guess(source.classNames().get(i), probabilities.data()[i]))
                .sorted(Comparator.comparingDouble(Guess::probability).reversed())
                .limit(top)
                .toList();
    }

    private static String json(Map<Path, List<Guess>> predictions) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            predictions.forEach((image, classes) -> {
                json.writeStartObject();
                json.writeStringProperty("image", image.toString());
                json.writeArrayPropertyStart("classes");
                for (Guess c : classes) {
                    json.writeStartObject();
                    json.writeStringProperty("name", c.name);
                    json.writeNumberProperty("probability", c.probability);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
            json.writeEndArray();
        }
        return text.toString();
    }

    private static void print(PrintWriter out, Path image, List<Guess> classes) {
        int width = classes.stream().mapToInt(c -> c.name.length()).max().orElse(0);
        out.println(image);
        for (Guess c : classes) {
            int filled = Math.round(c.probability * BAR);
            out.println(String.format(
                    Locale.ROOT,
                    "  %-" + width + "s  %s%s %6.2f %%",
                    c.name,
                    "━".repeat(filled),
                    " ".repeat(BAR - filled),
                    100 * c.probability));
        }
    }
}
