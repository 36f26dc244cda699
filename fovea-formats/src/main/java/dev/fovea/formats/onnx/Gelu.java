package dev.fovea.formats.onnx;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Multiply;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Affine;
import dev.fovea.op.Op;

/**
 * Finds GELU where a file, as ONNX before opset 20 must, writes it by the error function: {@code x (1 + erf(x /
 * sqrt(2))) / 2}, the half anywhere among the factors.
 */
final class Gelu {
    private Gelu() {}

    /** The value itself, or one layer in the place of those that make it. */
    static Mapped simplified(Call call, Mapped value) {
        Symbol x = input(value.symbol());
        return x == null
                ? value
                : Mapped.of(call.add(Activation.of(Activations.GELU).name(call.name()), x), value.order());
    }

    private static Symbol input(Symbol y) {
        Affine half = affine(y);
        if (half != null) {
            return isHalf(half) ? product(y.inputs().getFirst(), false) : null;
        }
        return product(y, true);
    }

    private static boolean isHalf(Affine affine) {
        return affine.scale() == 0.5f && affine.offset() == 0;
    }

    /** What x is if this is x times 1 + erf(x / sqrt(2)), one of the two halved if {@code halved}. */
    private static Symbol product(Symbol y, boolean halved) {
        if (!(y.layer() instanceof Multiply) || y.inputs().size() != 2) {
            return null;
        }
        Symbol a = y.inputs().get(0);
        Symbol b = y.inputs().get(1);
        Symbol found = factors(a, b, halved);
        return found != null ? found : factors(b, a, halved);
    }

    private static Symbol factors(Symbol x, Symbol gate, boolean halved) {
        Symbol whole = x;
        Symbol open = gate;
        if (halved) {
            Affine first = affine(x);
            Affine second = affine(gate);
            if (first != null && isHalf(first)) {
                whole = x.inputs().getFirst();
            } else if (second != null && isHalf(second)) {
                open = gate.inputs().getFirst();
            } else {
                return null;
            }
        }
        Affine one = affine(open);
        if (one == null || one.scale() != 1 || one.offset() != 1) {
            return null;
        }
        Symbol erf = open.inputs().getFirst();
        if (!(erf.layer() instanceof Erf)) {
            return null;
        }
        Symbol scaled = erf.inputs().getFirst();
        Affine root = affine(scaled);
        boolean fits = root != null
                && root.offset() == 0
                && Math.abs(root.scale() - Math.sqrt(0.5)) < 1e-6
                && scaled.inputs().getFirst() == whole;
        return fits ? whole : null;
    }

    private static Affine affine(Symbol symbol) {
        return symbol.layer() instanceof Operation(Op op, String name) && op instanceof Affine affine ? affine : null;
    }
}
