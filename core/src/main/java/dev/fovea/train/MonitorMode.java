package dev.fovea.train;

/** Which way the figure that a callback monitors should go, as Keras's argument {@code mode}. */
public enum MonitorMode {
    /** Down for a loss, and for a metric the way it gets better. */
    AUTO,
    /** Down. */
    MIN,
    /** Up. */
    MAX
}
