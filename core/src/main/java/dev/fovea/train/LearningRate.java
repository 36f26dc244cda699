package dev.fovea.train;

/**
 * The learning rate as a function of the step, as in {@code keras.optimizers.schedules}.
 *
 * <pre>{@code
 * var rate = CosineDecay.of(1e-3f, 10 * data.size() / batchSize);
 * model.compile(Adam.of(rate), SparseCategoricalCrossentropy.of());
 * }</pre>
 */
public sealed interface LearningRate
        permits LearningRate.Constant,
                CosineDecay,
                CosineDecayRestarts,
                ExponentialDecay,
                InverseTimeDecay,
                PiecewiseConstantDecay,
                PolynomialDecay {
    /** The rate of the step that comes after {@code step} others: 0 for the first. */
    float at(long step);

    /** The same rate always. */
    record Constant(float rate) implements LearningRate {
        public Constant {
            if (!(rate >= 0 && Float.isFinite(rate))) {
                throw new IllegalArgumentException("a learning rate is a number of 0 or more, not " + rate);
            }
        }

        @Override
        public float at(long step) {
            return rate;
        }
    }

    static LearningRate of(float rate) {
        return new Constant(rate);
    }
}
