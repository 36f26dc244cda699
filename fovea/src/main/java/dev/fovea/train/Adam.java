package dev.fovea.train;

/**
 * Adam (Kingma and Ba 2015) as in Keras: {@code w -= m * lr * sqrt(1-b2^t) / (1-b1^t) / (sqrt(v) + epsilon)}.
 *
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step (AdamW); 0 for
 *     none
 */
public record Adam(float learningRate, float beta1, float beta2, float epsilon, float weightDecay)
        implements Optimizer {
    public static Adam of() {
        return of(1e-3f);
    }

    public static Adam of(float learningRate) {
        return new Adam(learningRate, 0.9f, 0.999f, 1e-7f, 0);
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public void update(
            float[] weights, float[] gradient, int offset, float[][] slots, long step, float learningRate) {
        float[] m = slots[0];
        float[] v = slots[1];
        float rate = (float) (learningRate * Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step)));
        float keep = 1 - weightDecay * learningRate;
        for (int i = 0; i < weights.length; i++) {
            float g = gradient[offset + i];
            m[i] += (g - m[i]) * (1 - beta1);
            v[i] += (g * g - v[i]) * (1 - beta2);
            weights[i] = weights[i] * keep - m[i] * rate / ((float) Math.sqrt(v[i]) + epsilon);
        }
    }
}
