package dev.fovea.kernel;

/**
 * How a window of {@code r x s} taps slides over an image of {@code h x w} pixels and gives {@code e x f} outputs.
 *
 * <p>Tap (r, s) of output (e, f) reads pixel {@code (e * strideH + r * dilationH - padTop, f * strideW + s *
 * dilationW - padLeft)}; outside of the image lies padding.
 */
public record Window(
        int h,
        int w,
        int r,
        int s,
        int strideH,
        int strideW,
        int padTop,
        int padLeft,
        int dilationH,
        int dilationW,
        int e,
        int f) {

    // Written out, as Size's; what tells apart those that occur.
    @Override
    public int hashCode() {
        return ((((h * 31 + w) * 31 + r) * 31 + s) * 31 + strideH + strideW) * 31 + padTop + padLeft;
    }

    /** A window of one pixel on a row of {@code w} pixels. */
    public static Window pointwise(int w) {
        return new Window(1, w, 1, 1, 1, 1, 0, 0, 1, 1, 1, w);
    }

    /** Whether it is one of {@link #pointwise}. */
    boolean isPointwise() {
        return h == 1 && r == 1 && s == 1 && strideW == 1 && e == 1 && f == w && padTop == 0 && padLeft == 0;
    }

    /** The row that tap {@code tap} of output row {@code out} reads; outside of 0 to h-1 it is padding. */
    public int row(int out, int tap) {
        return out * strideH + tap * dilationH - padTop;
    }

    /** The column that tap {@code tap} of output column {@code out} reads. */
    public int column(int out, int tap) {
        return out * strideW + tap * dilationW - padLeft;
    }

    /** Over what is inside of zeros that the image has around it: so many rows above, so many columns on the left. */
    public Window inside(int height, int width, int above, int left) {
        return new Window(
                height, width, r, s, strideH, strideW, padTop + above, padLeft + left, dilationH, dilationW, e, f);
    }

    /** Of rows of outputs, over the image without its first rows, {@link #rowsAbove}. */
    public Window rows(int from, int to) {
        int above = rowsAbove(from);
        int top = padTop - from * strideH + above;
        return new Window(h - above, w, r, s, strideH, strideW, top, padLeft, dilationH, dilationW, to - from, f);
    }

    /** The rows of the image above all that the outputs from a row on read. */
    public int rowsAbove(int from) {
        return Math.clamp((long) from * strideH - padTop, 0, h);
    }
}
