package dev.fovea.labs;

import dev.fovea.datasets.Mnist;
import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** A handwritten digit through five filters drawn by lot, and through max pooling. */
public final class Lab13MnistThroughFilters implements Lab {
    @Override
    public int number() {
        return 13;
    }

    @Override
    public String title() {
        return "A handwritten digit through five filters";
    }

    /** The first training image, a 5: {@code [1,28,28,1]}. */
    static Tensor digit() {
        return Mnist.load().train().images(0, 1);
    }

    /** Five filters of 3x3, normally distributed around 0 with deviation 0.01: {@code [3,3,1,5]}. */
    static Tensor filters(long seed) {
        Tensor filters = Tensor.zeros(3, 3, 1, 5);
        RandomSource random = new RandomSource(seed);
        for (int i = 0; i < filters.size(); i++) {
            filters.data()[i] = (float) (0.01 * random.nextGaussian());
        }
        return filters;
    }

    /** Stride 2 halves both sides: {@code [1,28,28,1] -> [1,14,14,5]}. */
    static Tensor convolve(Tensor digit, Tensor filters) {
        return Ops.conv2d(digit, filters, 2, Padding.SAME);
    }

    /** Pooling with stride 2 halves them again: {@code [1,14,14,5] -> [1,7,7,5]}. */
    static Tensor pool(Tensor maps) {
        return Ops.maxPool2d(maps, 2, 2, Padding.SAME);
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        Tensor digit = digit();
        Tensor maps = convolve(digit, filters(13));
        Tensor pooled = pool(maps);
        out.println("The filters know nothing yet: each of their 5 * 9 weights is drawn by lot. Still each answers to");
        out.println("other strokes of the digit than the next.");
        out.println();
        out.println("    image                                  " + digit.shape());
        out.println("    5 filters 3x3, stride 2, same          " + maps.shape());
        out.println("    max pooling 2x2, stride 2, same        " + pooled.shape());
        out.println();
        List<String> names = List.of("filter 1", "filter 2", "filter 3", "filter 4", "filter 5");
        List<String> sizes = List.of("28x28");
        Gallery.save(out, pictures, "lab13-digit", Gallery.grays("The image", List.of(digit), sizes));
        Gallery.save(
                out,
                pictures,
                "lab13-convolved",
                Gallery.grays("After the convolution: five maps of 14x14", Gallery.channels(maps), names));
        Gallery.save(
                out,
                pictures,
                "lab13-pooled",
                Gallery.grays("After max pooling: five maps of 7x7", Gallery.channels(pooled), names));
    }

    static void main() throws Exception {
        Labs.show(new Lab13MnistThroughFilters());
    }
}
