package dev.fovea.nn;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Euclidean norms over some axes of a weight, and a walk that gives them other lengths. */
final class Norms {
    /** Keras's epsilon, which keeps a norm of 0 from dividing. */
    private static final double EPSILON = 1e-7;

    private final int[] dims;
    private final int[] strides;
    private final int[] groupStrides;
    private final float[] weights;
    private final double[] groups;

    private Norms(Shape shape, List<Integer> axes, float[] weights) {
        int rank = shape.rank();
        this.dims = shape.dims();
        this.strides = new int[rank];
        this.groupStrides = new int[rank];
        this.weights = weights;
        boolean[] reduced = new boolean[rank];
        for (int i = 0; i < axes.size(); i++) {
            reduced[shape.axis(axes.get(i))] = true;
        }
        int stride = 1;
        int groupStride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dims[axis];
            if (!reduced[axis]) {
                groupStrides[axis] = groupStride;
                groupStride *= dims[axis];
            }
        }
        this.groups = new double[groupStride];
    }

    /** Scales the weights of each norm to the length that {@code desired} makes of it. */
    static void scale(Shape shape, List<Integer> axes, float[] weights, DoubleUnaryOperator desired) {
        Norms norms = new Norms(shape, axes, weights);
        norms.addSquares(0, 0, 0);
        for (int i = 0; i < norms.groups.length; i++) {
            double norm = Math.sqrt(norms.groups[i]);
            norms.groups[i] = desired.applyAsDouble(norm) / (EPSILON + norm);
        }
        norms.multiply(0, 0, 0);
    }

    private void addSquares(int axis, int at, int group) {
        if (axis == dims.length) {
            groups[group] += (double) weights[at] * weights[at];
            return;
        }
        for (int k = 0; k < dims[axis]; k++) {
            addSquares(axis + 1, at + k * strides[axis], group + k * groupStrides[axis]);
        }
    }

    private void multiply(int axis, int at, int group) {
        if (axis == dims.length) {
            weights[at] *= (float) groups[group];
            return;
        }
        for (int k = 0; k < dims[axis]; k++) {
            multiply(axis + 1, at + k * strides[axis], group + k * groupStrides[axis]);
        }
    }
}
