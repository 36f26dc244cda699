package dev.fovea.tensor;

/**
 * Seeded pseudo-random numbers, the same on every machine and for any number of threads.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood 2014). {@link #fork} gives an independent stream, so that
 * adding a layer does not change what the others draw.
 */
public final class RandomSource {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    public RandomSource(long seed) {
        this.state = mix(seed + GOLDEN);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** An independent stream that is the same for the same seed and key, whatever was drawn before. */
    public static RandomSource fork(long seed, long key) {
        return new RandomSource(mix(seed) ^ mix(key * GOLDEN + 1));
    }

    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number in [0, bound), each as likely as the next. */
    public int nextInt(int bound) {
        return (int) (((nextLong() >>> 33) * bound) >>> 31);
    }

    /** A number in [0, 1) with 24 random bits. */
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    /** A number in [0, 1) with 53 random bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** A number of the standard normal distribution (Box and Muller). */
    public double nextGaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** Puts the numbers 0 to n-1 in random order (Fisher and Yates). */
    public void shuffle(int[] order) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }
}
