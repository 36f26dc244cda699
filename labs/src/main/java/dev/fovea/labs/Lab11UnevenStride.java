package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** A filter and a stride that do not divide the image evenly: what is left out, and what is put to it. */
public final class Lab11UnevenStride implements Lab {
    private static final int SIDE = 11;
    private static final int FILTER = 6;
    private static final int STRIDE = 4;

    @Override
    public int number() {
        return 11;
    }

    @Override
    public String title() {
        return "When the stride does not fit";
    }

    /** 11x11 ones under a filter of 6x6 ones: {@code [1,2,2,1]} if valid, {@code [1,3,3,1]} if same. */
    static Tensor convolve(Padding padding) {
        Tensor image = Tensor.filled(Shape.of(1, SIDE, SIDE, 1), 1);
        Tensor filter = Tensor.filled(Shape.of(FILTER, FILTER, 1, 1), 1);
        return Ops.conv2d(image, filter, STRIDE, padding);
    }

    /** How many of the first rows the filter reaches without padding. */
    static int usedRows() {
        int places = Ops.outputSize(SIDE, FILTER, STRIDE, Padding.VALID);
        return (places - 1) * STRIDE + FILTER;
    }

    /** Rows of zeros before the first row and after the last with padding "same". */
    static int[] samePadding() {
        int places = Ops.outputSize(SIDE, FILTER, STRIDE, Padding.SAME);
        int needed = (places - 1) * STRIDE + FILTER;
        int zeros = needed - SIDE;
        int before = zeros / 2;
        return new int[] {before, zeros - before};
    }

    /** The image with the zeros of padding "same" around it, {@code [1,14,14,1]}. */
    static Tensor padded() {
        int before = samePadding()[0];
        int side = before + SIDE + samePadding()[1];
        Tensor padded = Tensor.zeros(1, side, side, 1);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                padded.set(1, 0, before + y, before + x, 0);
            }
        }
        return padded;
    }

    /** 1 where the filter reaches without padding, 0 in what it leaves out, {@code [1,11,11,1]}. */
    static Tensor used() {
        Tensor used = Tensor.zeros(1, SIDE, SIDE, 1);
        for (int y = 0; y < usedRows(); y++) {
            for (int x = 0; x < usedRows(); x++) {
                used.set(1, 0, y, x, 0);
            }
        }
        return used;
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        Tensor valid = convolve(Padding.VALID);
        Tensor same = convolve(Padding.SAME);
        int[] zeros = samePadding();
        int side = zeros[0] + SIDE + zeros[1];
        out.println("11x11 ones, a filter of 6x6 ones, stride 4. The result counts the ones under the filter.");
        out.println();
        out.println("valid: (11 - 6) / 4 + 1 = " + valid.shape().dim(1) + ". The filter lies on rows 1 to 6 and 5 to "
                + usedRows() + "; row and column " + SIDE + " are not used.");
        out.println("same:  11 / 4, rounded up, = " + same.shape().dim(1) + ". That takes 2 * 4 + 6 = " + side
                + " rows, 3 more than there are:");
        out.println("       " + zeros[0] + " row of zeros above and " + zeros[1] + " below, " + zeros[0]
                + " column on the left and " + zeros[1] + " on the right, " + side + "x" + side + " in all.");
        out.println();
        Table.print(
                out,
                Table.ofImage("valid", valid),
                Table.ofImage("same", same),
                Table.ofImage("the image with the zeros of \"same\"", padded()));
        Gallery.save(
                out,
                pictures,
                "lab11-uneven-stride",
                Gallery.numbers(
                        "6x6 filter, stride 4, on 11x11 ones",
                        List.of(used(), padded()),
                        List.of("valid: the 0s are not used", "same: zeros around the image")));
    }

    static void main() throws Exception {
        Labs.show(new Lab11UnevenStride());
    }
}
