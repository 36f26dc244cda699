package dev.fovea.oracle;

import dev.fovea.op.BatchNormalize;

/** What treats each channel, the last axis, by itself, within an image or over the batch. */
final class Channels {
    private Channels() {}

    static double[] batchSum(Image in) {
        double[] y = new double[in.output().size()];
        for (int n = 0; n < in.rows(0); n++) {
            for (int i = 0; i < y.length; i++) {
                y[i] += in.x(0, n)[i];
            }
        }
        return y;
    }

    static double[] biasAdd(Image in) {
        double[] y = in.x(0).clone();
        for (int i = 0; i < y.length; i++) {
            y[i] += in.x(1)[i % in.x(1).length];
        }
        return y;
    }

    static double[] scale(Image in) {
        double[] y = in.x(0).clone();
        for (int i = 0; i < y.length; i++) {
            y[i] *= in.x(1)[i % in.x(1).length];
        }
        return y;
    }

    static double[] sum(Image in) {
        double[] y = new double[in.output().size()];
        for (int n = 0; n < in.rows(0); n++) {
            for (int i = 0; i < in.x(0, n).length; i++) {
                y[i % y.length] += in.x(0, n)[i];
            }
        }
        return y;
    }

    /** Of all images the mean of each channel, then the mean square of what differs from it. */
    static double[] moments(Image in) {
        int c = in.shape(0).dim(-1);
        double n = (double) in.rows(0) * in.shape(0).size() / c;
        double[] y = new double[2 * c];
        for (int image = 0; image < in.rows(0); image++) {
            for (int i = 0; i < in.shape(0).size(); i++) {
                y[i % c] += in.x(0, image)[i] / n;
            }
        }
        for (int image = 0; image < in.rows(0); image++) {
            for (int i = 0; i < in.shape(0).size(); i++) {
                y[c + i % c] += Math.pow(in.x(0, image)[i] - y[i % c], 2) / n;
            }
        }
        return y;
    }

    static double deviation(double[] moments, int channel, float epsilon) {
        return Math.sqrt(moments[moments.length / 2 + channel] + epsilon);
    }

    static double[] normalize(BatchNormalize op, Image in) {
        int channels = in.shape(0).dim(-1);
        double[] y = in.x(0).clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = normalized(op, in, 1, y[i], i % channels);
        }
        return y;
    }

    /** Of all images and each channel the sum of dy, then of x dy. */
    static double[] gradientSums(BatchNormalize.ChannelGradientSums op, Image in) {
        int c = in.shape(0).dim(-1);
        double[] y = new double[2 * c];
        for (int image = 0; image < Math.max(in.rows(0), in.rows(1)); image++) {
            for (int i = 0; i < in.shape(0).size(); i++) {
                double x = in.x(0, image)[i];
                boolean kept = op.rectified() == null || normalized(op.rectified(), in, 2, x, i % c) > 0;
                double dy = kept ? in.x(1, image)[i] : 0;
                y[i % c] += dy;
                y[c + i % c] += x * dy;
            }
        }
        return y;
    }

    /** What normalization makes of a number, its moments and weights being the operands from the first. */
    private static double normalized(BatchNormalize op, Image in, int first, double x, int c) {
        double[] moments = in.x(first);
        double gamma = op.scale() ? in.x(first + 1)[c] : 1;
        double beta = op.center() ? in.x(first + (op.scale() ? 2 : 1))[c] : 0;
        return gamma * (x - moments[c]) / deviation(moments, c, op.epsilon()) + beta;
    }

    /** Of gamma, the sum of dy times the normalized x; then of beta, the sum of dy. */
    static double[] weightGradients(float epsilon, Image in) {
        int channels = in.output().dim(1);
        double[] sums = in.x(0);
        double[] moments = in.x(1);
        double[] y = new double[2 * channels];
        for (int c = 0; c < channels; c++) {
            y[c] = (sums[channels + c] - moments[c] * sums[c]) / deviation(moments, c, epsilon);
            y[channels + c] = sums[c];
        }
        return y;
    }

    static double[] inputGradient(BatchNormalize.InputGradient op, Image in) {
        int channels = in.shape(0).dim(-1);
        double[] ofWeights = in.x(2);
        double[] moments = in.x(3);
        double n = (double) in.images() * in.shape(0).size() / channels;
        double[] dx = new double[in.output().size()];
        for (int i = 0; i < dx.length; i++) {
            int c = i % channels;
            double deviation = deviation(moments, c, op.normalize().epsilon());
            double normalized = (in.x(0)[i] - moments[c]) / deviation;
            double throughMoments = op.ofBatch() ? (ofWeights[channels + c] + normalized * ofWeights[c]) / n : 0;
            boolean kept = !op.rectified() || normalized(op.normalize(), in, 3, in.x(0)[i], c) > 0;
            double dy = kept ? in.x(1)[i] : 0;
            dx[i] = (op.normalize().scale() ? in.x(4)[c] : 1) / deviation * (dy - throughMoments);
        }
        return dx;
    }
}
