package dev.fovea.train;

import dev.fovea.tensor.Shape;

/** The mean over all outputs of {@code ln(cosh(output - target))}, as Keras's metric of that name; the loss is {@link LogCosh}. */
public record LogCoshError(String name) implements Metric {
    public LogCoshError {
        Losses.checkName("LogCoshError", name);
    }

    /** Under the name that Keras gives it. */
    public static LogCoshError of() {
        return new LogCoshError("logcosh");
    }

    public LogCoshError name(String name) {
        return new LogCoshError(name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfElements.start("LogCoshError", output, target, (y, t) -> logCosh(Math.abs(y - t)));
    }

    /** Without overflow. */
    private static double logCosh(double error) {
        return error + Math.log1p(Math.exp(-2 * error)) - Math.log(2);
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
