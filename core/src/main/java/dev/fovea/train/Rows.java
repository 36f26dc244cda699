package dev.fovea.train;

/** What {@link MeanOfRows} measures of a row of outputs and targets. */
final class Rows {
    static double crossEntropy(double[] outputs, double[] targets, boolean fromLogits, double smoothing) {
        double largest = Double.NEGATIVE_INFINITY;
        double total = 0;
        for (double output : outputs) {
            largest = Math.max(largest, output);
            total += output;
        }
        double exponentials = 0;
        for (double output : outputs) {
            exponentials += Math.exp(output - largest);
        }
        double sum = 0;
        for (int k = 0; k < outputs.length; k++) {
            double log = fromLogits
                    ? outputs[k] - largest - Math.log(exponentials)
                    : Math.log(clip(outputs[k] / total, 1 - (double) Losses.EPSILON));
            sum -= (targets[k] * (1 - smoothing) + smoothing / outputs.length) * log;
        }
        return sum;
    }

    static double binaryCrossEntropy(double output, double target, boolean fromLogits, double smoothing) {
        double t = target * (1 - smoothing) + smoothing / 2;
        if (fromLogits) {
            return Math.max(output, 0) - output * t + Math.log1p(Math.exp(-Math.abs(output)));
        }
        double p = clip(output, 1 - (double) Losses.EPSILON);
        return -t * Math.log(p) - (1 - t) * Math.log(1 - p);
    }

    static double divergence(double[] outputs, double[] targets) {
        double sum = 0;
        for (int k = 0; k < outputs.length; k++) {
            double t = clip(targets[k], 1);
            sum += t * Math.log(t / clip(outputs[k], 1));
        }
        return sum;
    }

    static double hinge(double[] outputs, double[] targets) {
        double right = 0;
        double wrong = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < outputs.length; k++) {
            right += targets[k] * outputs[k];
            wrong = Math.max(wrong, (1 - targets[k]) * outputs[k]);
        }
        return Math.max(wrong - right + 1, 0);
    }

    static double cosine(double[] outputs, double[] targets) {
        double product = 0;
        double square = 0;
        double target = 0;
        for (int k = 0; k < outputs.length; k++) {
            product += outputs[k] * targets[k];
            square += outputs[k] * outputs[k];
            target += targets[k] * targets[k];
        }
        return product / Math.max(Math.sqrt(square), Losses.EPSILON) / Math.max(Math.sqrt(target), Losses.EPSILON);
    }

    private static double clip(double x, double to) {
        return Math.clamp(x, (double) Losses.EPSILON, to);
    }

    private Rows() {}
}
