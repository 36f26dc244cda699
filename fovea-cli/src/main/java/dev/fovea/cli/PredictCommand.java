package dev.fovea.cli;

import dev.fovea.datasets.ImageFile;
import dev.fovea.models.Preprocessing;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
        aliases = "classify",
        description = {
            "Tells what a model sees on pictures: the likeliest classes with their probabilities.",
            "Pictures are PNG, JPEG, GIF or BMP of any size; digits may be dark on light or light on dark. A network of"
                    + " ImageNet's 1000 classes tells their names."
        },
        footer = {
            "%nExamples:",
            "  fovea predict runs/mnist-convnet-1 my-seven.jpg",
            "  fovea classify resnet50.keras pictures --top 3",
            "  fovea predict model.safetensors *.png --top 1 --json",
            "  fovea predict runs/mnist-convnet-1 - < my-seven.jpg"
        })
final class PredictCommand implements Callable<Integer> {
    private static final int BAR = 20;

    private static final Path STANDARD_INPUT = Path.of("-");

    /** How far above 1 a probability may be by rounding. */
    private static final float ROUNDING = 1e-4f;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "a model's file, of any format, or the folder of a run")
    private Path model;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "pictures, folders of pictures, and - for a picture on standard input")
    private List<Path> images;

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "how many classes to show; default: ${DEFAULT-VALUE}",
            defaultValue = "5")
    private int top;

    @Option(
            names = "--as",
            description =
                    "how pictures are read: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}, digits for a model"
                            + " of digits, else scaled to the model's size",
            defaultValue = "auto")
    private ImageSource as;

    @Option(
            names = "--preprocessing",
            description =
                    "what becomes of pixels: ${COMPLETION-CANDIDATES}; default: for a network of ImageNet's classes"
                            + " what its name asks for, else values of 0 to 1")
    private Ready preprocessing;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    private record Guess(String name, float probability) {}

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new ParameterException(spec.commandLine(), "--top is at least 1, not " + top);
        }
        // The first picture is decoded while the model is read.
        Path first = images.getFirst();
        FutureTask<BufferedImage> decoded = new FutureTask<>(() -> ImageFile.decode(first));
        if (!first.equals(STANDARD_INPUT) && !Files.isDirectory(first)) {
            Thread.ofPlatform().daemon().name("fovea-picture").start(decoded);
        }
        ModelSource source = ModelSource.read(model);
        if (source.model().outputShape().rank() != 1) {
            throw new IOException(model + " gives " + source.model().outputShape()
                    + " for an image, not a score for each class; name a model with its classifier");
        }
        Preprocessing ready = source.preprocessing(preprocessing, spec);
        List<Path> pictures = pictures();
        Map<Path, List<Guess>> predictions = new LinkedHashMap<>();
        Map<Path, String> failures = new LinkedHashMap<>();
        for (Path image : pictures) {
            try {
                Tensor scores = source.model().predict(read(image, image == first ? decoded : null, source, ready));
                predictions.put(image, best(source.classNames(), probabilities(scores.data())));
            } catch (IOException e) {
                if (pictures.size() == 1) {
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

    private Tensor read(Path image, FutureTask<BufferedImage> decoded, ModelSource source, Preprocessing ready)
            throws IOException {
        if (!image.equals(STANDARD_INPUT)) {
            return decoded == null ? as.read(image, source, ready) : as.read(result(decoded), image, source, ready);
        }
        Path copy = Files.createTempFile("standard-input", null);
        try {
            Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            return as.read(copy, source, ready);
        } finally {
            Files.delete(copy);
        }
    }

    private static BufferedImage result(FutureTask<BufferedImage> decoded) throws IOException {
        try {
            return decoded.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("a picture could not be decoded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a picture was decoded");
        }
    }

    /** Those given, and in place of a folder those in it. */
    private List<Path> pictures() throws IOException {
        List<Path> pictures = new ArrayList<>();
        for (Path image : images) {
            if (!Files.isDirectory(image)) {
                pictures.add(image);
                continue;
            }
            List<Path> inside = ImageFile.in(image);
            if (inside.isEmpty()) {
                throw new IOException(
                        image + ": the folder has no pictures; name a PNG, JPEG, BMP or GIF file, or a folder"
                                + " with some right in it");
            }
            pictures.addAll(inside);
        }
        return pictures;
    }

    /** Of a network that ends without softmax, as PyTorch's do, the scores are logits, which are not all within 0 and 1. */
    private static float[] probabilities(float[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        boolean done = true;
        for (float score : scores) {
            largest = Math.max(largest, score);
            done &= score >= 0 && score <= 1 + ROUNDING;
        }
        if (done) {
            return scores;
        }
        double sum = 0;
        float[] probabilities = new float[scores.length];
        for (float score : scores) {
            sum += Math.exp(score - largest);
        }
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = (float) (Math.exp(scores[i] - largest) / sum);
        }
        return probabilities;
    }

    private List<Guess> best(List<String> classNames, float[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(i -> new Guess(classNames.get(i), probabilities[i]))
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
