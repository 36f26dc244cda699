package dev.fovea.train;

/**
 * Gradient descent as in Keras: {@code v = momentum * v - lr * g; w += v}, with Nesterov
 * {@code w += momentum * v - lr * g}.
 */
public record Sgd(float learningRate, float momentum, boolean nesterov) implements Optimizer {
    public static Sgd of(float learningRate) {
        return new Sgd(learningRate, 0, false);
    }

    public Sgd momentum(float momentum) {
        return new Sgd(learningRate, momentum, nesterov);
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public void update(
            float[] weights, float[] gradient, int offset, float[][] slots, long step, float learningRate) {
        float[] v = slots[0];
        for (int i = 0; i < weights.length; i++) {
            float g = gradient[offset + i] * learningRate;
            v[i] = momentum * v[i] - g;
            weights[i] += nesterov ? momentum * v[i] - g : v[i];
        }
    }
}
