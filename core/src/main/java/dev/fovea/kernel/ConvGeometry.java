package dev.fovea.kernel;

/**
 * The sizes of a convolution: a window over {@code c} channels with {@code m} filters in {@code groups} groups.
 *
 * <p>Filters are {@code [R, S, C / groups, M]}; filter m reads the channels of group {@code m / (M / groups)}.
 */
public record ConvGeometry(Window window, int c, int m, int groups) {

    // Written out, as Size's.
    @Override
    public int hashCode() {
        return ((window.hashCode() * 31 + c) * 31 + m) * 31 + groups;
    }

    /** A dense layer from {@code c} to {@code m} features, applied at each of a number of positions. */
    public static ConvGeometry dense(int positions, int c, int m) {
        return new ConvGeometry(Window.pointwise(positions), c, m, 1);
    }

    /** The same convolution of the image without its outer rows and columns, in whose place there is padding. */
    public ConvGeometry within(int h, int w, int padTop, int padLeft) {
        return new ConvGeometry(window.inside(h, w, padTop, padLeft), c, m, groups);
    }

    public int channelsPerGroup() {
        return c / groups;
    }

    public int filtersPerGroup() {
        return m / groups;
    }

    public int inputSize() {
        return window.h() * window.w() * c;
    }

    public int outputSize() {
        return window.e() * window.f() * m;
    }

    public int filterSize() {
        return window.r() * window.s() * channelsPerGroup() * m;
    }
}
