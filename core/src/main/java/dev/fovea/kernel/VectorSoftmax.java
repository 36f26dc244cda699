package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;
import static dev.fovea.kernel.Simd.load;
import static dev.fovea.kernel.Simd.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Softmax and cross entropy: in blocks a lane is an image, in plain order the vectors run along the classes. */
final class VectorSoftmax {
    private VectorSoftmax() {}

    static void softmax(int rows, int classes, int lanes, Floats x, Floats y) {
        for (int row = 0; row < rows; row++) {
            int at = row * classes * lanes;
            if (lanes == 1) {
                plain(at, classes, x, y);
            } else {
                for (int l = 0; l < lanes; l += V) {
                    FloatVector max = max(x, at + l, classes, lanes);
                    FloatVector sum = FloatVector.zero(SPECIES);
                    for (int c = 0; c < classes; c++) {
                        int i = at + l + c * lanes;
                        FloatVector power = VectorFunctions.exp(load(x, i).sub(max));
                        store(power, y, i);
                        sum = sum.add(power);
                    }
                    for (int c = 0; c < classes; c++) {
                        int i = at + l + c * lanes;
                        store(load(y, i).div(sum), y, i);
                    }
                }
            }
        }
    }

    private static FloatVector max(Floats x, int at, int classes, int lanes) {
        FloatVector max = load(x, at);
        for (int c = 1; c < classes; c++) {
            max = max.max(load(x, at + c * lanes));
        }
        return max;
    }

    private static void plain(int at, int classes, Floats x, Floats y) {
        float max = max(at, classes, x);
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            FloatVector power = VectorFunctions.exp(load(x, at + c, some).sub(max));
            store(power, y, at + c, some);
            sums = sums.add(power, some);
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

    static void crossEntropy(int rows, int classes, int lanes, Floats logits, Floats labels, Floats loss) {
        for (int row = 0; row < rows; row++) {
            int at = row * classes * lanes;
            if (lanes == 1) {
                int label = (int) labels.array[labels.offset + row];
                float own = logits.array[logits.offset + at + label];
                loss.array[loss.offset + row] = plainLogSumExp(at, classes, logits, own);
            } else {
                for (int l = 0; l < lanes; l += V) {
                    FloatVector max = max(logits, at + l, classes, lanes);
                    FloatVector label = load(labels, row * lanes + l);
                    FloatVector own = max;
                    FloatVector sum = FloatVector.zero(SPECIES);
                    for (int c = 0; c < classes; c++) {
                        FloatVector logit = load(logits, at + l + c * lanes);
                        own = own.blend(logit, label.compare(VectorOperators.EQ, (float) c));
                        sum = sum.add(VectorFunctions.exp(logit.sub(max)));
                    }
                    store(max.sub(own).add(VectorFunctions.log(sum)), loss, row * lanes + l);
                }
            }
        }
    }

    /** The logarithm of the sum of exponentials, less the logit of the label. */
    private static float plainLogSumExp(int at, int classes, Floats logits, float own) {
        float max = max(at, classes, logits);
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int c = 0; c < classes; c += V) {
            VectorMask<Float> some = Simd.rest(c, classes);
            sums = sums.add(VectorFunctions.exp(load(logits, at + c, some).sub(max)), some);
        }
        FloatVector sum = FloatVector.broadcast(SPECIES, Simd.sum(sums));
        return max - own + VectorFunctions.log(sum).lane(0);
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
