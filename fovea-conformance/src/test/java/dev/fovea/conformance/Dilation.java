package dev.fovea.conformance;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;

/** Dilated filters with zeros written between their taps, for ops that know no dilation. */
final class Dilation {
    private Dilation() {}

    /** {@code [...,C,M]} with taps so far apart. */
    static Tensor spread(Tensor w, int... dilations) {
        Tensor spread = Tensor.filled(spread(w.shape(), dilations), 0);
        copy(w, spread, dilations, false);
        return spread;
    }

    static Shape spread(Shape w, int... dilations) {
        Shape spread = w;
        for (int i = 0; i < dilations.length; i++) {
            spread = spread.with(i, (w.dim(i) - 1) * dilations[i] + 1);
        }
        return spread;
    }

    /** The taps alone, in this shape. */
    static Tensor gather(Tensor spread, Shape w, int... dilations) {
        Tensor taps = Tensor.filled(w, 0);
        copy(taps, spread, dilations, true);
        return taps;
    }

    private static void copy(Tensor taps, Tensor spread, int[] dilations, boolean back) {
        int axes = dilations.length;
        int n = taps.shape().dim(axes) * taps.shape().dim(axes + 1);
        for (int tap = 0; tap < taps.size() / n; tap++) {
            int rest = tap;
            int step = 1;
            int wide = 0;
            for (int i = axes - 1; i >= 0; i--) {
                wide += rest % taps.shape().dim(i) * dilations[i] * step;
                rest /= taps.shape().dim(i);
                step *= spread.shape().dim(i);
            }
            System.arraycopy(
                    back ? spread.data() : taps.data(),
                    (back ? wide : tap) * n,
                    back ? taps.data() : spread.data(),
                    (back ? tap : wide) * n,
                    n);
        }
    }
}
