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
    private Pictures() {}

    /** All pictures of a run: curves, confusion matrix, worst mistakes, filters, feature maps. */
    static void ofRun(RunFolder run, Model model, Dataset test, Map<String, List<Double>> history) {
        if (!history.isEmpty()) {
            Curves.of(history)
                    .title(run.path().getFileName().toString())
                    .picture()
                    .save(run.picture("curves"));
        }
        Tensor images = test.images(0, test.size());
        Tensor probabilities = model.predict(images);
        int[] labels = test.labels();
        ConfusionMatrix.of(test.classNames().size(), labels, probabilities.argMax())
                .picture(test.classNames())
                .save(run.picture("confusion-matrix"));
        Mistakes mistakes = Mistakes.of(images, labels, probabilities, test.classNames());
        if (!mistakes.worst().isEmpty()) {
            mistakes.picture().save(run.picture("mistakes"));
        }
        filters(model, run.picture("filters"));
        featureMaps(model, images.slice(0, 1), test.classNames(), run.picture("feature-maps"));
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
                .filter(weight -> weight.spec().name().equals("kernel"))
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

    /** What each layer makes of one image. */
    static void featureMaps(Model model, Tensor image, List<String> classNames, Path file) {
        FeatureMaps maps = FeatureMaps.of(model.activations(image)).title("One image through " + model.name());
        boolean named = model.outputShape().rank() == 1
                && classNames.size() == model.outputShape().dim(0);
        (named ? maps.classNames(classNames) : maps).picture().save(file);
    }
}
