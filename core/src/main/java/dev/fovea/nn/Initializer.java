package dev.fovea.nn;

import dev.fovea.nn.Initializer.VarianceScaling.Distribution;
import dev.fovea.nn.Initializer.VarianceScaling.Mode;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.Objects;

/**
 * How weights begin, by the names and defaults of {@code keras.initializers}; the seed is the model's.
 *
 * <p>Fans are Keras's: {@code fan_in = shape[-2] * field}, {@code fan_out = shape[-1] * field}, the field being the
 * product of the other axes.
 */
public sealed interface Initializer {
    Initializer ZEROS = new Zeros();
    Initializer ONES = new Ones();
    Initializer GLOROT_UNIFORM = new GlorotUniform();
    Initializer GLOROT_NORMAL = new GlorotNormal();
    Initializer HE_UNIFORM = new HeUniform();
    Initializer HE_NORMAL = new HeNormal();
    Initializer LECUN_UNIFORM = new LecunUniform();
    Initializer LECUN_NORMAL = new LecunNormal();

    /**
     * Fills {@code target} from {@code offset} with the values of a weight.
     *
     * @throws IllegalArgumentException if this initializer is not for weights of such a shape
     */
    void fill(Shape shape, RandomSource random, float[] target, int offset);

    /**
     * Refuses a shape that {@link #fill} would refuse, before anything is drawn.
     *
     * @throws IllegalArgumentException if this initializer is not for weights of such a shape
     */
    default void check(Shape shape) {}

