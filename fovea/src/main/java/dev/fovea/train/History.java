package dev.fovea.train;

import java.util.List;

/** What {@code fit} measured, an entry per epoch. */
public record History(List<Epoch> epochs) {
    /**
     * One epoch.
     *
     * @param number from 1
     * @param validationLoss NaN, as is {@code validationAccuracy}, where there were no validation images
     */
    public record Epoch(
            int number,
            float loss,
            float accuracy,
            float validationLoss,
            float validationAccuracy,
            double seconds) {}
}
