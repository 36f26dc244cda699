package dev.fovea.cli;

import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

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
            description = "how pictures are read: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}, digits for a model"
                    + " of digits, else scaled to the model's size",
            defaultValue = "auto")
    private ImageSource as;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    private record Class(String name, float probability) {}

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new ParameterException(spec.commandLine(), "--top is at least 1, not " + top);
        }
        ModelSource source = ModelSource.read(model);
        Map<String, List<Class>> predictions = new LinkedHashMap<>();
        for (Path image : images) {
            predictions.put(image.toString(), best(source, source.model().predict(as.read(image, source))));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            List<Map<String, Object>> all = new ArrayList<>();
            predictions.forEach((image, classes) -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("image", image);
                one.put("classes", classes);
                all.add(one);
            });
            out.println(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(all));
        } else {
            predictions.forEach((image, classes) -> print(out, image, classes));
        }
        out.flush();
        return 0;
    }

    private List<Class> best(ModelSource source, Tensor probabilities) {
        return IntStream.range(0, probabilities.size())
                .mapToObj(i -> new Class(source.classNames().get(i), probabilities.data()[i]))
                .sorted(Comparator.comparing(Class::probability).reversed())
                .limit(top)
                .toList();
    }

    private static void print(PrintWriter out, String image, List<Class> classes) {
        int width = classes.stream().mapToInt(c -> c.name.length()).max().orElse(0);
        out.println(image);
        for (Class c : classes) {
            int filled = Math.round(c.probability * BAR);
            out.println(String.format(
                    Locale.ROOT,
                    "  %-" + width + "s  %s%s %5.1f %%",
                    c.name,
                    "━".repeat(filled),
                    " ".repeat(BAR - filled),
                    100 * c.probability));
        }
    }
}
