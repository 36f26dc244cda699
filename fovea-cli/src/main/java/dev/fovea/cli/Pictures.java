package dev.fovea.cli;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.plot.ConfusionMatrix;
import dev.fovea.plot.Curves;
import dev.fovea.plot.FeatureMaps;
import dev.fovea.plot.Filters;
import dev.fovea.plot.Mistakes;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pictures that explain a trained model. */
final class Pictures {
    /** How many numbers of images are held at a time: those of large pictures are many. */
    private static final int MOST_VALUES = 50_000_000;

    private Pictures() {}

    /** All pictures of a run: curves, confusion matrix, worst mistakes, filters, feature maps. */
    static void ofRun(RunFolder run, Model model, Dataset test, Map<String, List<Double>> history) {
        if (!history.isEmpty()) {
            Curves.of(history)
                    .title(run.path().getFileName().toString())
                    .picture()
                    .save(run.picture("curves"));
        }
        ConfusionMatrix.of(test.classNames().size(), test.labels(), predicted(model, test))
                .picture(test.classNames())
                .save(run.picture("confusion-matrix"));
        Dataset seen = test.take(Math.max(1, MOST_VALUES / test.imageShape().size()));
        Tensor images = seen.images(0, seen.size());
        Mistakes mistakes = Mistakes.of(images, seen.labels(), model.predict(images), test.classNames());
        if (!mistakes.worst().isEmpty()) {
            mistakes.picture().save(run.picture("mistakes"));
        }
        filters(model, run.picture("filters"));
        featureMaps(model, images.slice(0, 1), test.classNames(), run.picture("feature-maps"));
    }

    private static int[] predicted(Model model, Dataset test) {
        int[] predicted = new int[test.size()];
        int each = Math.max(1, MOST_VALUES / test.imageShape().size());
        for (int from = 0; from < predicted.length; from += each) {
            int to = Math.min(from + each, predicted.length);
            System.arraycopy(model.predict(test.images(from, to)).argMax(), 0, predicted, from, to - from);
        }
        return predicted;
    }

    /** The first layer's weights as pictures, where they are filters or lie on the image's pixels. */
    static boolean filters(Model model, Path file) {
        Optional<Tensor> kernel = kernel(model);
        kernel.ifPresent(
                k -> Filters.of(k).title("Filters of the first layer").picture().save(file));
        return kernel.isPresent();
    }

    private static Optional<Tensor> kernel(Model model) {
        Optional<Weight> first = model.weights().stream()
                .filter(weight -> weight.spec().name().equals("kernel") && !isPointwise(weight.shape()))
                .findFirst();
        Shape image = model.inputShape();
        return first.map(Weight::tensor).flatMap(kernel -> {
            if (kernel.shape().rank() == 4) {
                return Optional.of(kernel);
            }
            // A dense layer's weights lie on the pixels of the image where it is the first behind flatten.
            boolean onPixels = image.rank() == 3 && kernel.shape().dim(0) == image.size();
            return onPixels
                    ? Optional.of(kernel.reshape(
                            image.dim(0),
                            image.dim(1),
                            image.dim(2),
                            kernel.shape().dim(1)))
                    : Optional.empty();
        });
    }

    /** Whether filters are of one pixel, which are no pictures; preprocessing may be such. */
    private static boolean isPointwise(Shape kernel) {
        return kernel.rank() == 4 && kernel.dim(0) * kernel.dim(1) == 1;
    }

    /** What each layer makes of one image. */
    static void featureMaps(Model model, Tensor image, List<String> classNames, Path file) {
        FeatureMaps maps = FeatureMaps.of(model.activations(image)).title("One image through " + model.name());
        boolean named = model.outputShape().rank() == 1
                && classNames.size() == model.outputShape().dim(0);
        (named ? maps.classNames(classNames) : maps).picture().save(file);
    }
}
