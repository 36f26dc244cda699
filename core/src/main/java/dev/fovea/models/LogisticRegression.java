package dev.fovea.models;

import static dev.fovea.nn.Activations.SOFTMAX;

import dev.fovea.model.Sequential;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Shape;
import java.util.List;

/** Multinomial logistic regression: one dense layer and softmax. */
final class LogisticRegression {
    private LogisticRegression() {}

    static Sequential of(Shape image, int classes, long seed) {
        return Sequential.named(
                "logistic",
                seed,
                Input.of(image.dims()),
                List.of(Flatten.of(), Dense.of(classes).activation(SOFTMAX)));
    }
}