    /** Every value 0. */
    record Zeros() implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            Arrays.fill(target, offset, offset + shape.size(), 0);
        }
    }

    /** Every value 1. */
    record Ones() implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            Arrays.fill(target, offset, offset + shape.size(), 1);
        }
    }

    /** Every value the same. */
    record Constant(float value) implements Initializer {
        /** With Keras's default of 0. */
        public static Constant of() {
            return new Constant(0);
        }

        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            Arrays.fill(target, offset, offset + shape.size(), value);
        }
    }

    /** Normally distributed values. */
    record RandomNormal(float mean, float stddev) implements Initializer {
        public RandomNormal {
            checkNormal("RandomNormal", mean, stddev);
        }

        /** With Keras's defaults: mean 0, deviation 0.05. */
        public static RandomNormal of() {
            return new RandomNormal(0, 0.05f);
        }

        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            for (int i = 0; i < shape.size(); i++) {
                target[offset + i] = (float) (mean + stddev * random.nextGaussian());
            }
        }
    }

    /** Normally distributed values, drawn again where over two deviations from the mean. */
    record TruncatedNormal(float mean, float stddev) implements Initializer {
        public TruncatedNormal {
            checkNormal("TruncatedNormal", mean, stddev);
        }

        /** With Keras's defaults: mean 0, deviation 0.05. */
        public static TruncatedNormal of() {
            return new TruncatedNormal(0, 0.05f);
        }

        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            for (int i = 0; i < shape.size(); i++) {
                double draw = random.nextGaussian();
                while (Math.abs(draw) > 2) {
                    draw = random.nextGaussian();
                }
                target[offset + i] = (float) (mean + stddev * draw);
            }
        }
    }

    /** Values evenly distributed from {@code minval} to {@code maxval}. */
    record RandomUniform(float minval, float maxval) implements Initializer {
        public RandomUniform {
            if (!(minval <= maxval && Float.isFinite(maxval - minval))) {
                throw new IllegalArgumentException(
                        "RandomUniform draws from minval to maxval, finite numbers in order; got " + minval + " and "
                                + maxval);
            }
        }

        /** With Keras's defaults: from -0.05 to 0.05. */
        public static RandomUniform of() {
            return new RandomUniform(-0.05f, 0.05f);
        }

        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            for (int i = 0; i < shape.size(); i++) {
                target[offset + i] = minval + (maxval - minval) * random.nextFloat();
            }
        }
    }

    /** Values whose variance is {@code scale / fan}. */
    record VarianceScaling(float scale, Mode mode, Distribution distribution) implements Initializer {
        /** Which fan the variance is divided by. */
        public enum Mode {
            FAN_IN,
            FAN_OUT,
            FAN_AVG
        }

        /** The shape of the distribution; the truncated normal ends at two deviations. */
        public enum Distribution {
            TRUNCATED_NORMAL,
            UNTRUNCATED_NORMAL,
            UNIFORM
        }

        public VarianceScaling {
            Objects.requireNonNull(mode, "VarianceScaling takes a mode");
            Objects.requireNonNull(distribution, "VarianceScaling takes a distribution");
            if (!(scale > 0 && Float.isFinite(scale))) {
                throw new IllegalArgumentException(
                        "VarianceScaling takes a scale that is finite and over 0, not " + scale);
            }
        }

        /** With Keras's defaults: scale 1, fan in, truncated normal. */
        public static VarianceScaling of() {
            return new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
        }

        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            double fanIn = fan(shape, -2);
            double fanOut = fan(shape, -1);
            double fan = switch (mode) {
                case FAN_IN -> fanIn;
                case FAN_OUT -> fanOut;
                case FAN_AVG -> (fanIn + fanOut) / 2;
            };
            double deviation = Math.sqrt(scale / Math.max(1, fan));
            Initializer drawn = switch (distribution) {
                case UNIFORM -> {
                    float limit = (float) (Math.sqrt(3) * deviation);
                    yield new RandomUniform(-limit, limit);
                }
                // The deviation of a standard normal cut off at two is 0.8796.
                case TRUNCATED_NORMAL -> new TruncatedNormal(0, (float) (deviation / 0.8796256610342398));
                case UNTRUNCATED_NORMAL -> new RandomNormal(0, (float) deviation);
            };
            drawn.fill(shape, random, target, offset);
        }

        private static double fan(Shape shape, int axis) {
            return shape.rank() < 2
                    ? shape.size()
                    : (double) shape.slice(0, shape.rank() - 2).size() * shape.dim(axis);
        }
    }

    /** Even, with variance 2 / (fan in + fan out) (Glorot and Bengio 2010). */
    record GlorotUniform() implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            new VarianceScaling(1, Mode.FAN_AVG, Distribution.UNIFORM).fill(shape, random, target, offset);
        }
    }

    /** Truncated normal, with variance 2 / (fan in + fan out) (Glorot and Bengio 2010). */
    record GlorotNormal() implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            new VarianceScaling(1, Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL).fill(shape, random, target, offset);
        }
    }

    /** Even, with variance 2 / fan in (He et al. 2015). */
    record HeUniform() implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            new VarianceScaling(2, Mode.FAN_IN, Distribution.UNIFORM).fill(shape, random, target, offset);
        }
    }

    /** Truncated normal, with variance 2 / fan in (He et al. 2015). */
    record HeNormal() implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            new VarianceScaling(2, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL).fill(shape, random, target, offset);
        }
    }

    /** Even, with variance 1 / fan in (LeCun et al. 1998). */
    record LecunUniform() implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            new VarianceScaling(1, Mode.FAN_IN, Distribution.UNIFORM).fill(shape, random, target, offset);
        }
    }

    /** Truncated normal, with variance 1 / fan in (LeCun et al. 1998). */
    record LecunNormal() implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL).fill(shape, random, target, offset);
        }
    }

    /**
     * Orthonormal columns, or rows where they are fewer, times {@code gain} (Saxe et al. 2014); all axes but the last
     * count as rows.
     */
    record Orthogonal(float gain) implements Initializer {
        public Orthogonal {
            checkGain("Orthogonal", gain);
        }

        /** With Keras's default gain of 1. */
        public static Orthogonal of() {
            return new Orthogonal(1);
        }

        @Override
        public void check(Shape shape) {
            if (shape.rank() < 2) {
                throw new IllegalArgumentException(
                        "Orthogonal is for weights of two axes or more, not " + shape + "; use another initializer");
            }
        }

        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            check(shape);
            int columns = shape.dim(-1);
            int rows = columns == 0 ? 0 : shape.size() / columns;
            boolean wide = rows < columns;
            double[][] basis = OrthonormalBasis.draw(Math.min(rows, columns), Math.max(rows, columns), random);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    target[offset + i * columns + j] = (float) (gain * (wide ? basis[i][j] : basis[j][i]));
                }
            }
        }
    }

    /** {@code gain} on the diagonal and 0 elsewhere; for two axes. */
    record Identity(float gain) implements Initializer {
        public Identity {
            checkGain("Identity", gain);
        }

        /** With Keras's default gain of 1. */
        public static Identity of() {
            return new Identity(1);
        }

        @Override
        public void check(Shape shape) {
            if (shape.rank() != 2) {
                throw new IllegalArgumentException(
                        "Identity is for weights of two axes, not " + shape + "; use another initializer");
            }
        }

        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            check(shape);
            Arrays.fill(target, offset, offset + shape.size(), 0);
            for (int i = 0; i < Math.min(shape.dim(0), shape.dim(1)); i++) {
                target[offset + i * shape.dim(1) + i] = gain;
            }
        }
    }

    private static void checkNormal(String name, float mean, float stddev) {
        if (!(stddev >= 0 && Float.isFinite(stddev) && Float.isFinite(mean))) {
            throw new IllegalArgumentException(
                    name + " takes a finite mean and a finite stddev of 0 or more; got " + mean + " and " + stddev);
        }
    }

    private static void checkGain(String name, float gain) {
        if (!Float.isFinite(gain)) {
            throw new IllegalArgumentException(name + " takes a finite gain, not " + gain);
        }
    }
}
