package dev.fovea.oracle;

import dev.fovea.op.BatchNormalize;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Normalize;
import java.util.Arrays;
import java.util.List;

/** For ops of more than one step, the magnitudes of all that a number is the sum of. */
final class Magnitudes {
    private Magnitudes() {}

    private static double largest(double[] x) {
        return Arrays.stream(x).map(Math::abs).max().orElse(0);
    }

    /** The winners are those of the numbers themselves. */
    static double[] maxPoolGradient(MaxPool2d.Gradient op, Image in) {
        double[][] gradients = in.absolute().values().get(2);
        Image same = new Image(
                in.shapes(),
                in.output(),
                List.of(in.values().get(0), in.values().get(1), gradients),
                in.number(),
                in.images(),
                in.stepKey());
        return DoubleOps.value(op, same);
    }

    static double[] softmaxGradient(Image in) {
        Image all = in.absolute();
        int k = in.shape(0).dim(-1);
        double[] y = all.x(1).clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = all.x(0)[i] * (y[i] + Rows.product(all.x(0), all.x(1), i, k));
        }
        return y;
    }

    static double[] crossEntropyGradient(Image in, double[] targets) {
        double[] all = Arrays.stream(targets).map(Math::abs).toArray();
        int k = in.shape(0).dim(-1);
        double[] y = Rows.softmax(in);
        for (int i = 0; i < y.length; i++) {
            double loss = Math.abs(in.x(2)[i / k]);
            y[i] = loss * (y[i] * (1 + largest(in.x(0))) * Rows.sum(all, i, k) + all[i]);
        }
        return y;
    }

    static double[] normalize(Normalize op, Image in) {
        int k = in.shape(0).dim(-1);
        double[] y = new double[in.x(0).length];
        for (int i = 0; i < y.length; i++) {
            double[] row = Arrays.copyOfRange(in.x(0), i / k * k, i / k * k + k);
            y[i] = (Math.abs(in.x(0)[i]) + largest(row)) / Rows.divisor(op, row);
        }
        return y;
    }

    static double[] normalizeGradient(Normalize op, Image in) {
        Image all = in.absolute();
        int k = in.shape(0).dim(-1);
        double[] y = new double[in.x(0).length];
        for (int i = 0; i < y.length; i++) {
            double[] row = Arrays.copyOfRange(in.x(0), i / k * k, i / k * k + k);
            double share = op.to() == Normalize.To.LENGTH ? 1 : 1.0 / k;
            double through = all.x(1)[i] * Rows.product(all.x(1), all.x(2), i, k) + Rows.sum(all.x(2), i, k);
            y[i] = (all.x(2)[i] + share * through) / Rows.divisor(op, row);
        }
        return y;
    }

    /** A variance that is put together of blocks' goes by their means. */
    static double[] moments(Image in, double[] y) {
        double[] magnitudes = Channels.moments(in.absolute());
        int channels = y.length / 2;
        for (int c = 0; c < channels; c++) {
            magnitudes[channels + c] = y[channels + c] + magnitudes[c] * magnitudes[c];
        }
        return magnitudes;
    }

    static double[] batchNormalize(BatchNormalize op, Image in) {
        int channels = in.shape(0).dim(-1);
        double[] y = new double[in.x(0).length];
        for (int i = 0; i < y.length; i++) {
            int c = i % channels;
            double factor = (op.scale() ? Math.abs(in.x(2)[c]) : 1) / Channels.deviation(in.x(1), c, op.epsilon());
            double beta = op.center() ? in.x(op.scale() ? 3 : 2)[c] : 0;
            y[i] = factor * (Math.abs(in.x(0)[i]) + Math.abs(in.x(1)[c])) + Math.abs(beta);
        }
        return y;
    }

    static double[] batchNormalizeInputGradient(BatchNormalize.InputGradient op, Image in) {
        Image all = in.absolute();
        int channels = in.shape(0).dim(-1);
        double n = (double) in.images() * in.shape(0).size() / channels;
        double[] y = new double[in.x(0).length];
        for (int i = 0; i < y.length; i++) {
            int c = i % channels;
            double deviation = Channels.deviation(in.x(3), c, op.normalize().epsilon());
            double through = (all.x(0)[i] + all.x(3)[c]) / deviation * all.x(2)[c] + all.x(2)[channels + c];
            double gamma = op.normalize().scale() ? all.x(4)[c] : 1;
            y[i] = gamma / deviation * (all.x(1)[i] + (op.ofBatch() ? through / n : 0));
        }
        return y;
    }
}
