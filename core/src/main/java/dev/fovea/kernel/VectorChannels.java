package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
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
                    FloatVector v = FloatVector.fromArray(SPECIES, x.array, x.offset + row + c, some);
                    v = scale == null
                            ? v.add(offset)
                            : v.fma(FloatVector.fromArray(SPECIES, scale, scaleAt + c, some), offset);
                    v.intoArray(y.array, y.offset + row + c, some);
                }
            } else {
                for (int c = 0; c < channels; c++) {
                    FloatVector offset = FloatVector.broadcast(SPECIES, shift[at + c]);
                    FloatVector factor = FloatVector.broadcast(SPECIES, scale == null ? 1 : scale[scaleAt + c]);
                    for (int l = 0; l < lanes; l += V) {
                        int i = row + c * lanes + l;
                        FloatVector.fromArray(SPECIES, x.array, x.offset + i)
                                .fma(factor, offset)
                                .intoArray(y.array, y.offset + i);
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
                    sum = sum.add(FloatVector.fromArray(SPECIES, x.array, x.offset + p * channels + c, some));
                }
                sum.intoArray(sums.array, sums.offset + c, some);
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
                    sum = sum.add(FloatVector.fromArray(SPECIES, x.array, x.offset + (p * channels + c) * lanes + l));
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
                first = first.add(FloatVector.fromArray(SPECIES, x.array, x.offset + i));
                second = second.add(FloatVector.fromArray(SPECIES, x.array, x.offset + i + lanes));
                third = third.add(FloatVector.fromArray(SPECIES, x.array, x.offset + i + 2 * lanes));
                fourth = fourth.add(FloatVector.fromArray(SPECIES, x.array, x.offset + i + 3 * lanes));
            }
        }
        sums.array[sums.offset + c] = Simd.sum(first);
        sums.array[sums.offset + c + 1] = Simd.sum(second);
        sums.array[sums.offset + c + 2] = Simd.sum(third);
        sums.array[sums.offset + c + 3] = Simd.sum(fourth);
    }

    /** Pixel by pixel, so that memory is read in order: sums of each channel and lane are kept in the room behind. */
    static void moments(int pixels, int channels, int lanes, int valid, Floats x, Floats moments) {
        int row = channels * lanes;
        float[] s = moments.array;
        int means = moments.offset + 2 * channels;
        int sums = means + row;
        float count = (float) pixels * valid;
        Arrays.fill(s, means, means + row, 0);
        deviations(pixels, row, false, x, s, means, sums);
        for (int c = 0; c < channels; c++) {
            float mean = sum(s, sums + c * lanes, valid) / count;
            moments.array[moments.offset + c] = mean;
            Arrays.fill(s, means + c * lanes, means + (c + 1) * lanes, mean);
        }
        // What rounding of the long sum took from the mean is what the deviations from it add up to.
        deviations(pixels, row, true, x, s, means, sums);
        for (int c = 0; c < channels; c++) {
            float rest = sum(s, sums + c * lanes, valid);
            float squares = sum(s, sums + row + c * lanes, valid);
            moments.array[moments.offset + c] += rest / count;
            moments.array[moments.offset + channels + c] = squares - rest / count * rest;
        }
    }

    private static float sum(float[] s, int at, int n) {
        float sum = 0;
        for (int i = at; i < at + n; i++) {
            sum += s[i];
        }
        return sum;
    }

    /** {@code sums[i] = sum over pixels of x[i] - means[i]}, and behind them those of the squares if they are wanted. */
    private static void deviations(int pixels, int row, boolean squares, Floats x, float[] s, int means, int sums) {
        int all = squares ? 2 * row : row;
        int part = sums + 2 * row;
        Arrays.fill(s, sums, sums + all, 0);
        for (int from = 0; from < pixels; from += RUN) {
            Arrays.fill(s, part, part + all, 0);
            for (int p = from; p < Math.min(from + RUN, pixels); p++) {
                addDeviations(row, x.array, x.offset + p * row, s, means, part);
                if (squares) {
                    addSquares(row, x.array, x.offset + p * row, s, means, part + row);
                }
            }
            for (int i = 0; i < all; i++) {
                s[sums + i] += s[part + i];
            }
        }
    }

    private static void addDeviations(int n, float[] x, int xb, float[] s, int means, int sums) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector.fromArray(SPECIES, s, sums + i)
                    .add(FloatVector.fromArray(SPECIES, x, xb + i).sub(FloatVector.fromArray(SPECIES, s, means + i)))
                    .intoArray(s, sums + i);
        }
        for (; i < n; i++) {
            s[sums + i] += x[xb + i] - s[means + i];
        }
    }

    private static void addSquares(int n, float[] x, int xb, float[] s, int means, int sums) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector deviation =
                    FloatVector.fromArray(SPECIES, x, xb + i).sub(FloatVector.fromArray(SPECIES, s, means + i));
            deviation
                    .fma(deviation, FloatVector.fromArray(SPECIES, s, sums + i))
                    .intoArray(s, sums + i);
        }
        for (; i < n; i++) {
            float deviation = x[xb + i] - s[means + i];
            s[sums + i] += deviation * deviation;
        }
    }

    /** As {@link #moments}, pixel by pixel. */
    static void gradientSums(int pixels, int channels, int lanes, Floats x, Floats dy, Floats sums) {
        int row = channels * lanes;
        float[] s = sums.array;
        int at = sums.offset + 2 * channels;
        Arrays.fill(s, at, at + 2 * row, 0);
        for (int p = 0; p < pixels; p++) {
            addGradients(row, x.array, x.offset + p * row, dy.array, dy.offset + p * row, s, at);
        }
        for (int c = 0; c < channels; c++) {
            sums.array[sums.offset + c] = sum(s, at + c * lanes, lanes);
            sums.array[sums.offset + channels + c] = sum(s, at + row + c * lanes, lanes);
        }
    }

    /** Adds dy to n numbers, and dy times x to the n behind them. */
    private static void addGradients(int n, float[] x, int xb, float[] dy, int db, float[] s, int at) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, dy, db + i);
            gradient.add(FloatVector.fromArray(SPECIES, s, at + i)).intoArray(s, at + i);
            gradient.fma(FloatVector.fromArray(SPECIES, x, xb + i), FloatVector.fromArray(SPECIES, s, at + n + i))
                    .intoArray(s, at + n + i);
        }
        for (; i < n; i++) {
            s[at + i] += dy[db + i];
            s[at + n + i] += dy[db + i] * x[xb + i];
        }
    }

    static void affineGradient(
            int pixels, int channels, int lanes, int valid, Floats x, Floats dy, Floats k, Floats dx) {
        for (int p = 0; p < pixels; p++) {
            int row = p * channels * lanes;
            if (lanes == 1) {
                for (int c = 0; c < channels; c += V) {
                    VectorMask<Float> some = Simd.rest(c, valid == 0 ? 0 : channels);
                    FloatVector v = FloatVector.fromArray(SPECIES, x.array, x.offset + row + c, some)
                            .fma(
                                    FloatVector.fromArray(SPECIES, k.array, k.offset + channels + c, some),
                                    FloatVector.fromArray(SPECIES, k.array, k.offset + 2 * channels + c, some));
                    v = FloatVector.fromArray(SPECIES, dy.array, dy.offset + row + c, some)
                            .fma(FloatVector.fromArray(SPECIES, k.array, k.offset + c, some), v);
                    v.intoArray(dx.array, dx.offset + row + c, Simd.rest(c, channels));
                }
            } else {
                for (int c = 0; c < channels; c++) {
                    FloatVector ofDy = FloatVector.broadcast(SPECIES, k.array[k.offset + c]);
                    FloatVector ofX = FloatVector.broadcast(SPECIES, k.array[k.offset + channels + c]);
                    FloatVector constant = FloatVector.broadcast(SPECIES, k.array[k.offset + 2 * channels + c]);
                    for (int l = 0; l < lanes; l += V) {
                        int i = row + c * lanes + l;
                        FloatVector v = FloatVector.fromArray(SPECIES, dy.array, dy.offset + i)
                                .fma(
                                        ofDy,
                                        FloatVector.fromArray(SPECIES, x.array, x.offset + i)
                                                .fma(ofX, constant));
                        (valid - l >= V ? v : FloatVector.zero(SPECIES).blend(v, Simd.rest(l, valid)))
                                .intoArray(dx.array, dx.offset + i);
                    }
                }
            }
        }
    }
}
