package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The question turned round: the sizes of input and result are known, and the filter is sought. */
public final class Lab05WhichFilter implements Lab {
    /** A square filter and how far it moves. */
    record Answer(int filter, int stride) {}

    @Override
    public int number() {
        return 5;
    }

    @Override
    public String title() {
        return "Which filter makes 5x5x1 of 7x7x3?";
    }

    /** Tries every filter that fits, with every stride, and keeps those whose result is 5 wide. */
    static List<Answer> search() {
        List<Answer> found = new ArrayList<>();
        for (int filter = 1; filter <= 7; filter++) {
            for (int stride = 1; stride <= 7; stride++) {
                if (Ops.outputSize(7, filter, stride, Padding.VALID) == 5) {
                    found.add(new Answer(filter, stride));
                }
            }
        }
        return found;
    }

    /** An image of three colours, {@code [1,7,7,3]}; each pixel is drawn by lot. */
    static Tensor image() {
        Tensor image = Tensor.zeros(1, 7, 7, 3);
        RandomSource random = new RandomSource(5);
        for (int i = 0; i < image.size(); i++) {
            image.data()[i] = random.nextFloat();
        }
        return image;
    }

    /** The mean over 3x3 pixels and three colours: {@code [1,7,7,3] -> [1,5,5,1]}. */
    static Tensor convolve() {
        Tensor filter = Tensor.zeros(3, 3, 3, 1);
        for (int i = 0; i < filter.size(); i++) {
            filter.data()[i] = 1f / filter.size();
        }
        return Ops.conv2d(image(), filter, 1, Padding.VALID);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("The result has one channel, so there is one filter. It reads all channels of the input, so it is");
        out.println("3 deep. Its height and width and the stride are found by trying all that fit into 7x7:");
        out.println();
        for (Answer answer : search()) {
            out.println("    a filter of " + answer.filter() + "x" + answer.filter() + "x3 with stride "
                    + answer.stride() + ": (7 - " + answer.filter() + ") / " + answer.stride() + " + 1 = 5");
        }
        out.println();
        out.println("There is no other. The proof: " + image().shape() + " convolved with [3, 3, 3, 1] is "
                + convolve().shape() + ".");
        out.println();
        Gallery.save(
                out,
                pictures,
                "lab05-which-filter",
                Gallery.grays(
                        "Three channels in, one out",
                        List.of(image(), convolve()),
                        List.of("7x7x3, as colours", "5x5x1, the mean over 3x3x3")));
    }

    static void main() throws Exception {
        Labs.show(new Lab05WhichFilter());
    }
}
