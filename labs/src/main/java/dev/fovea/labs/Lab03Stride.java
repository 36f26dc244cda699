package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** A longer step gives a smaller result: every second stop of lab 2. */
public final class Lab03Stride implements Lab {
    @Override
    public int number() {
        return 3;
    }

    @Override
    public String title() {
        return "A filter that moves by two";
    }

    /** {@code [1,7,7,1] -> [1,3,3,1]}. */
    static Tensor convolve() {
        return Ops.conv2d(Lab02Convolution.image(), Lab02Convolution.filter(), 2, Padding.VALID);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        Tensor image = Lab02Convolution.image();
        Tensor filter = Lab02Convolution.filter();
        Tensor result = convolve();
        out.println("Image and filter of lab 2, but the filter moves on by two pixels (stride 2).");
        out.println("What remains is every second row and column of the result of lab 2.");
        out.println();
        Table.print(
                out,
                Table.ofImage("image 7x7", image),
                Table.ofFilter("filter 3x3", filter),
                Table.ofImage("stride 1", Lab02Convolution.convolve()),
                Table.ofImage("stride 2", result));
        Gallery.save(
                out,
                pictures,
                "lab03-stride",
                Gallery.numbers(
                        "Stride 2: 7x7 becomes 3x3",
                        List.of(image, Gallery.filter(filter), Lab02Convolution.convolve(), result),
                        List.of("image", "filter", "stride 1", "stride 2")));
    }

    static void main() throws Exception {
        Labs.show(new Lab03Stride());
    }
}
