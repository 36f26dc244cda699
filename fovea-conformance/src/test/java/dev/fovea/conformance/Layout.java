package dev.fovea.conformance;

import dev.fovea.nn.DataFormat;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Orders of axes: channels last, as TensorFlow has them, and first, as ONNX does. */
final class Layout {
    private Layout() {}

    /** Axis i of the result is axis {@code axes[i]} of x. */
    static Tensor transpose(Tensor x, int... axes) {
        int rank = axes.length;
        int[] steps = new int[rank];
        int step = 1;
        for (int i = rank - 1; i >= 0; i--) {
            steps[i] = step;
            step *= x.shape().dim(i);
        }
        int[] dims = IntStream.of(axes).map(x.shape()::dim).toArray();
        Tensor result = Tensor.filled(Shape.of(dims), 0);
        int[] at = new int[rank];
        for (int i = 0; i < result.size(); i++) {
            int from = 0;
            for (int axis = 0; axis < rank; axis++) {
                from += at[axis] * steps[axes[axis]];
            }
            result.data()[i] = x.data()[from];
            for (int axis = rank - 1; axis >= 0 && ++at[axis] == dims[axis]; axis--) {
                at[axis] = 0;
            }
        }
        return result;
    }

    /** {@code [N,...,C] -> [N,C,...]}. */
    static Tensor first(Tensor x) {
        int rank = x.shape().rank();
        return transpose(
                x,
                IntStream.range(0, rank)
                        .map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1)
                        .toArray());
    }

    /** {@code [N,C,...] -> [N,...,C]}. */
    static Tensor last(Tensor x) {
        int rank = x.shape().rank();
        return transpose(
                x,
                IntStream.range(0, rank)
                        .map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1)
                        .toArray());
    }

    /** Keras's filters as ONNX has them: {@code [...,C,M] -> [M,C,...]}. */
    static Tensor filters(Tensor w) {
        int rank = w.shape().rank();
        return transpose(
                w,
                IntStream.range(0, rank).map(i -> i < 2 ? rank - 1 - i : i - 2).toArray());
    }

    /** With an axis of 1 before this one, as an image of one row. */
    static Tensor lift(Tensor x, int axis) {
        return x.reshape(lift(x.shape(), axis).dims());
    }

    static Shape lift(Shape shape, int axis) {
        return Shape.of(IntStream.concat(
                        IntStream.concat(IntStream.of(shape.dims()).limit(axis), IntStream.of(1)),
                        IntStream.of(shape.dims()).skip(axis))
                .toArray());
    }

    /** Without this axis, of 1. */
    static Tensor drop(Tensor x, int axis) {
        return x.reshape(IntStream.range(0, x.shape().rank())
                .filter(i -> i != axis)
                .map(x.shape()::dim)
                .toArray());
    }

    /** The entries {@code from} to before {@code to} of the last axis. */
    static Tensor slice(Tensor x, int from, int to) {
        int all = x.shape().dim(-1);
        Tensor result = Tensor.filled(x.shape().with(x.shape().rank() - 1, to - from), 0);
        for (int row = 0; row < x.size() / all; row++) {
            System.arraycopy(x.data(), row * all + from, result.data(), row * (to - from), to - from);
        }
        return result;
    }

    /** Tensors one after another along the last axis. */
    static Tensor concatenate(List<Tensor> tensors) {
        Shape first = tensors.getFirst().shape();
        int all = tensors.stream().mapToInt(tensor -> tensor.shape().dim(-1)).sum();
        Tensor result = Tensor.filled(first.with(first.rank() - 1, all), 0);
        int to = 0;
        for (Tensor tensor : tensors) {
            int each = tensor.shape().dim(-1);
            for (int row = 0; row < tensor.size() / each; row++) {
                System.arraycopy(tensor.data(), row * each, result.data(), row * all + to, each);
            }
            to += each;
        }
        return result;
    }

    /** Images {@code [N,...,C]} as a layer of this format takes them. */
    static Tensor to(DataFormat format, Tensor x) {
        return format == DataFormat.CHANNELS_FIRST ? first(x) : x;
    }

    /** Images of this format as {@code [N,...,C]}. */
    static Tensor from(DataFormat format, Tensor x) {
        return format == DataFormat.CHANNELS_FIRST ? last(x) : x;
    }
}
