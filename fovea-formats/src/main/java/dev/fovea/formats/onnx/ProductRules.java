package dev.fovea.formats.onnx;

import dev.fovea.nn.Dense;
import dev.fovea.nn.Permute;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Combine;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Dot;
import dev.fovea.op.Reshape;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Products of matrices. */
final class ProductRules {
    static final Map<String, Rule> ALL = Map.of(
            "Gemm", ((Rule.One) ProductRules::gemm).rule(),
            "MatMul", ((Rule.One) ProductRules::product).rule());

    private ProductRules() {}

    private static Operand gemm(Call call) {
        Mapped a = call.mapped(0);
        Symbol x = call.straight(a);
        if (x.shape().rank() != 2 - call.lead()) {
            throw new IllegalArgumentException("it takes a matrix, not images " + x.shape());
        }
        if (call.flag("transA", false)) {
            if (call.batched()) {
                throw new IllegalArgumentException("it would make the batch another axis");
            }
            x = call.add(Permute.of(2, 1).name(call.name()), x);
        }
        float alpha = call.number("alpha", 1);
        float beta = call.number("beta", 1);
        Known b = call.known(1);
        Known turned = call.flag("transB", false) ? b.transposed(1, 0) : b;
        Known kernel = alpha == 1 ? turned : turned.map(v -> alpha * v);
        if (kernel.shape().rank() != 2 || kernel.shape().dim(0) != x.shape().dim(-1)) {
            throw new IllegalArgumentException("a matrix " + kernel.shape() + " does not go with rows " + x.shape());
        }
        int units = kernel.shape().dim(1);
        Operand c = call.operand(2);
        Known bias = c instanceof Known known ? known.map(v -> beta * v) : null;
        boolean row = bias != null
                && (bias.size() == 1 || (bias.size() == units && bias.shape().dim(-1) == units));
        Map<String, Tensor> weights = new HashMap<>();
        weights.put("kernel", Tensor.of(kernel.shape(), kernel.asFloats()));
        if (row) {
            Known flat = bias.reshaped(Shape.of(bias.size()));
            Shape shape = Shape.of(units);
            weights.put(
                    "bias",
                    Tensor.of(
                            shape,
                            flat.at(shape, Strides.spread(flat.shape(), shape)).asFloats()));
        }
        Symbol y = call.add(Dense.of(units).useBias(row).name(call.name(1)), weights, x);
        if (c instanceof Mapped) {
            Operand scaled = ArithmeticRules.binary(call, Arithmetic.MULTIPLY, c, Known.of(Shape.SCALAR, beta));
            return ArithmeticRules.binary(call, Arithmetic.ADD, Mapped.of(y), scaled);
        }
        if (bias != null && !row) {
            Known aligned = ArithmeticRules.aligned(call, bias, Mapped.of(y));
            WithConstant add = new WithConstant(Combine.Function.ADD, aligned.shape(), true, call.name());
            y = call.add(add, Map.of("value", Tensor.of(aligned.shape(), aligned.asFloats())), y);
        }
        return Mapped.of(y);
    }

    private static Operand product(Call call) {
        if (call.operand(1) instanceof Known matrix) {
            if (call.operand(0) instanceof Known) {
                throw new IllegalArgumentException("Fovea does not multiply matrices that the file holds beforehand");
            }
            Symbol x = call.straight(call.mapped(0));
            return Mapped.of(times(call, x, matrix));
        }
        Mapped b = call.mapped(1);
        if (call.operand(0) instanceof Known matrix && b.rank() == 2) {
            Symbol y = times(call, call.ordered(b, List.of(1, 0)), matrix.transposed(1, 0));
            return Mapped.of(call.add(Permute.of(2, 1).name(call.name()), y));
        }
        return Mapped.of(ofImages(call, call.mapped(0), b));
    }

    /** Products of matrices {@code [...,P,K]} and {@code [...,K,Q]} of each image, pair by pair. */
    private static Symbol ofImages(Call call, Mapped a, Mapped b) {
        int rank = a.rank();
        if (rank < 2
                || b.rank() != rank
                || !a.shape().slice(0, rank - 2).equals(b.shape().slice(0, rank - 2))) {
            throw new IllegalArgumentException("Fovea multiplies as many matrices [P, K] and [K, Q] of each image; got "
                    + a.shape() + " and " + b.shape());
        }
        int pairs = a.shape().slice(0, rank - 2).size();
        int p = a.shape().dim(-2);
        int k = a.shape().dim(-1);
        int q = b.shape().dim(-1);
        List<Integer> turned = new ArrayList<>(Mapped.straight(rank));
        Collections.swap(turned, rank - 2, rank - 1);
        if (rank == 2) {
            return call.add(new Dot(), call.straight(a), call.ordered(b, turned));
        }
        Symbol rows = call.reshape(a, Shape.of(pairs, p, k)).symbol();
        Symbol columns = call.reshape(Mapped.of(call.ordered(b, turned)), Shape.of(pairs, q, k))
                .symbol();
        Symbol[] products = new Symbol[pairs];
        for (int i = 0; i < pairs; i++) {
            Symbol left = call.add(new Reshape(Shape.of(p, k)), call.add(new Slice(0, i, i + 1), rows));
            Symbol right = call.add(new Reshape(Shape.of(q, k)), call.add(new Slice(0, i, i + 1), columns));
            products[i] = call.add(new Reshape(Shape.of(1, p, q)), call.add(new Dot(), left, right));
        }
        Symbol all = pairs == 1 ? products[0] : call.add(new Concatenate(0), products);
        return call.add(new Reshape(a.shape().with(-1, q)), all);
    }

    private static Symbol times(Call call, Symbol x, Known matrix) {
        Shape shape = matrix.shape();
        while (shape.rank() > 2 && shape.dim(0) == 1) {
            shape = shape.dropFirst();
        }
        if (shape.rank() != 2
                || x.shape().rank() < 1
                || shape.dim(0) != x.shape().dim(-1)) {
            throw new IllegalArgumentException(
                    "Fovea multiplies the last axis by a matrix [K, M]; got " + x.shape() + " and " + matrix.shape());
        }
        Dense layer = Dense.of(shape.dim(1)).useBias(false).name(call.name(1));
        return call.add(layer, Map.of("kernel", Tensor.of(shape, matrix.asFloats())), x);
    }
}
