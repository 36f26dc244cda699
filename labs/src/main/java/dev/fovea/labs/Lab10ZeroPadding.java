package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What a frame of zeros does to the border of the result. */
public final class Lab10ZeroPadding implements Lab {
    @Override
    public int number() {
        return 10;
    }

    @Override
    public String title() {
        return "A frame of zeros";
    }

    /** Ones, {@code [1,5,5,1]}. */
    static Tensor image() {
        return Tensor.filled(Shape.of(1, 5, 5, 1), 1);
    }

    /** Ones within a frame of zeros, {@code [1,7,7,1]}. */
    static Tensor padded() {
        return Ops.zeroPad(image(), 1);
    }

    /** With a filter of 3x3 ones the result counts the ones under the filter, {@code [1,5,5,1]}. */
    static Tensor convolve() {
        Tensor filter = Tensor.filled(Shape.of(3, 3, 1, 1), 1);
        return Ops.conv2d(padded(), filter, 1, Padding.VALID);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println(
                "5x5 ones get a frame of zeros, one pixel wide. A filter of 3x3 ones then counts the ones under it.");
        out.println();
        Table.print(
                out,
                Table.ofImage("image", image()),
                Table.ofImage("padded", padded()),
                Table.ofImage("result", convolve()));
        out.println(
                "In a corner 4 of 9 pixels are real, at an edge 6, inside all 9: with zeros around it, the border of");
        out.println("a result is weaker than its middle.");
        out.println();
        Gallery.save(
                out,
                pictures,
                "lab10-zero-padding",
                Gallery.numbers(
                        "Zero padding makes the border weaker",
                        List.of(padded(), convolve()),
                        List.of("image with its frame", "result")));
    }

    static void main() throws Exception {
        Labs.show(new Lab10ZeroPadding());
    }
}
