package dev.fovea.train;

/** The part of images whose largest output is the one of their class number, as Keras's class of that name. */
public record SparseCategoricalAccuracy(String name) implements Metric {
    /** Under the name that Keras gives it. */
    public static SparseCategoricalAccuracy of() {
        return new SparseCategoricalAccuracy("sparse_categorical_accuracy");
    }

    @Override
    public Count start(int outputs, int targets) {
        return new Part() {
            @Override
            boolean holds(float[] output, float[] target) {
                int best = 0;
                for (int c = 1; c < output.length; c++) {
                    best = output[c] > output[best] ? c : best;
                }
                return best == (int) target[0];
            }
        };
    }
}
