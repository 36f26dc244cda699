package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** One step of a convolution: a filter as large as the sample gives one number. */
public final class Lab01WeightedSum implements Lab {
    @Override
    public int number() {
        return 1;
    }

    @Override
    public String title() {
        return "The weighted sum under a filter";
    }

    /** Four rows of four pixels: one image of one channel, {@code [1,4,4,1]}. */
    static Tensor sample() {
        float[] pixels = {
            1, 5, 4, 3,
            8, 4, 1, 4,
            1, 2, 3, 3,
            6, 5, 3, 1
        };
        return Tensor.of(Shape.of(1, 4, 4, 1), pixels);
    }

    /** A filter of the same size: one channel in, one out, {@code [4,4,1,1]}. */
    static Tensor filter() {
        float[] weights = {
            1, 1, 1, 1,
            -1, -1, -1, -1,
            2, 2, 2, 2,
            3, 3, 3, 3
        };
        return Tensor.of(Shape.of(4, 4, 1, 1), weights);
    }

    /** What each row adds to the sum. */
    static float[] rowSums(Tensor sample, Tensor filter) {
        float[] sums = new float[4];
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                sums[y] += sample.get(0, y, x, 0) * filter.get(y, x, 0, 0);
            }
        }
        return sums;
    }

    /** The same at once: the filter fits in one place only, so the result is {@code [1,1,1,1]}. */
    static Tensor convolve(Tensor sample, Tensor filter) {
        return Ops.conv2d(sample, filter, 1, Padding.VALID);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        Tensor sample = sample();
        Tensor filter = filter();
        out.println("Lay the filter on the sample, multiply what lies on top of each other, add it all up.");
        out.println();
        Table.print(out, Table.ofImage("sample", sample), Table.ofFilter("filter", filter));

        // Row by row first, so that each step can be followed with pencil and paper.
        float[] rows = rowSums(sample, filter);
        for (int y = 0; y < 4; y++) {
            out.print("    row " + (y + 1) + ":  ");
            for (int x = 0; x < 4; x++) {
                String weight = Table.number(filter.get(y, x, 0, 0));
                out.print(x == 0 ? "" : " + ");
                out.print(Table.number(sample.get(0, y, x, 0)) + " * "
                        + (weight.startsWith("-") ? "(" + weight + ")" : weight));
            }
            out.println(" = " + Table.number(rows[y]));
        }
        out.println();

        float sum = convolve(sample, filter).get(0, 0, 0, 0);
        out.println("    " + Table.sum(rows) + " = " + Table.number(sum));
        out.println();
        Gallery.save(
                out,
                pictures,
                "lab01-weighted-sum",
                Gallery.numbers(
                        "The weighted sum is " + Table.number(sum),
                        List.of(sample, Gallery.filter(filter)),
                        List.of("sample", "filter")));
    }

    static void main() throws Exception {
        Labs.show(new Lab01WeightedSum());
    }
}
