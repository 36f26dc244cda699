package dev.fovea.models;

import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;
import java.util.Locale;

/** What the networks that came of MobileNet share. */
final class Mobile {
    private Mobile() {}

    /** The multiple of 8 that is nearest to a number of filters, but not less than nine tenths of it. */
    static int filters(double wanted) {
        int rounded = Math.max(8, (int) (wanted + 4) / 8 * 8);
        return rounded < 0.9 * wanted ? rounded + 8 : rounded;
    }

    /** Zeros around maps before a convolution of stride 2, so many that they come out as by padding "same". */
    static Symbol padded(Symbol x, int kernelSize, String name) {
        int half = kernelSize / 2;
        int top = half - 1 + x.shape().dim(0) % 2;
        int left = half - 1 + x.shape().dim(1) % 2;
        return ZeroPadding2D.of(top, half, left, half).name(name).apply(x);
    }

    static void checkWidth(float alpha) {
        if (!(alpha > 0 && Float.isFinite(alpha))) {
            throw new IllegalArgumentException("a network's width alpha is a number over 0, not " + alpha);
        }
    }

    /** Keras's name, as {@code mobilenet_1.00_224}. */
    static String name(String network, float alpha, Symbol image) {
        return String.format(
                Locale.ROOT, "%s_%.2f_%d", network, alpha, image.shape().dim(0));
    }
}
