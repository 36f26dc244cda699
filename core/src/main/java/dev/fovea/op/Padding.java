package dev.fovea.op;

/** How a window treats the border, as Keras's {@code padding}. */
public enum Padding {
    /** Windows lie wholly inside: {@code floor((n - k) / stride) + 1} outputs. */
    VALID,
    /** {@code ceil(n / stride)} outputs; the odd row or column of padding goes after. */
    SAME
}
