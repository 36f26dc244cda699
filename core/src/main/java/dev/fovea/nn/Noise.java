package dev.fovea.nn;

import dev.fovea.op.MaskedDropout;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the layers that drop at random share: their rate and Keras's {@code noise_shape}. */
final class Noise {
    private Noise() {}

    static void checkRate(String layer, float rate, boolean upToOne) {
        if (!(rate >= 0 && (upToOne ? rate <= 1 : rate < 1))) {
            throw new IllegalArgumentException(
                    layer + " takes a rate " + (upToOne ? "between 0 and 1" : "from 0 to below 1") + ", not " + rate);
        }
    }

    /** The list as it is now; it may hold nulls, which {@link List#copyOf} refuses. */
    static List<Integer> copyOf(List<Integer> noiseShape) {
        return noiseShape == null ? null : Collections.unmodifiableList(new ArrayList<>(noiseShape));
    }

    /** In training, dropout of whole channels of what has so many axes of places. */
    static Value channels(Value input, int axes, DataFormat format, float rate, Integer seed, LayerContext context) {
        format.check(input, axes);
        if (!context.training() || rate == 0) {
            return input;
        }
        Shape mask = input.shape();
        for (int axis = format.rows(); axis < format.rows() + axes; axis++) {
            mask = mask.with(axis, 1);
        }
        return context.add(new MaskedDropout(rate, context.randomKey(seed), mask, true), input);
    }

    /** Dropout of images of a shape; without a noise shape each element is drawn for itself. */
    static MaskedDropout mask(float rate, int key, List<Integer> noiseShape, Shape image) {
        if (noiseShape == null) {
            return new MaskedDropout(rate, key, image, true);
        }
        boolean fits =
                noiseShape.size() == image.rank() + 1 && (noiseShape.getFirst() == null || noiseShape.getFirst() == 1);
        Shape mask = image;
        for (int axis = 0; fits && axis < image.rank(); axis++) {
            Integer length = noiseShape.get(axis + 1);
            fits = length == null || length == 1 || length == image.dim(axis);
            mask = length == null || !fits ? mask : mask.with(axis, length);
        }
        if (!fits) {
            throw new IllegalArgumentException("a noise shape of " + noiseShape + " does not go with an image " + image
                    + "; it has an entry for the batch, null or 1, and one for each axis: null, 1 or its length");
        }
        return new MaskedDropout(rate, key, mask, noiseShape.getFirst() == null);
    }
}
