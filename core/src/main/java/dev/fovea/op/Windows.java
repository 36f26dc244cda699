package dev.fovea.op;

import dev.fovea.kernel.Window;
import dev.fovea.tensor.Shape;

/** The rule of output sizes and padding that convolution and pooling share, as in Keras. */
final class Windows {
    private Windows() {}

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
        if (padding == Padding.VALID && (tallness > h || wideness > w)) {
            Size atMost = Size.of((h - 1) / dilation.height() + 1, (w - 1) / dilation.width() + 1);
            String dilated = dilation.equals(Size.of(1))
                    ? ""
                    : " (dilated by " + dilation + " to " + tallness + "x" + wideness + ")";
            throw new IllegalArgumentException(what + " " + window + dilated + " does not fit input " + h + "x" + w
                    + " with padding \"valid\"; use padding \"same\" or a " + what + " of at most " + atMost);
        }
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
