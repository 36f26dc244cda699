package dev.fovea.oracle;

import dev.fovea.op.Padding;

/** A window that slides along one axis of {@code n} pixels. */
record Span(int n, int outputs, int stride, int dilation, int before) {
    static Span of(int n, int taps, int stride, int dilation, Padding padding) {
        int reach = (taps - 1) * dilation + 1;
        return switch (padding) {
            case VALID -> new Span(n, (n - reach + stride) / stride, stride, dilation, 0);
            case SAME -> {
                int outputs = (n + stride - 1) / stride;
                int missing = Math.max(0, (outputs - 1) * stride + reach - n);
                yield new Span(n, outputs, stride, dilation, missing / 2);
            }
        };
    }

    /** The pixel that a tap of an output reads, or -1 where that is padding. */
    int input(int output, int tap) {
        int i = output * stride + tap * dilation - before;
        return i < n ? Math.max(i, -1) : -1;
    }
}
