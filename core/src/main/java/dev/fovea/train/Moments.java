package dev.fovea.train;

import java.util.Arrays;

/** Means of a row of outputs and of its targets, and how both vary, by themselves and together. */
record Moments(double outputMean, double targetMean, double outputVariance, double targetVariance, double covariance) {
    static Moments of(double[] outputs, double[] targets) {
        int count = outputs.length;
        double outputMean = Arrays.stream(outputs).sum() / count;
        double targetMean = Arrays.stream(targets).sum() / count;
        double outputs2 = 0;
        double targets2 = 0;
        double both = 0;
        for (int i = 0; i < count; i++) {
            double y = outputs[i] - outputMean;
            double t = targets[i] - targetMean;
            outputs2 += y * y;
            targets2 += t * t;
            both += y * t;
        }
        return new Moments(outputMean, targetMean, outputs2 / count, targets2 / count, both / count);
    }
}
