package dev.fovea.models;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SOFTMAX;
import static dev.fovea.op.Padding.SAME;

import dev.fovea.model.Sequential;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998) as it is built today: with ReLU, max pooling and softmax. On
 * 28x28x1 images and 10 classes it has 61,706 parameters.
 */
final class LeNet5 {
    private LeNet5() {}

    static Sequential of(Shape image, int classes, long seed) {
        return Sequential.named(
                "lenet5",
                seed,
                Input.of(image.dims()),
                List.of(
                        Conv2D.of(6, 5).padding(SAME).activation(RELU),
                        MaxPooling2D.of(2),
                        Conv2D.of(16, 5).activation(RELU),
                        MaxPooling2D.of(2),
                        Flatten.of(),
                        Dense.of(120).activation(RELU),
                        Dense.of(84).activation(RELU),
                        Dense.of(classes).activation(SOFTMAX)));
    }
}
