package dev.fovea.train;

/**
 * Adam (Kingma and Ba 2015) as in Keras: {@code w -= m * lr * sqrt(1-b2^t) / (1-b1^t) / (sqrt(v) + epsilon)}.
 */
public record Adam(LearningRate learningRate, float beta1, float beta2, float epsilon, float weightDecay)
        implements Optimizer {
    /** With Keras's default rate of 0.001. */
    public static Adam of() {
        return of(1e-3f);
    }

    public static Adam of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static Adam of(LearningRate learningRate) {
        return new Adam(learningRate, 0.9f, 0.999f, 1e-7f, 0);
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public void update(
            float[] weights,
            float[] gradient,
            int offset,
            float[][] slots,
            int from,
            int to,
            long step,
            float learningRate) {
        float[] m = slots[0];
        float[] v = slots[1];
        float rate = (float) (learningRate * Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step)));
        for (int i = from; i < to; i++) {
            float g = gradient[offset + i];
            m[i] += (g - m[i]) * (1 - beta1);
            v[i] += (g * g - v[i]) * (1 - beta2);
            weights[i] -= m[i] * rate / ((float) Math.sqrt(v[i]) + epsilon);
        }
    }
}
