package dev.fovea.tensor;

/**
 * The functions of one number that networks use between their linear parts: value and slope, as in
 * {@code keras.activations}.
 *
 * <p>{@code alpha} is the bound of {@link #THRESHOLD} and {@link #CAP}, the slope of {@link #LEAKY_RELU} below 0 and the
 * scale of {@link #ELU} there; the others ignore it.
 */
public enum ScalarFunction {
    LINEAR {
        @Override
        public float value(float x, float alpha) {
            return x;
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return 1;
        }
    },
    /** max(x, 0). */
    RELU {
        @Override
        public float value(float x, float alpha) {
            return Math.max(x, 0);
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return y > 0 ? 1 : 0;
        }
    },
    /** min(max(x, 0), 6). */
    RELU6 {
        @Override
        public float value(float x, float alpha) {
            return Math.min(Math.max(x, 0), 6);
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return y > 0 && y < 6 ? 1 : 0;
        }
    },
    /** x where x is over alpha, else 0. */
    THRESHOLD {
        @Override
        public float value(float x, float alpha) {
            return x > alpha ? x : 0;
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return x > alpha ? 1 : 0;
        }

        @Override
        public boolean slopeNeedsInput() {
            return true;
        }
    },
    /** min(x, alpha). */
    CAP {
        @Override
        public float value(float x, float alpha) {
            return Math.min(x, alpha);
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return y < alpha ? 1 : 0;
        }
    },
    /** x, or alpha x where x is negative. */
    LEAKY_RELU {
        @Override
        public float value(float x, float alpha) {
            return x > 0 ? x : alpha * x;
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return x > 0 ? 1 : alpha;
        }

        @Override
        public boolean slopeNeedsInput() {
            return true;
        }
    },
    /** x, or alpha (exp(x) - 1) where x is negative. */
    ELU {
        @Override
        public float value(float x, float alpha) {
            return x > 0 ? x : alpha * (float) Math.expm1(x);
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return x > 0 ? 1 : y + alpha;
        }

        @Override
        public boolean slopeNeedsInput() {
            return true;
        }
    },
    /** 1 / (1 + exp(-x)). */
    SIGMOID {
        @Override
        public float value(float x, float alpha) {
            return (float) sigmoid(x);
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return y * (1 - y);
        }
    },
    TANH {
        @Override
        public float value(float x, float alpha) {
            return (float) Math.tanh(x);
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return 1 - y * y;
        }
    },
    /** x sigmoid(x), also called swish. */
    SILU {
        @Override
        public float value(float x, float alpha) {
            return (float) (x * sigmoid(x));
        }

        @Override
        public float slope(float x, float y, float alpha) {
            double s = sigmoid(x);
            return (float) (s * (1 + x * (1 - s)));
        }

        @Override
        public boolean slopeNeedsInput() {
            return true;
        }
    },
    /** ln(1 + exp(x)). */
    SOFTPLUS {
        @Override
        public float value(float x, float alpha) {
            return (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs((double) x))));
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return (float) sigmoid(x);
        }

        @Override
        public boolean slopeNeedsInput() {
            return true;
        }
    },
    EXPONENTIAL {
        @Override
        public float value(float x, float alpha) {
            return (float) Math.exp(x);
        }

        @Override
        public float slope(float x, float y, float alpha) {
            return y;
        }
    };

    /** The function at x. */
    public abstract float value(float x, float alpha);

    /** The derivative at x, where the value is y. */
    public abstract float slope(float x, float y, float alpha);

    /** Whether {@link #slope} looks at x; if not, y alone is enough and x need not be kept. */
    public boolean slopeNeedsInput() {
        return false;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
