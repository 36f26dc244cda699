package dev.fovea.data;

/**
 * Blends each image and its target with those of another, as Keras's {@code MixUp} (Zhang et al. 2017): {@code weight *
 * own + (1 - weight) * other}, the weight drawn from the distribution Beta(alpha, alpha).
 *
 * <p>It is a view of a data set, as targets change too: class numbers become vectors {@code [K]}. So the loss is {@code
 * CategoricalCrossentropy}, and images to validate by need {@link Dataset#oneHot}. Unlike in Keras every image draws a
 * weight and a partner for itself, from the whole data set; in {@code fit} anew in each epoch.
 *
 * <pre>{@code
 * model.fit(MixUp.of().apply(mnist.train()), Fit.epochs(3).validation(mnist.test().oneHot()));
 * }</pre>
 *
 * @param alpha above 0; the larger, the nearer the weights are to one half
 * @param seed decides the draws; null to draw by the fit's seed alone
 */
public record MixUp(float alpha, Integer seed) {
    public MixUp {
        if (!(alpha > 0 && Float.isFinite(alpha))) {
            throw new IllegalArgumentException("MixUp takes a finite alpha above 0, not " + alpha);
        }
    }

    public static MixUp of() {
        return of(0.2f);
    }

    public static MixUp of(float alpha) {
        return new MixUp(alpha, null);
    }

    public MixUp seed(Integer seed) {
        return new MixUp(alpha, seed);
    }

    /** The images of a data set, each blended with another. */
    public Dataset apply(Dataset data) {
        return MixedDataset.of(
                data, seed, (random, image) -> new MixedDataset.Mixture((float) random.nextBeta(alpha, alpha), null));
    }
}
