package dev.fovea.op;

/** Where ops are put together: a gradient rule adds its ops here. */
public interface Wiring {
    /** The value that an op makes of its operands. */
    Value add(Op op, Value... operands);
}
