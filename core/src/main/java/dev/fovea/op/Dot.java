package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * The products of every row of one image's value with every row of another's: {@code y[p,q] = sum over k of a[p,k]
 * b[q,k]}.
 *
 * <p>Operands: {@code [P,K]} and {@code [Q,K]}, both of the batch or both shared. Output: {@code [P,Q]}.
 */
public record Dot() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        Shape a = operands.get(0);
        Shape b = operands.get(1);
        if (a.rank() != 2 || b.rank() != 2 || a.dim(1) != b.dim(1)) {
            throw new IllegalArgumentException(
                    "products are of rows of one length, [P, K] and [Q, K]; got " + a + " and " + b);
        }
        return Shape.of(a.dim(0), b.dim(0));
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int rows = operands.get(0).dim(0);
        int columns = operands.get(1).dim(0);
        int row = operands.get(0).dim(1) * lanes;
        return Bound.of((in, out, scratch, block) -> {
            kernels.fill(rows * columns * lanes, 0, out);
            for (int p = 0; p < rows; p++) {
                for (int q = 0; q < columns; q++) {
                    int y = out.offset + (p * columns + q) * lanes;
                    products(in[0], in[0].offset + p * row, in[1], in[1].offset + q * row, row, lanes, out.array, y);
                }
            }
        });
    }

    private static void products(Floats a, int from, Floats b, int with, int length, int lanes, float[] y, int to) {
        for (int k = 0; k < length; k += lanes) {
            for (int l = 0; l < lanes; l++) {
                y[to + l] += a.array[from + k + l] * b.array[with + k + l];
            }
        }
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        Transpose turn = Transpose.of(1, 0);
        return new Value[] {
            needed[0] ? graph.add(this, outputGradient, graph.add(turn, operands[1])) : null,
            needed[1] ? graph.add(this, graph.add(turn, outputGradient), graph.add(turn, operands[0])) : null
        };
    }
}
