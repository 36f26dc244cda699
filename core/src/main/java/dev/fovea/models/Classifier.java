package dev.fovea.models;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;

/**
 * The image classifier in two calls, with all settings chosen.
 *
 * <pre>{@code
 * Model model = Classifier.train(images, labels);
 * int[] classes = Classifier.predict(model, otherImages);
 * }</pre>
 *
 * <p>Images {@code [N,H,W,C]} of at least 10x10 pixels are learned by {@code convnet}, all else, down to rows of numbers
 * {@code [N,K]}, by {@code mlp}, with Adam, in 3 epochs, or on few images in more. Values should be about 0 to 1. The
 * same images and labels give the same model, bit for bit.
 */
public final class Classifier {
    private static final int CONVNET_SIDE = 10;
    private static final int EPOCHS = 3;
    private static final int MOST_EPOCHS = 50;

    /** Steps that few images are gone through again for. */
    private static final int STEPS = 300;

    private Classifier() {}

    /**
     * A model that has learned to tell the classes of images.
     *
     * @param images {@code [N, ...]}
     * @param labels the class of each image, counted from 0; there are as many classes as the largest says
     * @throws IllegalArgumentException if there is no image, only one class, or another number of labels than images
     */
    public static Model train(Tensor images, int[] labels) {
        Dataset data = Dataset.of(images, labels);
        int classes = data.classNames().size();
        if (classes < 2) {
            throw new IllegalArgumentException("there is nothing to tell apart: " + data.size() + " images of "
                    + classes + " class; give images of at least two classes, labelled 0, 1 and so on");
        }
        Shape image = data.imageShape();
        boolean large = image.rank() == 3 && Math.min(image.dim(0), image.dim(1)) >= CONVNET_SIDE;
        Model model = Models.byName(large ? "convnet" : "mlp", image, classes, 0);
        model.compile(Adam.of(), SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
        int batch = data.size() < 10_000 ? 32 : 128;
        int steps = Math.ceilDiv(data.size(), batch);
        int epochs = Math.clamp(Math.ceilDiv(STEPS, steps), EPOCHS, MOST_EPOCHS);
        model.fit(data, Fit.epochs(epochs).batchSize(batch));
        return model;
    }

    /**
     * The most probable class of each image.
     *
     * @param images {@code [N, ...]}, of the shape that the model takes
     * @throws IllegalArgumentException if the images have another shape
     */
    public static int[] predict(Model model, Tensor images) {
        return model.predict(images).argMax();
    }
}
