package dev.fovea.kernel;

/** The functions of two numbers that {@link Kernels#combine} applies. */
public enum BinaryFunction {
    ADD,
    SUBTRACT,
    MULTIPLY,
    MAXIMUM,
    MINIMUM,
    /** 1 where a = b, else 0. */
    EQUAL
}
