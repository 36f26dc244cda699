package dev.fovea.plan;

import dev.fovea.kernel.Floats;

/** Where a plan's inputs come from. */
@FunctionalInterface
public interface Feed {
    /**
     * Writes the elements of an image of an input to {@code target} from its offset, {@code stride} apart. An image
     * beyond the last of the batch fills a lane that no result comes from; any finite numbers do, but 0 for the weight
     * of its loss.
     */
    void copy(int input, int image, Floats target, int stride);
}
