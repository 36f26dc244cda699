package dev.fovea.models;

import dev.fovea.data.Names;
import dev.fovea.model.Sequential;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Models by name.
 *
 * <pre>{@code
 * Sequential model = Models.byName("lenet5", Shape.of(28, 28, 1), 10, 0);
 * model.countParams();  // 61706
 * }</pre>
 */
public final class Models {
    private Models() {}

    /** The names that {@link #byName} knows. */
    public static List<String> names() {
        return List.of("logistic", "mlp", "convnet", "lenet5");
    }

    /**
     * A fresh model.
     *
     * @param image the shape of one image, {@code [H, W, C]}
     * @param classes how many classes it tells apart
     * @param seed draws the weights
     * @throws IllegalArgumentException if there is no such model, or if its layers do not fit the image
     */
    public static Sequential byName(String name, Shape image, int classes, long seed) {
        return switch (name) {
            case "logistic" -> LogisticRegression.of(image, classes, seed);
            case "mlp" -> Mlp.of(image, classes, seed);
            case "convnet" -> ConvNet.of(image, classes, seed);
            case "lenet5" -> LeNet5.of(image, classes, seed);
            default -> throw new IllegalArgumentException(Names.unknown("model", name, names()));
        };
    }
}
