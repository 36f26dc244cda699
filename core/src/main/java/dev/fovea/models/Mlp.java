package dev.fovea.models;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SOFTMAX;

import dev.fovea.model.Sequential;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Shape;
import java.util.List;

/** A fully connected net: a hidden layer of 512 units with dropout. */
final class Mlp {
    private Mlp() {}

    static Sequential of(Shape image, int classes, long seed) {
        return Sequential.named(
                "mlp",
                seed,
                Input.of(image.dims()),
                List.of(
                        Flatten.of(),
                        Dense.of(512).activation(RELU),
                        Dropout.of(0.2f),
                        Dense.of(classes).activation(SOFTMAX)));
    }
}
