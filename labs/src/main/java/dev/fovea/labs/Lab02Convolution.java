package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The filter slides over a larger image, one pixel at a time, and gives a number at every stop. */
public final class Lab02Convolution implements Lab {
    @Override
    public int number() {
        return 2;
    }

    @Override
    public String title() {
        return "A filter slides over an image";
    }

    /** Row i is all i, counted from 1: {@code [1,7,7,1]}. */
    static Tensor image() {
        Tensor image = Tensor.zeros(1, 7, 7, 1);
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 7; x++) {
                image.set(y + 1, 0, y, x, 0);
            }
        }
        return image;
    }

    /** Rows of 0, of 1 and of 2: {@code [3,3,1,1]}. */
    static Tensor filter() {
        Tensor filter = Tensor.zeros(3, 3, 1, 1);
        for (int r = 0; r < 3; r++) {
            for (int s = 0; s < 3; s++) {
                filter.set(r, r, s, 0, 0);
            }
        }
        return filter;
    }

    /** A 3-wide filter has 5 places in 7 pixels: {@code [1,7,7,1] -> [1,5,5,1]}. */
    static Tensor convolve() {
        return Ops.conv2d(image(), filter(), 1, Padding.VALID);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        Tensor result = convolve();
        out.println("The filter starts in the upper left corner and moves on by one pixel (stride 1).");
        out.println("It never leaves the image (padding \"valid\"), so there are 5 x 5 places for it in 7 x 7 pixels.");
        out.println();
        Table.print(
                out,
                Table.ofImage("image 7x7", image()),
                Table.ofFilter("filter 3x3", filter()),
                Table.ofImage("result 5x5", result));
        out.println(
                "The first number: 3 * (1 * 0) + 3 * (2 * 1) + 3 * (3 * 2) = " + Table.number(result.get(0, 0, 0, 0)));
        out.println("One row further down: 3 * (2 * 0) + 3 * (3 * 1) + 3 * (4 * 2) = "
                + Table.number(result.get(0, 1, 0, 0)));
        out.println();
        Gallery.save(
                out,
                pictures,
                "lab02-convolution",
                Gallery.numbers(
                        "Stride 1: 7x7 becomes 5x5",
                        List.of(image(), Gallery.filter(filter()), result),
                        List.of("image", "filter", "result")));
    }

    static void main() throws Exception {
        Labs.show(new Lab02Convolution());
    }
}
