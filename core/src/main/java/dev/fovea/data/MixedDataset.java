package dev.fovea.data;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;

/** The images of a data set, each mixed with another, which it draws. */
final class MixedDataset extends DatasetView {
    private final Integer seed;
    private final Mixing mixing;
    private final long key;

    /**
     * @param whole has targets that can be mixed
     * @param seed mixed with the key of a {@link #redrawn} set; may be null
     * @param key an image's draws follow from this and its index
     */
    private MixedDataset(Dataset whole, Integer seed, Mixing mixing, long key) {
        super(whole);
        this.seed = seed;
        this.mixing = mixing;
        this.key = key;
    }

    /** Draws how an image is mixed. */
    @FunctionalInterface
    interface Mixing {
        Mixture draw(RandomSource random, Shape image);
    }

    /**
     * How two images are mixed.
     *
     * @param share the first image's part of the target
     * @param box where the second lies over the first; null to blend the two everywhere
     */
    record Mixture(float share, Box box) {}

    /** Rows from top to before bottom, columns from left to before right. */
    record Box(int top, int bottom, int left, int right) {}

    static Dataset of(Dataset data, Integer seed, Mixing mixing) {
        if (data.inputShapes().size() > 1 || data.targetShapes().size() > 1) {
            throw new IllegalArgumentException("images of several inputs or targets, " + data.inputShapes() + " and "
                    + data.targetShapes() + ", can't be mixed; mix a data set of one input and one target");
        }
        Dataset whole = data.targetShape().rank() == 0 && !data.classNames().isEmpty() ? data.oneHot() : data;
        return new MixedDataset(whole, seed, mixing, keyOf(seed, 0));
    }

    private static long keyOf(Integer seed, long key) {
        return RandomSource.fork(seed == null ? 0 : seed, key).nextLong();
    }

    @Override
    public Dataset redrawn(long newKey) {
        return new MixedDataset(whole.redrawn(newKey), seed, mixing, keyOf(seed, newKey));
    }

    @Override
    public int label(int index) {
        throw new UnsupportedOperationException("mixed images have no class numbers: their targets are of shape "
                + targetShape() + "; read them with copyTarget or target");
    }

    /** What an image has drawn. */
    private record Draw(int partner, Mixture mixture) {}

    private Draw draw(int index) {
        RandomSource random = RandomSource.fork(key, at(index));
        int partner = random.nextInt(size());
        return new Draw(partner, mixing.draw(random, imageShape()));
    }

    @Override
    public void copyTarget(int index, float[] target, int offset, int stride) {
        Draw draw = draw(index);
        float[] other = new float[targetShape().size()];
        whole.copyTarget(index, target, offset, stride);
        whole.copyTarget(draw.partner, other, 0, 1);
        blend(draw.mixture.share, other, target, offset, stride);
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        Draw draw = draw(index);
        float[] other = new float[imageShape().size()];
        whole.copyImage(index, target, offset, stride);
        whole.copyImage(draw.partner, other, 0, 1);
        if (draw.mixture.box == null) {
            blend(draw.mixture.share, other, target, offset, stride);
        } else {
            paste(draw.mixture.box, other, target, offset, stride);
        }
    }

    private static void blend(float share, float[] other, float[] target, int offset, int stride) {
        for (int i = 0; i < other.length; i++) {
            int at = offset + i * stride;
            target[at] = share * target[at] + (1 - share) * other[i];
        }
    }

    private void paste(Box box, float[] other, float[] target, int offset, int stride) {
        int width = imageShape().dim(1);
        int channels = imageShape().slice(2, imageShape().rank()).size();
        for (int row = box.top; row < box.bottom; row++) {
            int to = (row * width + box.right) * channels;
            for (int i = (row * width + box.left) * channels; i < to; i++) {
                target[offset + i * stride] = other[i];
            }
        }
    }
}
