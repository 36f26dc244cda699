package dev.fovea.train;

/**
 * What a fit measures in an epoch.
 *
 * @param name in logs, as {@code loss}, {@code accuracy} or, of one of several outputs, {@code digit_accuracy}
 * @param largerIsBetter whether a larger figure is a better one
 */
public record Figure(String name, boolean largerIsBetter) {}
