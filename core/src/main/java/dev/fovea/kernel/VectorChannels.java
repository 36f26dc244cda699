package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;
import static dev.fovea.kernel.Simd.load;
import static dev.fovea.kernel.Simd.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * What is done per channel: biases, their gradients, and batch normalization. In blocks the numbers of a channel fill
 * whole vectors; in plain order the vectors run along the channels.
 */
final class VectorChannels {
    /** Long sums are sums of sums of so many numbers, so that rounding does not grow with their length. */
    private static final int RUN = 128;

    private VectorChannels() {}

    /** {@code y[p,c] = x[p,c] * scale[c] + shift[c]}; scale is null for 1. */
    static void affine(
            int pixels,
            int channels,
            int lanes,
            Floats x,
            float[] scale,
            int scaleAt,
            float[] shift,
            int at,
            Floats y) {
        for (int p = 0; p < pixels; p++) {
            int row = p * channels * lanes;
            if (lanes == 1) {
                for (int c = 0; c < channels; c += V) {
                    VectorMask<Float> some = Simd.rest(c, channels);
                    FloatVector offset = FloatVector.fromArray(SPECIES, shift, at + c, some);
                    FloatVector v = load(x, row + c, some);
                    v = scale == null
                            ? v.add(offset)
                            : v.fma(FloatVector.fromArray(SPECIES, scale, scaleAt + c, some), offset);
                    store(v, y, row + c, some);
                }
            } else {
                for (int c = 0; c < channels; c++) {
                    FloatVector offset = FloatVector.broadcast(SPECIES, shift[at + c]);
                    FloatVector factor = FloatVector.broadcast(SPECIES, scale == null ? 1 : scale[scaleAt + c]);
                    for (int l = 0; l < lanes; l += V) {
                        int i = row + c * lanes + l;
                        store(load(x, i).fma(factor, offset), y, i);
                    }
                }
            }
        }
    }

