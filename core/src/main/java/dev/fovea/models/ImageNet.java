package dev.fovea.models;

import dev.fovea.tensor.Tensor;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The 1000 classes of the ImageNet Large Scale Visual Recognition Challenge (Russakovsky et al. 2015), which published
 * weights tell apart, in the order of their WordNet ids; as Keras has them.
 *
 * <pre>{@code
 * for (ImageNet.Prediction likely : ImageNet.decodePredictions(probabilities, 3).getFirst()) {
 *     System.out.println(likely.name() + " " + likely.score());  // African_elephant 0.82
 * }
 * }</pre>
 */
public final class ImageNet {
    public static final int CLASSES = 1000;

    private static final List<Line> LINES = read();

    private record Line(String wordnetId, String name) {}

    /**
     * A class that an image may be of.
     *
     * @param wordnetId as {@code n02504458}; differs where two classes have one name, as {@code crane}
     * @param name as {@code African_elephant}
     * @param score what the network gave for it, a probability behind softmax
     */
    public record Prediction(String wordnetId, String name, float score) {}

    private ImageNet() {}

    private static List<Line> read() {
        try (InputStream in = ImageNet.class.getResourceAsStream("imagenet/classes.txt")) {
            if (in == null) {
                throw new FileNotFoundException("imagenet/classes.txt is missing beside " + ImageNet.class);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .map(parts -> new Line(parts[0], parts[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classes' names, in the order of a network's outputs: tench, goldfish, great_white_shark and so on. */
    public static List<String> classNames() {
        return LINES.stream().map(Line::name).toList();
    }

    /** The classes' WordNet ids, in the order of a network's outputs: n01440764, n01443537 and so on. */
    public static List<String> wordnetIds() {
        return LINES.stream().map(Line::wordnetId).toList();
    }

    /** The five likeliest classes of each image. */
    public static List<List<Prediction>> decodePredictions(Tensor probabilities) {
        return decodePredictions(probabilities, 5);
    }

    /**
     * The likeliest classes of each image, likeliest first, as Keras's {@code decode_predictions}; of equals the one of the
     * lower number.
     *
     * @param probabilities {@code [N, 1000]}
     * @param top how many classes of each
     * @throws IllegalArgumentException if the tensor has another shape, or {@code top} is not from 1 to 1000
     */
    public static List<List<Prediction>> decodePredictions(Tensor probabilities, int top) {
        if (probabilities.shape().rank() != 2 || probabilities.shape().dim(1) != CLASSES) {
            throw new IllegalArgumentException("ImageNet's classes are those of [N, 1000], not of "
                    + probabilities.shape() + "; a network has them with its top and 1000 classes");
        }
        if (top < 1 || top > CLASSES) {
            throw new IllegalArgumentException("the likeliest 1 to 1000 classes can be had, not " + top);
        }
        List<List<Prediction>> all = new ArrayList<>();
        for (int n = 0; n < probabilities.shape().dim(0); n++) {
            int from = n * CLASSES;
            float[] scores = probabilities.data();
            all.add(IntStream.range(0, CLASSES)
                    .mapToObj(k -> new Prediction(LINES.get(k).wordnetId, LINES.get(k).name, scores[from + k]))
                    .sorted(Comparator.comparing(Prediction::score).reversed())
                    .limit(top)
                    .toList());
        }
        return all;
    }
}
