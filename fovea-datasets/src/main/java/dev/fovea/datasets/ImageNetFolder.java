package dev.fovea.datasets;

import dev.fovea.data.MalformedDataException;
import dev.fovea.model.Model;
import dev.fovea.models.ImageNet;
import dev.fovea.models.Preprocessing;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Pictures in ImageNet's layout: a folder for each class, or for some of them, named by its WordNet id, as {@code
 * val/n02504458/ILSVRC2012_val_00001177.JPEG}. They are read one by one, as they are needed.
 *
 * <pre>{@code
 * ImageNetFolder validation = ImageNetFolder.open(Path.of("imagenet/val"));
 * validation.evaluate(model, Preprocessing.of("resnet50"), seen -> {});  // Errors[images=50000, top1=0.251, top5=0.079]
 * }</pre>
 */
public final class ImageNetFolder {
    private static final int BATCH = 16;

    private final List<Picture> pictures;

    /**
     * A picture of the folder.
     *
     * @param label its class, 0 to 999
     */
    public record Picture(Path file, int label) {}

    /**
     * How often a network errs.
     *
     * @param images how many it has seen
     * @param top1 the share of images whose class it does not find likeliest, 0 to 1
     * @param top5 the share of images whose class is not among its five likeliest, 0 to 1
     */
    public record Errors(int images, double top1, double top5) {}

    private ImageNetFolder(List<Picture> pictures) {
        this.pictures = List.copyOf(pictures);
    }

    /** Whether a path is a folder with a class's folder in it. */
    public static boolean isOne(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        List<String> ids = ImageNet.wordnetIds();
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.anyMatch(path -> ids.contains(path.getFileName().toString()) && Files.isDirectory(path));
        }
    }

    /**
     * Finds the pictures of a folder: PNG, JPEG, BMP and GIF files within the classes' folders; files whose names begin with
     * a point do not count.
     *
     * @throws MalformedDataException if it has a folder that is no class's, or no picture
     * @throws IOException if there is no such folder, or it can't be read
     */
    public static ImageNetFolder open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(
                    folder + ": is no folder; name one that holds a folder for each class, as n02504458");
        }
        List<String> ids = ImageNet.wordnetIds();
        Map<String, Integer> labels = new HashMap<>();
        for (int label = 0; label < ids.size(); label++) {
            labels.put(ids.get(label), label);
        }
        List<Picture> pictures = new ArrayList<>();
        for (Path inside : sorted(folder)) {
            if (!Files.isDirectory(inside)) {
                continue;
            }
            Integer label = labels.get(inside.getFileName().toString());
            if (label == null) {
                throw new MalformedDataException(
                        inside.toString(),
                        "is no class of ImageNet's; name the folder by its WordNet id, as n02504458, or move it away");
            }
            for (Path file : ImageFile.in(inside)) {
                pictures.add(new Picture(file, label));
            }
        }
        if (pictures.isEmpty()) {
            throw new MalformedDataException(
                    folder.toString(), "has no pictures; put PNG, JPEG, BMP or GIF files into a folder for each class");
        }
        return new ImageNetFolder(pictures);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** The pictures, class by class and within each by name. */
    public List<Picture> pictures() {
        return pictures;
    }

    /**
     * Measures a network on all pictures, on the {@linkplain ImageFile#readMiddle middle} of each. A class is right as the
     * k-th likeliest, too, where others are as likely.
     *
     * @param preprocessing what the network takes
     * @param seen is told after each few pictures how many are done
     * @throws IllegalArgumentException if the model does not take pictures or give 1000 numbers
     * @throws MalformedDataException if a picture is damaged
     * @throws IOException if one can't be read
     */
    public Errors evaluate(Model model, Preprocessing preprocessing, IntConsumer seen) throws IOException {
        Shape image = model.inputShape();
        if (!model.outputShape().equals(Shape.of(ImageNet.CLASSES))) {
            throw new IllegalArgumentException("model \"" + model.name() + "\" gives " + model.outputShape()
                    + ", but ImageNet has 1000 classes; take a network with its top and all of them");
        }
        int wrong1 = 0;
        int wrong5 = 0;
        for (int start = 0; start < pictures.size(); start += BATCH) {
            List<Picture> batch = pictures.subList(start, Math.min(start + BATCH, pictures.size()));
            float[] pixels = new float[batch.size() * image.size()];
            for (int n = 0; n < batch.size(); n++) {
                float[] values = ImageFile.readMiddle(batch.get(n).file, image).data();
                for (int i = 0; i < values.length; i++) {
                    pixels[n * values.length + i] = 255 * values[i];
                }
            }
            Tensor images = Tensor.of(image.prepend(batch.size()), pixels);
            float[] scores = model.predict(preprocessing.apply(images)).data();
            for (int n = 0; n < batch.size(); n++) {
                int likelier = likelier(scores, n * ImageNet.CLASSES, batch.get(n).label);
                wrong1 += likelier < 1 ? 0 : 1;
                wrong5 += likelier < 5 ? 0 : 1;
            }
            seen.accept(start + batch.size());
        }
        return new Errors(pictures.size(), (double) wrong1 / pictures.size(), (double) wrong5 / pictures.size());
    }

    /** How many classes are likelier than a picture's own; what is no number counts as likelier, so that it is never right. */
    private static int likelier(float[] scores, int from, int label) {
        int count = 0;
        for (int k = 0; k < ImageNet.CLASSES; k++) {
            count += k == label || scores[from + k] <= scores[from + label] ? 0 : 1;
        }
        return count;
    }
}
