package dev.fovea.data;

import java.util.List;

/**
 * Pastes a rectangle of another image into each, and mixes their targets by the parts that they have of the picture, as
 * Keras's {@code CutMix} (Yun et al. 2019).
 *
 * <p>It is a view of a data set, as targets change too: class numbers become vectors {@code [K]}. So the loss is {@code
 * CategoricalCrossentropy}, and images to validate by need {@link Dataset#oneHot}. Unlike in Keras every image draws a
 * rectangle and a partner for itself, from the whole data set, in {@code fit} anew in each epoch; and the parts are
 * counted in whole pixels.
 *
 * <pre>{@code
 * model.fit(CutMix.of().apply(mnist.train()), Fit.epochs(3).validation(mnist.test().oneHot()));
 * }</pre>
 *
 * @param factor the range, within 0 to 1, in which each image draws alpha; the part that it keeps is then drawn from the
 *     distribution Beta(alpha, alpha)
 * @param seed decides the draws; null to draw by the fit's seed alone
 */
public record CutMix(List<Float> factor, Integer seed) {
    /** What Keras adds to alpha, which must not be 0. */
    private static final float LEAST_ALPHA = 1e-6f;

    public CutMix {
        if (factor.size() != 2 || !(factor.get(0) >= 0 && factor.get(0) <= factor.get(1) && factor.get(1) <= 1)) {
            throw new IllegalArgumentException(
                    "CutMix takes a factor of two numbers, [lower, upper], between 0 and 1, not " + factor);
        }
        factor = List.copyOf(factor);
    }

    public static CutMix of() {
        return of(1);
    }

    /** With alphas drawn from 0 to this number. */
    public static CutMix of(float factor) {
        return of(0, factor);
    }

    /** With alphas drawn from one number to another. */
    public static CutMix of(float lower, float upper) {
        return new CutMix(List.of(lower, upper), null);
    }

    public CutMix seed(Integer seed) {
        return new CutMix(factor, seed);
    }

    /**
     * The images of a data set, each with a rectangle of another.
     *
     * @throws IllegalArgumentException if they have no rows and columns
     */
    public Dataset apply(Dataset data) {
        if (data.imageShape().rank() < 2) {
            throw new IllegalArgumentException("CutMix takes images [H, W, C], not " + data.imageShape());
        }
        return MixedDataset.of(data, seed, (random, image) -> {
            float alpha = factor.get(0) + (factor.get(1) - factor.get(0)) * random.nextFloat() + LEAST_ALPHA;
            double side = Math.sqrt(1 - random.nextBeta(alpha, alpha));
            int h = image.dim(0);
            int w = image.dim(1);
            double top = random.nextDouble() * (h - side * h);
            double left = random.nextDouble() * (w - side * w);
            // A pixel is in the rectangle where its middle is. Keras asks for its corner, and so spares row 0.
            MixedDataset.Box box = new MixedDataset.Box(
                    (int) Math.ceil(top - 0.5),
                    (int) Math.ceil(top + side * h - 0.5),
                    (int) Math.ceil(left - 0.5),
                    (int) Math.ceil(left + side * w - 0.5));
            int pasted = (box.bottom() - box.top()) * (box.right() - box.left());
            return new MixedDataset.Mixture(1 - (float) pasted / (h * w), box);
        });
    }
}
