package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** How large the result is, before anything is computed. */
public final class Lab04OutputSize implements Lab {
    @Override
    public int number() {
        return 4;
    }

    @Override
    public String title() {
        return "How large is the result?";
    }

    /** Rows of the result of a 3-wide filter on 11 rows. */
    static int size(int stride) {
        return Ops.outputSize(11, 3, stride, Padding.VALID);
    }

    /** The result itself; only its shape matters here. */
    static Tensor convolve(int stride) {
        Tensor image = Tensor.filled(Shape.of(1, 11, 11, 1), 1);
        Tensor filter = Tensor.filled(Shape.of(3, 3, 1, 1), 1);
        return Ops.conv2d(image, filter, stride, Padding.VALID);
    }

    /** At each pixel of the 11x11 image, how many places of the filter lie on it: {@code [1,11,11,1]}. */
    static Tensor coverage(int stride) {
        Tensor image = Tensor.zeros(1, 11, 11, 1);
        for (int e = 0; e < size(stride); e++) {
            for (int f = 0; f < size(stride); f++) {
                for (int r = 0; r < 3; r++) {
                    for (int s = 0; s < 3; s++) {
                        int y = e * stride + r;
                        int x = f * stride + s;
                        image.set(image.get(0, y, x, 0) + 1, 0, y, x, 0);
                    }
                }
            }
        }
        return image;
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("An input of 11x11, a filter of 3x3, no padding.");
        out.println(
                "The filter's first row can lie on row 1, 1 + stride, 1 + 2 * stride ... up to row 11 - 3 + 1 = 9:");
        out.println();
        for (int stride = 1; stride <= 2; stride++) {
            Shape shape = convolve(stride).shape();
            out.println("    stride " + stride + ": (11 - 3) / " + stride + " + 1 = " + size(stride)
                    + ", so the result is " + shape.dim(1) + "x" + shape.dim(2));
        }
        out.println();
        out.println("How often is each pixel looked at? With stride 2 fewer places overlap:");
        out.println();
        Table.print(out, Table.ofImage("stride 1", coverage(1)), Table.ofImage("stride 2", coverage(2)));
        Gallery.save(
                out,
                pictures,
                "lab04-output-size",
                Gallery.numbers(
                        "How many places of the 3x3 filter cover each pixel",
                        List.of(coverage(1), coverage(2)),
                        List.of("stride 1: 9x9 places", "stride 2: 5x5 places")));
    }

    static void main() throws Exception {
        Labs.show(new Lab04OutputSize());
    }
}