    static void sum(int pixels, int channels, int lanes, Floats x, Floats sums) {
        if (lanes == 1) {
            for (int c = 0; c < channels; c += V) {
                VectorMask<Float> some = Simd.rest(c, channels);
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int p = 0; p < pixels; p++) {
                    sum = sum.add(load(x, p * channels + c, some));
                }
                store(sum, sums, c, some);
            }
            return;
        }
        int c = 0;
        for (; c <= channels - 4; c += 4) {
            sumOfFour(pixels, channels, lanes, x, c, sums);
        }
        for (; c < channels; c++) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int p = 0; p < pixels; p++) {
                for (int l = 0; l < lanes; l += V) {
                    sum = sum.add(load(x, (p * channels + c) * lanes + l));
                }
            }
            sums.array[sums.offset + c] = Simd.sum(sum);
        }
    }

    /** Four channels at once, for their lanes lie side by side. */
    private static void sumOfFour(int pixels, int channels, int lanes, Floats x, int c, Floats sums) {
        FloatVector first = FloatVector.zero(SPECIES);
        FloatVector second = first;
        FloatVector third = first;
        FloatVector fourth = first;
        for (int p = 0; p < pixels; p++) {
            int row = (p * channels + c) * lanes;
            for (int i = row; i < row + lanes; i += V) {
                first = first.add(load(x, i));
                second = second.add(load(x, i + lanes));
                third = third.add(load(x, i + 2 * lanes));
                fourth = fourth.add(load(x, i + 3 * lanes));
            }
        }
        sums.array[sums.offset + c] = Simd.sum(first);
        sums.array[sums.offset + c + 1] = Simd.sum(second);
        sums.array[sums.offset + c + 2] = Simd.sum(third);
        sums.array[sums.offset + c + 3] = Simd.sum(fourth);
    }

    static void moments(int pixels, int channels, int lanes, int valid, Floats x, Floats moments) {
        float count = (float) pixels * valid;
        if (lanes == 1) {
            for (int c = 0; c < channels; c += V) {
                VectorMask<Float> some = Simd.rest(c, channels);
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int from = 0; from < pixels; from += RUN) {
                    FloatVector part = FloatVector.zero(SPECIES);
                    for (int p = from; p < Math.min(from + RUN, pixels); p++) {
                        part = part.add(load(x, p * channels + c, some));
                    }
                    sum = sum.add(part);
                }
                FloatVector mean = sum.div(count);
                FloatVector rest = FloatVector.zero(SPECIES);
                FloatVector deviations = FloatVector.zero(SPECIES);
                for (int from = 0; from < pixels; from += RUN) {
                    FloatVector part = FloatVector.zero(SPECIES);
                    FloatVector squares = FloatVector.zero(SPECIES);
                    for (int p = from; p < Math.min(from + RUN, pixels); p++) {
                        FloatVector deviation = load(x, p * channels + c, some).sub(mean);
                        part = part.add(deviation);
                        squares = deviation.fma(deviation, squares);
                    }
                    rest = rest.add(part);
                    deviations = deviations.add(squares);
                }
                // What rounding of the long sum took from the mean is what the deviations from it add up to.
                FloatVector missing = rest.div(count);
                store(mean.add(missing), moments, c, some);
                store(deviations.sub(missing.mul(rest)), moments, channels + c, some);
            }
            return;
        }
        for (int c = 0; c < channels; c++) {
            float sum = 0;
            for (int l = 0; l < valid; l += V) {
                sum += deviations(pixels, channels * lanes, c * lanes + l, valid - l, x, 0, 1);
            }
            float mean = sum / count;
            float squares = 0;
            for (int l = 0; l < valid; l += V) {
                squares += deviations(pixels, channels * lanes, c * lanes + l, valid - l, x, mean, 2);
            }
            moments.array[moments.offset + c] = mean;
            moments.array[moments.offset + channels + c] = squares;
        }
    }

    /** The sum of the first or second powers of {@code x - mean} over the first {@code valid} lanes of a vector. */
    private static float deviations(int pixels, int step, int at, int valid, Floats x, float mean, int power) {
        FloatVector centre = FloatVector.broadcast(SPECIES, mean);
        FloatVector sums = FloatVector.zero(SPECIES);
        for (int from = 0; from < pixels; from += RUN) {
            FloatVector part = FloatVector.zero(SPECIES);
            for (int p = from; p < Math.min(from + RUN, pixels); p++) {
                FloatVector deviation = load(x, at + p * step).sub(centre);
                part = power == 1 ? part.add(deviation) : deviation.fma(deviation, part);
            }
            sums = sums.add(part);
        }
        return Simd.sum(valid >= V ? sums : FloatVector.zero(SPECIES).blend(sums, Simd.rest(0, valid)));
    }

    static void gradientSums(int pixels, int channels, int lanes, Floats x, Floats dy, Floats sums) {
        if (lanes == 1) {
            for (int c = 0; c < channels; c += V) {
                VectorMask<Float> some = Simd.rest(c, channels);
                FloatVector sum = FloatVector.zero(SPECIES);
                FloatVector product = FloatVector.zero(SPECIES);
                for (int p = 0; p < pixels; p++) {
                    FloatVector gradient = load(dy, p * channels + c, some);
                    sum = sum.add(gradient);
                    product = gradient.fma(load(x, p * channels + c, some), product);
                }
                store(sum, sums, c, some);
                store(product, sums, channels + c, some);
            }
            return;
        }
        for (int c = 0; c < channels; c++) {
            FloatVector sum = FloatVector.zero(SPECIES);
            FloatVector product = FloatVector.zero(SPECIES);
            for (int p = 0; p < pixels; p++) {
                int row = (p * channels + c) * lanes;
                for (int i = row; i < row + lanes; i += V) {
                    FloatVector gradient = load(dy, i);
                    sum = sum.add(gradient);
                    product = gradient.fma(load(x, i), product);
                }
            }
            sums.array[sums.offset + c] = Simd.sum(sum);
            sums.array[sums.offset + channels + c] = Simd.sum(product);
        }
    }

    static void affineGradient(
            int pixels, int channels, int lanes, int valid, Floats x, Floats dy, Floats k, Floats dx) {
        for (int p = 0; p < pixels; p++) {
            int row = p * channels * lanes;
            if (lanes == 1) {
                for (int c = 0; c < channels; c += V) {
                    VectorMask<Float> some = Simd.rest(c, valid == 0 ? 0 : channels);
                    FloatVector v =
                            load(x, row + c, some).fma(load(k, channels + c, some), load(k, 2 * channels + c, some));
                    v = load(dy, row + c, some).fma(load(k, c, some), v);
                    store(v, dx, row + c, Simd.rest(c, channels));
                }
            } else {
                for (int c = 0; c < channels; c++) {
                    FloatVector ofDy = FloatVector.broadcast(SPECIES, k.array[k.offset + c]);
                    FloatVector ofX = FloatVector.broadcast(SPECIES, k.array[k.offset + channels + c]);
                    FloatVector constant = FloatVector.broadcast(SPECIES, k.array[k.offset + 2 * channels + c]);
                    for (int l = 0; l < lanes; l += V) {
                        int i = row + c * lanes + l;
                        FloatVector v = load(dy, i).fma(ofDy, load(x, i).fma(ofX, constant));
                        store(valid - l >= V ? v : FloatVector.zero(SPECIES).blend(v, Simd.rest(l, valid)), dx, i);
                    }
                }
            }
        }
    }
}
