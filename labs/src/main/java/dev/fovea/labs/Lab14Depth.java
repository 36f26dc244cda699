package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A filter is as deep as the image, and its products are added up over the depth too. */
public final class Lab14Depth implements Lab {
    @Override
    public int number() {
        return 14;
    }

    @Override
    public String title() {
        return "A convolution adds over the depth";
    }

    /** 2x2 pixels of three channels, a line for each pixel: {@code [1,2,2,3]}. */
    static Tensor sample() {
        float[] pixels = {
            1, 0, 2,
            3, 1, 0,
            2, 4, 1,
            0, 2, 5
        };
        return Tensor.of(Shape.of(1, 2, 2, 3), pixels);
    }

    /** One filter of 2x2x3: {@code [2,2,3,1]}. */
    static Tensor filter() {
        float[] weights = {
            1, 2, -1,
            0, 1, 3,
            2, -1, 1,
            1, 0, 2
        };
        return Tensor.of(Shape.of(2, 2, 3, 1), weights);
    }

    /** What one channel adds to the result. */
    static float channelSum(int channel) {
        float sum = 0;
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 2; x++) {
                sum += sample().get(0, y, x, channel) * filter().get(y, x, channel, 0);
            }
        }
        return sum;
    }

    /** {@code [1,2,2,3] -> [1,1,1,1]}. */
    static Tensor convolve() {
        return Ops.conv2d(sample(), filter(), 1, Padding.VALID);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println(
                "A sample of 2x2 pixels with three channels under a filter of 2x2x3. All 12 products are added up,");
        out.println("so three channels become one number.");
        out.println();
        List<Tensor> shown = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            Table.print(
                    out,
                    Table.ofImage("channel " + (c + 1), sample(), c),
                    Table.ofFilter("filter", filter(), c, 0),
                    Table.of("sum", new float[][] {{channelSum(c)}}));
            shown.add(Gallery.channel(sample(), c));
            names.add("channel " + (c + 1));
        }
        for (int c = 0; c < 3; c++) {
            // A filter is stored as [2,2,3,1]: with its last axis dropped it is an image of three channels.
            shown.add(Gallery.channel(filter().reshape(1, 2, 2, 3), c));
            names.add("filter, channel " + (c + 1));
        }
        float result = convolve().get(0, 0, 0, 0);
        out.println("    " + Table.sum(channelSum(0), channelSum(1), channelSum(2)) + " = " + Table.number(result));
        out.println();
        Gallery.save(
                out,
                pictures,
                "lab14-depth",
                Gallery.numbers("2x2x3 under 2x2x3 gives " + Table.number(result), shown, names));
    }

    static void main() throws Exception {
        Labs.show(new Lab14Depth());
    }
}
