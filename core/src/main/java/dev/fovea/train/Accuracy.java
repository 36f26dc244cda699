package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.Objects;

/**
 * What the string "accuracy" means to Keras: {@link BinaryAccuracy} where the model gives one number a row,
 * {@link SparseCategoricalAccuracy} where targets are class numbers, else {@link CategoricalAccuracy}.
 */
public record Accuracy(String name) implements Metric {
    public Accuracy {
        Objects.requireNonNull(name, "a metric has a name");
    }

    /** Under the name "accuracy". */
    public static Accuracy of() {
        return new Accuracy("accuracy");
    }

    @Override
    public Count start(Shape output, Shape target) {
        int classes = output.rank() == 0 ? 1 : output.dim(-1);
        if (classes == 1) {
            return BinaryAccuracy.of().start(output, target);
        }
        boolean classNumbers = target.rank() < output.rank() || target.dim(-1) == 1;
        return classNumbers
                ? SparseCategoricalAccuracy.of().start(output, target)
                : CategoricalAccuracy.of().start(output, target);
    }
}
