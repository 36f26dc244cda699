package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Window;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The rule of output sizes and padding that convolution and pooling share, as in Keras. */
public final class Windows {
    private Windows() {}

    /** What pools by a window. */
    interface Pool {
        void run(Window window, Floats x, Floats y);
    }

    /** Pooling of a block; of one image it may be in parts, of rows of outputs. */
    static Bound pool(Window window, int channels, int lanes, Pool pool) {
        Rows rows = new Rows(window);
        int in = window.w() * channels;
        int out = window.f() * channels;
        return new Bound(0, lanes == 1 ? 1 : 0, (operands, output, scratch, block) -> {
            int first = rows.first(block.part, block.parts);
            int skipped = window.rowsAbove(first) * in;
            operands[0].offset += skipped;
            output.offset += first * out;
            pool.run(rows.of(block.part, block.parts), operands[0], output);
            operands[0].offset -= skipped;
            output.offset -= first * out;
        });
    }

    /** A window over parts of its rows of outputs, each made once. */
    private static final class Rows {
        private final Window whole;
        private volatile Window[] parts;

        Rows(Window whole) {
            this.whole = whole;
            this.parts = new Window[] {whole};
        }

        int first(int part, int parts) {
            return (int) ((long) whole.e() * part / parts);
        }

        Window of(int part, int count) {
            Window[] all = parts;
            if (all.length != count) {
                all = new Window[count];
                for (int i = 0; i < count; i++) {
                    all[i] = whole.rows(first(i, count), first(i + 1, count));
                }
                parts = all;
            }
            return all[part];
        }
    }

    /**
     * The window over an image {@code [H, W, C]}.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    static Window over(Shape image, Size window, Size strides, Padding padding, Size dilation, String what) {
        if (image.rank() != 3 || image.dim(0) < 1 || image.dim(1) < 1) {
            throw new IllegalArgumentException("a " + what + " goes over images [H, W, C]; got " + image);
        }
        int h = image.dim(0);
        int w = image.dim(1);
        int tallness = span(window.height(), dilation.height(), h, what);
        int wideness = span(window.width(), dilation.width(), w, what);
        int[] sizes = {h, w};
        int[] taps = {window.height(), window.width()};
        int[] dilations = {dilation.height(), dilation.width()};
        checkFits(sizes, taps, dilations, padding, what);
        int e = outputs(h, tallness, strides.height(), padding);
        int f = outputs(w, wideness, strides.width(), padding);
        int padTop = padding == Padding.VALID ? 0 : Math.max(0, (e - 1) * strides.height() + tallness - h) / 2;
        int padLeft = padding == Padding.VALID ? 0 : Math.max(0, (f - 1) * strides.width() + wideness - w) / 2;
        return new Window(
                h,
                w,
                window.height(),
                window.width(),
                strides.height(),
                strides.width(),
                padTop,
                padLeft,
                dilation.height(),
                dilation.width(),
                e,
                f);
    }

    /**
     * Refuses a window that is longer than the axes that it is to lie in.
     *
     * @param dilations the distances between its taps
     * @param what it is called in the message
     * @throws IllegalArgumentException if it does not fit; the message says what would
     */
    public static void checkFits(int[] sizes, int[] taps, int[] dilations, Padding padding, String what) {
        int axes = sizes.length;
        int[] spans = new int[axes];
        int[] atMost = new int[axes];
        boolean fits = true;
        for (int i = 0; i < axes; i++) {
            spans[i] = span(taps[i], dilations[i], sizes[i], what);
            atMost[i] = (sizes[i] - 1) / dilations[i] + 1;
            fits &= spans[i] <= sizes[i];
        }
        if (padding == Padding.VALID && !fits) {
            boolean dilated = Arrays.stream(dilations).anyMatch(dilation -> dilation > 1);
            throw new IllegalArgumentException(what + " " + by(taps)
                    + (dilated ? " (dilated by " + by(dilations) + " to " + by(spans) + ")" : "")
                    + " does not fit input " + by(sizes) + " with padding \"valid\"; use padding \"same\" or a " + what
                    + " of at most " + by(atMost));
        }
    }

    private static String by(int... sizes) {
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }

    /** The pixels from the first tap of {@code k} to the last; so few that the place of none overflows. */
    private static int span(int k, int dilation, int n, String what) {
        long span = (k - 1L) * dilation + 1;
        if (n + 2 * span > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a " + what + " of " + k + " taps, " + dilation + " apart, is too long for an axis of " + n);
        }
        return (int) span;
    }

    /** How many outputs a window of {@code k} gives along an axis of {@code n}. */
    static int outputs(int n, int k, int stride, Padding padding) {
        return padding == Padding.VALID ? (n - k) / stride + 1 : (n - 1) / stride + 1;
    }
}
