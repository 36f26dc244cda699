package dev.fovea.oracle;

import dev.fovea.kernel.Hash;
import dev.fovea.op.AlphaDropout;
import dev.fovea.op.Dropout;
import dev.fovea.op.Erase;
import dev.fovea.op.GaussianDropout;
import dev.fovea.op.GaussianNoise;
import dev.fovea.op.MaskedDropout;
import dev.fovea.op.Tone;
import dev.fovea.op.Uniform;
import dev.fovea.tensor.Shape;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** Ops that draw: the draws are those of the engine, by the same hash; what is done with them is in double. */
final class Draws {
    private static final int GOLDEN = 0x9E3779B9;

    private Draws() {}

    static int imageKey(int key, Image in) {
        return Hash.imageKey(key ^ in.stepKey(), in.number());
    }

    /** In float, as what is drawn. */
    private static float draw(Uniform range, int imageKey, int index) {
        return range.lower() + (range.upper() - range.lower()) * Hash.uniform(imageKey, index);
    }

    /** Box and Muller's normal draw, the radius and the angle by two hashes. */
    private static double normal(int imageKey, int element) {
        int first = Hash.mix(imageKey + element * GOLDEN);
        double radius = ((first >>> 1) + 1) / 0x1p31;
        double angle = 2 * Math.PI * (Hash.mix(first ^ GOLDEN) / 0x1p32);
        return Math.sqrt(-2 * Math.log(radius)) * Math.cos(angle);
    }

    private static double[] keep(Image in, IntPredicate kept, double scale, double offset, double dropped) {
        double[] y = in.x(0).clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = kept.test(i) ? y[i] * scale + offset : dropped;
        }
        return y;
    }

    static double[] dropout(Dropout op, Image in) {
        int imageKey = imageKey(op.key(), in);
        int threshold = Hash.threshold(op.rate());
        double scale = op.rate() < 1 ? 1 / (1 - (double) op.rate()) : 0;
        return keep(in, i -> Hash.keeps(imageKey, i, threshold), scale, 0, 0);
    }

    private static IntPredicate kept(MaskedDropout op, Image in) {
        int imageKey = op.perImage() ? imageKey(op.key(), in) : Hash.imageKey(op.key() ^ in.stepKey(), 0);
        int[] places = in.shape(0).placesIn(op.mask());
        int threshold = Hash.threshold(op.rate());
        return i -> Hash.keeps(imageKey, places[i], threshold);
    }

    static double[] masked(MaskedDropout op, Image in) {
        return keep(in, kept(op, in), op.rate() < 1 ? 1 / (1 - (double) op.rate()) : 0, 0, 0);
    }

    /** a (x or alpha) + b, by which a normal x keeps its mean and variance; alpha is the limit that SELU falls to. */
    static double[] alpha(AlphaDropout op, Image in) {
        double alpha = -1.0507009873554805 * 1.6732632423543772;
        double p = op.mask().rate();
        double a = Math.pow((1 - p) * (1 + p * alpha * alpha), -0.5);
        double b = -a * alpha * p;
        return keep(in, kept(op.mask(), in), a, b, a * alpha + b);
    }

    static double[] gaussianDropout(GaussianDropout op, Image in) {
        int imageKey = imageKey(op.key(), in);
        return each(in, i -> in.x(0)[i] * (1 + op.stddev() * normal(imageKey, i)));
    }

    static double[] gaussianNoise(GaussianNoise op, Image in) {
        int imageKey = imageKey(op.key(), in);
        return each(in, i -> in.x(0)[i] + op.stddev() * normal(imageKey, i));
    }

    private static double[] each(Image in, IntToDoubleFunction rule) {
        double[] y = new double[in.output().size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = rule.applyAsDouble(i);
        }
        return y;
    }

    static double[] erase(Erase op, Image in) {
        int imageKey = imageKey(op.key(), in);
        IntPredicate inside = inside(op, in, imageKey);
        return each(in, i -> {
            if (!inside.test(i)) {
                return in.x(0)[i];
            }
            // The rectangle takes six draws before those of the noise.
            double fill = op.fillValue() != null ? op.fillValue() : normal(imageKey, 6 + i) * op.highest();
            return Math.clamp(fill, op.lowest(), op.highest());
        });
    }

    static double[] eraseGradient(Erase op, Image in) {
        IntPredicate inside = inside(op, in, imageKey(op.key(), in));
        return each(in, i -> inside.test(i) ? 0 : in.x(0)[i]);
    }

    /** Whether the middle of a number's pixel lies in the rectangle. */
    private static IntPredicate inside(Erase op, Image in, int imageKey) {
        Shape shape = in.shape(0);
        int height = shape.dim(op.axis());
        int width = shape.dim(op.axis() + 1);
        int each = shape.slice(op.axis() + 2, shape.rank()).size();
        boolean erased = Hash.uniform(imageKey, 5) < draw(op.probability(), imageKey, 4);
        double rows = Math.sqrt(draw(op.scale(), imageKey, 1)) * height;
        double columns = Math.sqrt(draw(op.scale(), imageKey, 0)) * width;
        double top = Hash.uniform(imageKey, 3) * (height - rows);
        double left = Hash.uniform(imageKey, 2) * (width - columns);
        return i -> {
            double row = i / each / width % height + 0.5;
            double column = i / each % width + 0.5;
            return erased && row >= top && row < top + rows && column >= left && column < left + columns;
        };
    }

    static double gain(Tone op, Image in) {
        return draw(op.gain(), imageKey(op.key(), in), 0);
    }

    private static double mean(double[] x, int channel, int channels) {
        double sum = 0;
        for (int i = channel; i < x.length; i += channels) {
            sum += x[i];
        }
        return sum * channels / x.length;
    }

    static double[] tone(Tone op, Image in) {
        int channels = in.shape(0).dim(-1);
        double gain = gain(op, in);
        double shift = draw(op.shift(), imageKey(op.key(), in), 1);
        return each(in, i -> {
            double mean = mean(in.x(0), i % channels, channels);
            return Math.clamp(gain * (in.x(0)[i] - mean) + mean + shift, op.lowest(), op.highest());
        });
    }

    /** From y and dy; what was cut off has no slope. */
    static double[] toneGradient(Tone op, Image in) {
        int channels = in.shape(0).dim(-1);
        double gain = gain(op, in);
        double[] dy = in.pairs(0, 1, (y, slope) -> y > op.lowest() && y < op.highest() ? slope : 0);
        return each(in, i -> gain * dy[i] + (1 - gain) * mean(dy, i % channels, channels));
    }
}
