package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import dev.fovea.tensor.ScalarFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax and the gradients of it and of cross entropy: in blocks a lane is an image, in plain order the vectors run along
 * the classes. The loops of blocks are on arrays and the Vector API alone, for the reasons told in {@link VectorFunctions}.
 */
final class VectorSoftmax {
    private VectorSoftmax() {}

    /** Three passes over all rows: one loop with everything in it would be more than the compiler keeps in registers. */
    static void softmax(int rows, int classes, int lanes, Floats x, Floats y) {
        for (int row = 0; row < rows; row++) {
            int at = row * classes * lanes;
            if (lanes == 1) {
                plainDistances(at, classes, x, y);
            } else {
                for (int l = 0; l < lanes; l += V) {
                    distances(at + l, classes, lanes, x.array, x.offset, y.array, y.offset);
                }
            }
        }
        VectorApply.apply(ScalarFunction.EXPONENTIAL, 0, rows * classes * lanes, y, y);
        for (int row = 0; row < rows; row++) {
            int at = row * classes * lanes;
            if (lanes == 1) {
                plainShares(at, classes, y);
            } else {
                for (int l = 0; l < lanes; l += V) {
                    shares(y.offset + at + l, classes, lanes, y.array);
                }
            }
        }
    }

    private static void distances(int at, int classes, int lanes, float[] x, int xi, float[] y, int yi) {
        FloatVector max = FloatVector.fromArray(SPECIES, x, xi + at);
        for (int c = 1; c < classes; c++) {
            max = max.max(FloatVector.fromArray(SPECIES, x, xi + at + c * lanes));
        }
        for (int c = 0; c < classes; c++) {
            int i = at + c * lanes;
            FloatVector.fromArray(SPECIES, x, xi + i).sub(max).intoArray(y, yi + i);
        }
    }

    private static void shares(int at, int classes, int lanes, float[] y) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int c = 0; c < classes; c++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, y, at + c * lanes));
        }
        for (int c = 0; c < classes; c++) {
            int i = at + c * lanes;
            FloatVector.fromArray(SPECIES, y, i).div(sum).intoArray(y, i);
        }
    }

    private static void plainDistances(int at, int classes, Floats x, Floats y) {
        FloatVector max = FloatVector.broadcast(SPECIES, max(at, classes, x));
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            FloatVector.fromArray(SPECIES, x.array, x.offset + at + c, some)
                    .sub(max)
                    .intoArray(y.array, y.offset + at + c, some);
        }
    }

    private static void plainShares(int at, int classes, Floats y) {
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int c = 0; c < classes; c += V) {
            sums = sums.add(FloatVector.fromArray(SPECIES, y.array, y.offset + at + c, Simd.rest(c, classes)));
        }
        float sum = Simd.sum(sums);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            FloatVector.fromArray(SPECIES, y.array, y.offset + at + c, some)
                    .div(sum)
                    .intoArray(y.array, y.offset + at + c, some);
        }
    }

    private static float max(int at, int classes, Floats x) {
        FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            max = max.max(max.blend(FloatVector.fromArray(SPECIES, x.array, x.offset + at + c, some), some));
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    static void gradient(int rows, int classes, int lanes, Floats y, Floats dy, Floats dx) {
        for (int row = 0; row < rows; row++) {
            int at = row * classes * lanes;
            if (lanes == 1) {
                plainGradient(at, classes, y, dy, dx);
            } else {
                for (int l = 0; l < lanes; l += V) {
                    laneGradient(at + l, classes, lanes, y.array, y.offset, dy.array, dy.offset, dx.array, dx.offset);
                }
            }
        }
    }

    private static void laneGradient(
            int at, int classes, int lanes, float[] y, int yi, float[] dy, int dyi, float[] dx, int dxi) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int c = 0; c < classes; c++) {
            int i = at + c * lanes;
            sum = FloatVector.fromArray(SPECIES, y, yi + i).fma(FloatVector.fromArray(SPECIES, dy, dyi + i), sum);
        }
        for (int c = 0; c < classes; c++) {
            int i = at + c * lanes;
            FloatVector.fromArray(SPECIES, dy, dyi + i)
                    .sub(sum)
                    .mul(FloatVector.fromArray(SPECIES, y, yi + i))
                    .intoArray(dx, dxi + i);
        }
    }

    private static void plainGradient(int at, int classes, Floats y, Floats dy, Floats dx) {
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            sums = FloatVector.fromArray(SPECIES, y.array, y.offset + at + c, some)
                    .fma(FloatVector.fromArray(SPECIES, dy.array, dy.offset + at + c, some), sums);
        }
        float sum = Simd.sum(sums);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            FloatVector.fromArray(SPECIES, dy.array, dy.offset + at + c, some)
                    .sub(sum)
                    .mul(FloatVector.fromArray(SPECIES, y.array, y.offset + at + c, some))
                    .intoArray(dx.array, dx.offset + at + c, some);
        }
    }

    static void crossEntropyGradient(
            int rows, int classes, int lanes, Floats logits, Floats labels, Floats dloss, Floats dlogits) {
        softmax(rows, classes, lanes, logits, dlogits);
        for (int row = 0; row < rows; row++) {
            int at = row * classes * lanes;
            for (int l = 0; l < lanes; l++) {
                int label = (int) labels.array[labels.offset + row * lanes + l];
                dlogits.array[dlogits.offset + at + label * lanes + l] -= 1;
            }
            if (lanes == 1) {
                scale(classes, dloss.array[dloss.offset + row], dlogits, at);
            } else {
                scaleLanes(classes, lanes, dloss.array, dloss.offset + row * lanes, dlogits.array, dlogits.offset + at);
            }
        }
    }

    private static void scale(int classes, float factor, Floats y, int at) {
        for (int c = 0; c < classes; c++) {
            y.array[y.offset + at + c] *= factor;
        }
    }

    /** By itself, so that the compiler holds its vectors in registers. */
    private static void scaleLanes(int classes, int lanes, float[] factors, int from, float[] y, int at) {
        for (int l = 0; l < lanes; l += V) {
            FloatVector factor = FloatVector.fromArray(SPECIES, factors, from + l);
            for (int c = 0; c < classes; c++) {
                int i = at + l + c * lanes;
                FloatVector.fromArray(SPECIES, y, i).mul(factor).intoArray(y, i);
            }
        }
    }
}
