package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.plot.FunctionPlot;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The functions between the layers: their values, and their slopes, which training multiplies with. */
public final class Lab17Activations implements Lab {
    /**
     * A function to show.
     *
     * @param alpha its parameter, with Keras's default; 0 if it has none
     */
    record Shown(String name, String formula, ScalarFunction function, float alpha) {
        float value(double x) {
            return function.value((float) x, alpha);
        }

        float slope(double x) {
            return function.slope((float) x, value(x), alpha);
        }

        /** The slope by two values close together, which needs no derivation. */
        double measuredSlope(double x) {
            double step = 1.0 / 128;
            return ((double) value(x + step) - value(x - step)) / (2 * step);
        }
    }

    static final List<Shown> FUNCTIONS = List.of(
            new Shown("ReLU", "max(x, 0)", ScalarFunction.RELU, 0),
            new Shown("leaky ReLU", "x, or 0.2 x below 0", ScalarFunction.LEAKY_RELU, 0.2f),
            new Shown("ELU", "x, or exp(x) - 1 below 0", ScalarFunction.ELU, 1),
            new Shown("sigmoid", "1 / (1 + exp(-x))", ScalarFunction.SIGMOID, 0),
            new Shown("tanh", "(exp(x) - exp(-x)) / (exp(x) + exp(-x))", ScalarFunction.TANH, 0),
            new Shown("softplus", "ln(1 + exp(x))", ScalarFunction.SOFTPLUS, 0),
            new Shown("SiLU", "x * sigmoid(x)", ScalarFunction.SILU, 0),
            new Shown("ReLU6", "min(max(x, 0), 6)", ScalarFunction.RELU6, 0),
            new Shown("linear", "x", ScalarFunction.LINEAR, 0));

    /** Where values are printed; not at 0, where ReLU has a kink and no slope. */
    static final double[] POINTS = {-4, -2, -1, -0.5, 0.5, 1, 2, 4};

    @Override
    public int number() {
        return 17;
    }

    @Override
    public String title() {
        return "Activation functions and their slopes";
    }

    /** Softmax works on all outputs together: {@code [1,3] -> [1,3]}, positive and 1 in sum. */
    static Tensor softmax() {
        return Ops.softmax(Tensor.of(Shape.of(1, 3), 2, 1, 0));
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println(
                "Two linear layers one after the other are no more than one. A function that bends lies between them.");
        out.println("Going back, training multiplies with its slope: where that is 0 nothing is learned.");
        out.println();
        for (Shown shown : FUNCTIONS) {
            out.println(shown.name + " = " + shown.formula);
            StringBuilder xs = new StringBuilder("    x        ");
            StringBuilder values = new StringBuilder("    value    ");
            StringBuilder slopes = new StringBuilder("    slope    ");
            StringBuilder measured = new StringBuilder("    measured ");
            for (double x : POINTS) {
                xs.append(String.format(Locale.ROOT, "%8.1f", x));
                values.append(String.format(Locale.ROOT, "%8.4f", shown.value(x)));
                slopes.append(String.format(Locale.ROOT, "%8.4f", shown.slope(x)));
                measured.append(String.format(Locale.ROOT, "%8.4f", shown.measuredSlope(x)));
            }
            out.println(xs);
            out.println(values);
            out.println(slopes);
            out.println(measured);
            out.println();
        }
        out.println("\"measured\" is (f(x + h) - f(x - h)) / 2h with h = 1/128.");
        out.println();
        Tensor softmax = softmax();
        out.println(String.format(
                Locale.ROOT,
                "softmax(2, 1, 0) = (%.4f, %.4f, %.4f): exp of each, divided by the sum of all.",
                softmax.get(0, 0),
                softmax.get(0, 1),
                softmax.get(0, 2)));
        out.println();
        FunctionPlot.Panel[] panels = new FunctionPlot.Panel[FUNCTIONS.size()];
        for (int i = 0; i < panels.length; i++) {
            Shown shown = FUNCTIONS.get(i);
            panels[i] = FunctionPlot.Panel.of(shown.name, -4, shown.function == ScalarFunction.RELU6 ? 8 : 4)
                    .curve("value", shown::value)
                    .curve("slope", shown::slope);
        }
        Gallery.save(
                out,
                pictures,
                "lab17-activations",
                FunctionPlot.of(panels)
                        .title("Activation functions and their slopes")
                        .picture());
    }

    static void main() throws Exception {
        Labs.show(new Lab17Activations());
    }
}
