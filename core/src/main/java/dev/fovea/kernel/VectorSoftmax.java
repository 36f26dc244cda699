package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;
import static dev.fovea.kernel.Simd.load;
import static dev.fovea.kernel.Simd.store;

import dev.fovea.tensor.ScalarFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Softmax and the gradients of it and of cross entropy: in blocks a lane is an image, in plain order the vectors run along the classes. */
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
                    distances(at + l, classes, lanes, x, y);
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
                    shares(at + l, classes, lanes, y);
                }
            }
        }
    }

    private static void distances(int at, int classes, int lanes, Floats x, Floats y) {
        FloatVector max = max(x, at, classes, lanes);
        for (int c = 0; c < classes; c++) {
            store(load(x, at + c * lanes).sub(max), y, at + c * lanes);
        }
    }

    private static void shares(int at, int classes, int lanes, Floats y) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int c = 0; c < classes; c++) {
            sum = sum.add(load(y, at + c * lanes));
        }
        for (int c = 0; c < classes; c++) {
            store(load(y, at + c * lanes).div(sum), y, at + c * lanes);
        }
    }

    private static FloatVector max(Floats x, int at, int classes, int lanes) {
        FloatVector max = load(x, at);
        for (int c = 1; c < classes; c++) {
            max = max.max(load(x, at + c * lanes));
        }
        return max;
    }

    private static void plainDistances(int at, int classes, Floats x, Floats y) {
        FloatVector max = FloatVector.broadcast(SPECIES, max(at, classes, x));
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            store(load(x, at + c, some).sub(max), y, at + c, some);
        }
    }

    private static void plainShares(int at, int classes, Floats y) {
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int c = 0; c < classes; c += V) {
            sums = sums.add(load(y, at + c, Simd.rest(c, classes)));
        }
        float sum = Simd.sum(sums);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            store(load(y, at + c, some).div(sum), y, at + c, some);
        }
    }

    private static float max(int at, int classes, Floats x) {
        FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            max = max.max(max.blend(load(x, at + c, some), some));
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
                    FloatVector sum = FloatVector.zero(SPECIES);
                    for (int c = 0; c < classes; c++) {
                        int i = at + l + c * lanes;
                        sum = load(y, i).fma(load(dy, i), sum);
                    }
                    for (int c = 0; c < classes; c++) {
                        int i = at + l + c * lanes;
                        store(load(dy, i).sub(sum).mul(load(y, i)), dx, i);
                    }
                }
            }
        }
    }

    private static void plainGradient(int at, int classes, Floats y, Floats dy, Floats dx) {
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            sums = load(y, at + c, some).fma(load(dy, at + c, some), sums);
        }
        float sum = Simd.sum(sums);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            store(load(dy, at + c, some).sub(sum).mul(load(y, at + c, some)), dx, at + c, some);
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
                float scale = dloss.array[dloss.offset + row];
                for (int c = 0; c < classes; c += V) {
                    VectorMask<Float> some = Simd.rest(c, classes);
                    store(load(dlogits, at + c, some).mul(scale), dlogits, at + c, some);
                }
            } else {
                for (int l = 0; l < lanes; l += V) {
                    FloatVector scale = load(dloss, row * lanes + l);
                    for (int c = 0; c < classes; c++) {
                        int i = at + l + c * lanes;
                        store(load(dlogits, i).mul(scale), dlogits, i);
                    }
                }
            }
        }
    }
}
