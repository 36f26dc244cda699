package dev.fovea.train;

/** Counts the images of which something holds. */
abstract class Part implements Metric.Count {
    private long holding;
    private long all;

    abstract boolean holds(float[] output, float[] target);

    @Override
    public final void add(float[] output, float[] target) {
        holding += holds(output, target) ? 1 : 0;
        all++;
    }

    @Override
    public final double result() {
        return all == 0 ? 0 : (double) holding / all;
    }

    @Override
    public final void reset() {
        holding = 0;
        all = 0;
    }
}
