package dev.fovea.data;

/** Another data set whose images count differently. */
final class WeightedDataset extends DatasetView {
    private final float[] weights;

    WeightedDataset(Dataset whole, float[] weights) {
        super(whole);
        if (weights.length != whole.size()) {
            throw new IllegalArgumentException(
                    whole.size() + " images need a weight each; given are " + weights.length);
        }
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && Float.isFinite(weights[i]))) {
                throw new IllegalArgumentException(
                        "the weight of image " + i + " is " + weights[i] + "; it is a finite number of 0 or more");
            }
        }
        this.weights = weights.clone();
    }

    @Override
    public boolean weighted() {
        return true;
    }

    @Override
    public float weight(int index) {
        return weights[index];
    }

    @Override
    public Dataset redrawn(long key) {
        return new WeightedDataset(whole.redrawn(key), weights);
    }
}
