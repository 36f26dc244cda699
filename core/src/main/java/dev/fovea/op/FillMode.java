package dev.fovea.op;

/** What lies beyond the border of an image, as Keras's {@code fill_mode}; said of a row of pixels {@code a b c d}. */
public enum FillMode {
    /** One value all around: {@code k k k k | a b c d | k k k k}. */
    CONSTANT,
    /** The outermost pixel: {@code a a a a | a b c d | d d d d}. */
    NEAREST,
    /** The image in a mirror along its border, the outermost pixel twice: {@code d c b a | a b c d | d c b a}. */
    REFLECT,
    /** The image again: {@code a b c d | a b c d | a b c d}. */
    WRAP;

    /** Which of {@code n} pixels is found at place {@code i} beyond them; -1 where it is none. */
    int pixel(int i, int n) {
        return switch (this) {
            case CONSTANT -> -1;
            case NEAREST -> i < 0 ? 0 : n - 1;
            case REFLECT -> {
                int within = Math.floorMod(i, 2 * n);
                yield within < n ? within : 2 * n - 1 - within;
            }
            case WRAP -> Math.floorMod(i, n);
        };
    }
}
