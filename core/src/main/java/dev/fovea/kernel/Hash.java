package dev.fovea.kernel;

/** Random numbers by position: the same element of the same step draws the same, in whatever order it is asked. */
public final class Hash {
    /** Odd multipliers and shifts of a 32-bit mix with low bias. */
    public static final int MULTIPLIER_1 = 0x21f0aaad;

    public static final int MULTIPLIER_2 = 0x735a2d97;

    private Hash() {}

    /** Mixes 32 bits: each input bit changes each output bit about half of the time. */
    public static int mix(int x) {
        x ^= x >>> 16;
        x *= MULTIPLIER_1;
        x ^= x >>> 15;
        x *= MULTIPLIER_2;
        return x ^ (x >>> 15);
    }

    /** Where an image's numbers begin: {@code mix(key ^ mix(image))}. */
    public static int imageKey(int key, int image) {
        return mix(key ^ mix(image + 0x9E3779B9));
    }

    /** The 24-bit threshold below which an element is dropped. */
    public static int threshold(float rate) {
        return Math.round(rate * 0x1p24f);
    }

    /** Whether element {@code index} of the image with this key is kept. */
    public static boolean keeps(int imageKey, int index, int threshold) {
        return mix(imageKey + index * 0x9E3779B9) >>> 8 >= threshold;
    }

    /** A number in [0, 1) with 24 random bits: the index-th that the image with this key draws. */
    public static float uniform(int imageKey, int index) {
        return (mix(imageKey + index * 0x9E3779B9) >>> 8) * 0x1p-24f;
    }
}
