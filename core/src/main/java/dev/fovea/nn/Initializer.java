package dev.fovea.nn;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;

/**
 * How weights begin, by the names and defaults of {@code keras.initializers}.
 *
 * <p>Fans are Keras's: {@code fan_in = shape[-2] * field}, {@code fan_out = shape[-1] * field}, the field being the
 * product of the other axes.
 */
public sealed interface Initializer {
    /** Fills {@code target} from {@code offset} with the values of a weight. */
    void fill(Shape shape, RandomSource random, float[] target, int offset);

    /** Every value the same. */
    record Constant(float value) implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            java.util.Arrays.fill(target, offset, offset + shape.size(), value);
        }
    }

    /** Normally distributed values. */
    record RandomNormal(float mean, float stddev) implements Initializer {
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            for (int i = 0; i < shape.size(); i++) {
                target[offset + i] = (float) (mean + stddev * random.nextGaussian());
            }
        }
    }

    /** Normally distributed values, drawn again where over two deviations from the mean. */
    record TruncatedNormal(float mean, float stddev) implements Initializer {
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
        @Override
        public void fill(Shape shape, RandomSource random, float[] target, int offset) {
            for (int i = 0; i < shape.size(); i++) {
                target[offset + i] = minval + (maxval - minval) * random.nextFloat();
            }
        }
    }

    /** Values whose variance is {@code scale / fan} (Glorot and Bengio 2010; He et al. 2015; LeCun et al. 1998). */
    record VarianceScaling(float scale, Mode mode, Distribution distribution) implements Initializer {
        /** Which fan the variance is divided by. */
        public enum Mode {
            FAN_IN,
            FAN_OUT,
            FAN_AVG
        }

        /** The shape of the distribution. */
        public enum Distribution {
            TRUNCATED_NORMAL,
            UNIFORM
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
            double variance = scale / Math.max(1, fan);
            if (distribution == Distribution.UNIFORM) {
                float limit = (float) Math.sqrt(3 * variance);
                new RandomUniform(-limit, limit).fill(shape, random, target, offset);
            } else {
                // The deviation of a standard normal cut off at two is 0.8796.
                float stddev = (float) (Math.sqrt(variance) / 0.87962566103423978);
                new TruncatedNormal(0, stddev).fill(shape, random, target, offset);
            }
        }

        private static double fan(Shape shape, int axis) {
            if (shape.rank() < 2) {
                return shape.size();
            }
            return (double) shape.size() / shape.dim(-1) / shape.dim(-2) * shape.dim(axis);
        }
    }

    Initializer ZEROS = new Constant(0);
    Initializer ONES = new Constant(1);
    Initializer GLOROT_UNIFORM =
            new VarianceScaling(1, VarianceScaling.Mode.FAN_AVG, VarianceScaling.Distribution.UNIFORM);
    Initializer GLOROT_NORMAL =
            new VarianceScaling(1, VarianceScaling.Mode.FAN_AVG, VarianceScaling.Distribution.TRUNCATED_NORMAL);
    Initializer HE_UNIFORM = new VarianceScaling(2, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.UNIFORM);
    Initializer HE_NORMAL =
            new VarianceScaling(2, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.TRUNCATED_NORMAL);
    Initializer LECUN_UNIFORM =
            new VarianceScaling(1, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.UNIFORM);
    Initializer LECUN_NORMAL =
            new VarianceScaling(1, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.TRUNCATED_NORMAL);
}
