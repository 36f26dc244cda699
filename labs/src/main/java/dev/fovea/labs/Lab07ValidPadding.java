package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** An image with a batch axis and a channel axis, convolved without padding. */
public final class Lab07ValidPadding implements Lab {
    @Override
    public int number() {
        return 7;
    }

    @Override
    public String title() {
        return "Four axes, and padding \"valid\"";
    }

    /** The numbers 1 to 9 as one image of 3x3 pixels and one channel, {@code [1,3,3,1]}. */
    static Tensor image() {
        return Tensor.of(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    /** One filter of 2x2 ones for one channel, {@code [2,2,1,1]}. */
    static Tensor filter() {
        return Tensor.filled(Shape.of(2, 2, 1, 1), 1);
    }

    /** {@code [1,3,3,1] -> [1,2,2,1]}. */
    static Tensor convolve() {
        return Ops.conv2d(image(), filter(), 1, Padding.VALID);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("Images have four axes: which image, row, column, channel. This one is " + image().shape() + ".");
        out.println("Filters too: row, column, channel in, channel out. This one is " + filter().shape() + ".");
        out.println("A filter of ones adds up the four pixels under it.");
        out.println();
        Table.print(
                out,
                Table.ofImage("image", image()),
                Table.ofFilter("filter", filter()),
                Table.ofImage("valid", convolve()));
        Gallery.save(
                out,
                pictures,
                "lab07-valid-padding",
                Gallery.numbers(
                        "Padding valid: 3x3 becomes 2x2",
                        List.of(image(), Gallery.filter(filter()), convolve()),
                        List.of("image", "filter", "result")));
    }

    static void main() throws Exception {
        Labs.show(new Lab07ValidPadding());
    }
}
