package dev.fovea.models;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SOFTMAX;

import dev.fovea.model.Sequential;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.tensor.Shape;
import java.util.List;

/** A small convolutional net: two convolutions of 3x3 with pooling, dropout and a dense layer. */
final class ConvNet {
    private ConvNet() {}

    static Sequential of(Shape image, int classes, long seed) {
        return Sequential.named(
                "convnet",
                seed,
                Input.of(image.dims()),
                List.of(
                        Conv2D.of(32, 3).activation(RELU),
                        MaxPooling2D.of(2),
                        Conv2D.of(64, 3).activation(RELU),
                        MaxPooling2D.of(2),
                        Flatten.of(),
                        Dropout.of(0.5f),
                        Dense.of(classes).activation(SOFTMAX)));
    }
}
