package dev.fovea.kernel;

/** A way to convolve one image by filters that were packed for it. */
interface ImageConv2d {
    /** The way in a few words. */
    String name(ConvGeometry g);

    /** The floats that packed filters and their biases take. */
    int packedSize(ConvGeometry g);

    /** Packs filters times {@code scale[m]} and {@code bias[m] * scale[m] + shift[m]}; each of the three may be null. */
    void pack(ConvGeometry g, Floats w, Floats bias, float[] scale, float[] shift, Floats packed);

    /** The floats of scratch room that {@link #forward} needs. */
    int scratch(ConvGeometry g);

    /** Whether {@link #forward} can add a residual. */
    default boolean addsResidual() {
        return false;
    }

    /** Whether parts had better be of filters than of pixels, as filters are larger than the image that they are laid on. */
    default boolean dividesFilters(ConvGeometry g, int parts) {
        return false;
    }

    /** The first row of a part of the output where parts are of whole rows. */
    static int firstRow(ConvGeometry g, int part, int parts) {
        return (int) ((long) g.window().e() * part / parts);
    }

    /** The first pixel of a part of the output, one of so many, where they are of pixels. */
    default int firstPixel(ConvGeometry g, int part, int parts) {
        return firstRow(g, part, parts) * g.window().f();
    }

    /**
     * A part of the output, one of so many. What an output is does not depend on the number of parts.
     *
     * @param residual added to the sums, of the output's shape; null for nothing; may lie where y does
     * @param range what outputs are raised to where they are less, and what they are lowered to where they are more
     * @param byFilters whether parts are of filters; only where {@link #dividesFilters} may say so
     */
    void forward(
            ConvGeometry g,
            Floats x,
            Floats packed,
            Floats residual,
            float[] range,
            Floats y,
            Floats scratch,
            int part,
            int parts,
            boolean byFilters);
}
