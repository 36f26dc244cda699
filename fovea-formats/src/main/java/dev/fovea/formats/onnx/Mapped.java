package dev.fovea.formats.onnx;

import dev.fovea.nn.Symbol;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A value that the model computes. Its axes, the batch's aside, may lie in another order than in ONNX: so maps stay
 * channels last between convolutions.
 *
 * @param order axis i of the symbol is axis {@code order[i]} of ONNX's value, the batch not counted
 * @param positive whether no number is below 0, so that zeros around them never win
 */
record Mapped(Symbol symbol, List<Integer> order, boolean positive) implements Operand {
    /** A value in ONNX's order. */
    static Mapped of(Symbol symbol) {
        return of(symbol, straight(symbol.shape().rank()));
    }

    static Mapped of(Symbol symbol, List<Integer> order) {
        return new Mapped(symbol, order, false);
    }

    static List<Integer> straight(int rank) {
        return IntStream.range(0, rank).boxed().toList();
    }

    /** The order of maps whose channels are last here, first in ONNX. */
    static List<Integer> channelsLast(int rank) {
        return IntStream.range(0, rank).map(i -> (i + 1) % rank).boxed().toList();
    }

    int rank() {
        return order.size();
    }

    /** The shape in ONNX's order, without the batch axis. */
    Shape shape() {
        int[] sizes = new int[rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[order.get(i)] = symbol.shape().dim(i);
        }
        return Shape.of(sizes);
    }

    /** Which of the symbol's axes is this one of ONNX's, neither counting the batch. */
    int axis(int onnx) {
        return order.indexOf(onnx);
    }

    Mapped positive(boolean positive) {
        return new Mapped(symbol, order, positive);
    }
}
