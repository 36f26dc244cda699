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

    /**
     * A number between 0 and 1 of the beta distribution, by two of the gamma distribution.
     *
     * @param alpha above 0
     * @param beta above 0
     */
    public double nextBeta(double alpha, double beta) {
        return 1 / (1 + StrictMath.exp(nextLogGamma(beta) - nextLogGamma(alpha)));
    }

    /** The logarithm of a number of the gamma distribution (Marsaglia and Tsang 2000), as those of small shapes would underflow. */
    private double nextLogGamma(double shape) {
        // What is drawn for shape + 1, times a number to the power of 1/shape.
        double less = shape + 1 - 1.0 / 3;
        while (true) {
            double normal = nextGaussian();
            double root = 1 + normal / Math.sqrt(9 * less);
            double cube = root * root * root;
            double level = StrictMath.log(1 - nextDouble());
            if (cube > 0 && level < normal * normal / 2 + less * (1 - cube + StrictMath.log(cube))) {
                return StrictMath.log(less * cube) + StrictMath.log(1 - nextDouble()) / shape;
            }
        }
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
