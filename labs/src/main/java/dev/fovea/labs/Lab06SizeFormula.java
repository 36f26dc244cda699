package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The formula for the size of the result, with padding and stride. */
public final class Lab06SizeFormula implements Lab {
    /**
     * A question for the formula.
     *
     * @param padding pixels of zeros on every side
     */
    record Question(int height, int width, int filter, int padding, int stride) {}

    static final Question FIRST = new Question(4, 4, 3, 1, 1);
    static final Question SECOND = new Question(28, 32, 5, 2, 2);

    @Override
    public int number() {
        return 6;
    }

    @Override
    public String title() {
        return "OH = (H + 2P - FH) / S + 1";
    }

    /** Height and width of the result, by the formula; a remainder of the division is dropped. */
    static int[] formula(Question q) {
        return new int[] {
            (q.height + 2 * q.padding - q.filter) / q.stride + 1, (q.width + 2 * q.padding - q.filter) / q.stride + 1
        };
    }

    /** Ones within a frame of zeros. */
    static Tensor padded(Question q) {
        return Ops.zeroPad(Tensor.filled(Shape.of(1, q.height, q.width, 1), 1), q.padding);
    }

    /** The result's size by doing it: convolve the padded image without further padding. */
    static Tensor convolve(Question q) {
        Tensor filter = Tensor.filled(Shape.of(q.filter, q.filter, 1, 1), 1);
        return Ops.conv2d(padded(q), filter, q.stride, Padding.VALID);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("H: height of the input, P: padding on each side, FH: height of the filter, S: stride.");
        out.println("The width goes the same way. The filter stops at the last place where it fits: round down.");
        out.println();
        for (Question q : List.of(FIRST, SECOND)) {
            out.println("    input (" + q.height + ", " + q.width + "), filter (" + q.filter + ", " + q.filter
                    + "), P = " + q.padding + ", S = " + q.stride);
            out.println("        OH = " + working(q.height, q));
            out.println("        OW = " + working(q.width, q));
            Shape shape = convolve(q).shape();
            out.println("        by doing it: (" + shape.dim(1) + ", " + shape.dim(2) + ")");
            out.println();
        }
        // On ones, the result counts how many real pixels lie under the filter.
        Gallery.save(
                out,
                pictures,
                "lab06-size-formula",
                Gallery.numbers(
                        "Ones under a filter of ones",
                        List.of(padded(FIRST), convolve(FIRST)),
                        List.of("(4, 4) with P = 1", "result (4, 4)")));
    }

    private static String working(int length, Question q) {
        int span = length + 2 * q.padding - q.filter;
        String fraction = "(" + length + " + 2 * " + q.padding + " - " + q.filter + ") / " + q.stride + " + 1 = ";
        double exact = (double) span / q.stride + 1;
        int rounded = span / q.stride + 1;
        return fraction + (exact == rounded ? rounded : exact + ", rounded down " + rounded);
    }

    static void main() throws Exception {
        Labs.show(new Lab06SizeFormula());
    }
}
