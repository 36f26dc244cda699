package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Zeros around the image let the result be as large as the image. */
public final class Lab08SamePadding implements Lab {
    @Override
    public int number() {
        return 8;
    }

    @Override
    public String title() {
        return "Padding \"same\"";
    }

    /** {@code [1,3,3,1] -> [1,3,3,1]}. */
    static Tensor convolve() {
        return Ops.conv2d(Lab07ValidPadding.image(), Lab07ValidPadding.filter(), 1, Padding.SAME);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        Tensor image = Lab07ValidPadding.image();
        Tensor filter = Lab07ValidPadding.filter();
        out.println("Image and filter of lab 7. For a result of 3x3 the 2x2 filter needs 4x4 pixels: one row and one");
        out.println("column of zeros are put to it. An odd row goes below, an odd column to the right.");
        out.println();
        Table.print(
                out,
                Table.ofImage("image", image),
                Table.ofFilter("filter", filter),
                Table.ofImage("same", convolve()));
        out.println("The last number is 9 + 0 + 0 + 0: three quarters of the filter lie on zeros.");
        out.println();
        Gallery.save(
                out,
                pictures,
                "lab08-same-padding",
                Gallery.numbers(
                        "Padding same: 3x3 stays 3x3",
                        List.of(image, Gallery.filter(filter), convolve()),
                        List.of("image", "filter", "result")));
    }

    static void main() throws Exception {
        Labs.show(new Lab08SamePadding());
    }
}
