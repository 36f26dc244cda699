package dev.fovea.train;

import dev.fovea.tensor.Shape;

/** The square root of the mean of {@code (target - output)^2} over all outputs, as Keras's class of that name. */
public record RootMeanSquaredError(String name) implements Metric {
    public RootMeanSquaredError {
        Losses.checkName("RootMeanSquaredError", name);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static RootMeanSquaredError of() {
        return new RootMeanSquaredError("root_mean_squared_error");
    }

    public RootMeanSquaredError name(String name) {
        return new RootMeanSquaredError(name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        Count squares = MeanOfElements.start("RootMeanSquaredError", output, target, (y, t) -> (y - t) * (y - t));
        return new Count() {
            @Override
            public void add(float[] outputs, float[] targets) {
                squares.add(outputs, targets);
            }

            @Override
            public double result() {
                return Math.sqrt(squares.result());
            }

            @Override
            public void reset() {
                squares.reset();
            }
        };
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
