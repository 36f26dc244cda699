package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Several filters in one weight give several feature maps, one per filter. */
public final class Lab09ThreeFilters implements Lab {
    @Override
    public int number() {
        return 9;
    }

    @Override
    public String title() {
        return "Three filters, three feature maps";
    }

    /** Three filters of 2x2, all 1, all 10 and all -1, in one tensor {@code [2,2,1,3]}. */
    static Tensor filters() {
        float[] values = {1, 10, -1};
        Tensor filters = Tensor.zeros(2, 2, 1, 3);
        for (int r = 0; r < 2; r++) {
            for (int s = 0; s < 2; s++) {
                for (int m = 0; m < 3; m++) {
                    filters.set(values[m], r, s, 0, m);
                }
            }
        }
        return filters;
    }

    /** {@code [1,3,3,1] -> [1,3,3,3]}: the last axis has an entry for each filter. */
    static Tensor convolve() {
        return Ops.conv2d(Lab07ValidPadding.image(), filters(), 1, Padding.SAME);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        Tensor image = Lab07ValidPadding.image();
        Tensor maps = convolve();
        out.println("The filters are " + filters().shape() + ", the result is " + maps.shape() + ": a map per filter.");
        out.println();
        Table.print(
                out,
                Table.ofImage("image", image),
                Table.ofImage("all 1", maps, 0),
                Table.ofImage("all 10", maps, 1),
                Table.ofImage("all -1", maps, 2));
        out.println(
                "A filter ten times as strong gives a map of ten times the numbers, a negative one a negative map.");
        out.println(
                "As pictures, each from its least value to its greatest, the first two look the same and the third");
        out.println("is their negative.");
        out.println();
        List<Tensor> shown = new ArrayList<>();
        shown.add(image);
        shown.addAll(Gallery.channels(maps));
        Gallery.save(
                out,
                pictures,
                "lab09-three-filters",
                Gallery.numbers("One image, three filters", shown, List.of("image", "all 1", "all 10", "all -1")));
    }

    static void main() throws Exception {
        Labs.show(new Lab09ThreeFilters());
    }
}
