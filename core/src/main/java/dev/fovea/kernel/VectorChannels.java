package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * What is done per channel: biases, their gradients, and batch normalization. In blocks the numbers of a channel fill
 * whole vectors; in plain order the vectors run along the channels.
 */
final class VectorChannels {
    /** Long sums are sums of sums of so many numbers, so that rounding does not grow with their length. */
    private static final int RUN = 128;

    private VectorChannels() {}

    /**
     * {@code y[p,c] = max(low, x[p,c] * scale[c] + shift[c] + added[p,c])}; scale is null for 1 and {@code added} for 0.
     */
    static void affine(
            int pixels,
            int channels,
            int lanes,
            Floats x,
            float[] scale,
            int scaleAt,
            float[] shift,
            int at,
            Floats added,
            float low,
            Floats y) {
        FloatVector least = FloatVector.broadcast(SPECIES, low);
        float[] a = added == null ? null : added.array;
        for (int p = 0; p < pixels; p++) {
            int row = p * channels * lanes;
            int from = added == null ? 0 : added.offset + row;
            int to = y.offset + row;
            if (lanes == 1) {
                for (int c = 0; c < channels; c += V) {
                    VectorMask<Float> some = Simd.rest(c, channels);
                    FloatVector offset = FloatVector.fromArray(SPECIES, shift, at + c, some);
                    FloatVector v = FloatVector.fromArray(SPECIES, x.array, x.offset + row + c, some);
                    v = scale == null
                            ? v.add(offset)
                            : v.fma(FloatVector.fromArray(SPECIES, scale, scaleAt + c, some), offset);
                    v = a == null ? v : v.add(FloatVector.fromArray(SPECIES, a, from + c, some));
                    v.blend(least, v.compare(VectorOperators.LT, least)).intoArray(y.array, to + c, some);
                }
            } else {
                affineOfPixel(
                        channels,
                        lanes,
                        x.array,
                        x.offset + row,
                        scale,
                        scaleAt,
                        shift,
                        at,
                        a,
                        from,
                        least,
                        y.array,
                        to);
            }
        }
    }

    /** A pixel of {@link #affine} whose lanes are two vectors, or one, which is then made twice. */
    private static void affineOfPixel(
            int channels,
            int lanes,
            float[] x,
            int xi,
            float[] scale,
            int scaleAt,
            float[] shift,
            int at,
            float[] added,
            int from,
            FloatVector least,
            float[] y,
            int to) {
        int second = lanes - V;
        for (int c = 0; c < channels; c++) {
            FloatVector factor = FloatVector.broadcast(SPECIES, scale == null ? 1 : scale[scaleAt + c]);
            FloatVector offset = FloatVector.broadcast(SPECIES, shift[at + c]);
            int i = c * lanes;
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi + i).fma(factor, offset);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + i + second).fma(factor, offset);
            if (added != null) {
                p = p.add(FloatVector.fromArray(SPECIES, added, from + i));
                q = q.add(FloatVector.fromArray(SPECIES, added, from + i + second));
            }
            p.blend(least, p.compare(VectorOperators.LT, least)).intoArray(y, to + i);
            q.blend(least, q.compare(VectorOperators.LT, least)).intoArray(y, to + i + second);
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

    /**
     * In one go, pixel by pixel, so that memory is read in order: sums of what each channel and lane has over its first
     * pixel, and of the squares of it, are kept in the room behind. The lanes' moments are then put together.
     */
    static void moments(int pixels, int channels, int lanes, int valid, Floats x, Floats moments) {
        int row = channels * lanes;
        float[] s = moments.array;
        int first = moments.offset + 2 * channels;
        int sums = first + row;
        int part = sums + 2 * row;
        System.arraycopy(x.array, x.offset, s, first, row);
        Arrays.fill(s, sums, part, 0);
        for (int from = 0; from < pixels; from += RUN) {
            Arrays.fill(s, part, part + 2 * row, 0);
            for (int p = from; p < Math.min(from + RUN, pixels); p++) {
                addDeviations(row, x.array, x.offset + p * row, s, first, part);
            }
            for (int i = 0; i < 2 * row; i++) {
                s[sums + i] += s[part + i];
            }
        }
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            for (int i = c * lanes; i < c * lanes + valid; i++) {
                mean += ((double) s[sums + i] / pixels + s[first + i]) / valid;
            }
            double squares = 0;
            for (int i = c * lanes; i < c * lanes + valid; i++) {
                double over = (double) s[sums + i] / pixels;
                double apart = over + s[first + i] - mean;
                squares += s[sums + row + i] + (apart * apart - over * over) * pixels;
            }
            s[moments.offset + c] = (float) mean;
            s[moments.offset + channels + c] = (float) Math.max(0, squares);
        }
    }

    private static float sum(float[] s, int at, int n) {
        float sum = 0;
        for (int i = at; i < at + n; i++) {
            sum += s[i];
        }
        return sum;
    }

    /** Adds what n numbers have over others to n sums, and the squares of it to the n behind them. */
    private static void addDeviations(int n, float[] x, int xb, float[] s, int from, int sums) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector over =
                    FloatVector.fromArray(SPECIES, x, xb + i).sub(FloatVector.fromArray(SPECIES, s, from + i));
            over.add(FloatVector.fromArray(SPECIES, s, sums + i)).intoArray(s, sums + i);
            over.fma(over, FloatVector.fromArray(SPECIES, s, sums + n + i)).intoArray(s, sums + n + i);
        }
        for (; i < n; i++) {
            float over = x[xb + i] - s[from + i];
            s[sums + i] += over;
            s[sums + n + i] += over * over;
        }
    }

    /** As {@link #moments}, pixel by pixel. */
    static void gradientSums(int pixels, int channels, int lanes, Floats x, Floats dy, Floats sums) {
        int row = channels * lanes;
        float[] s = sums.array;
        int scale = sums.offset + 2 * channels;
        int at = scale + 2 * channels;
        Arrays.fill(s, at, at + 2 * row, 0);
        for (int i = 0; i < 2 * channels; i++) {
            int to = at + 2 * row + i * lanes;
            Arrays.fill(s, to, to + lanes, s[scale + i]);
        }
        for (int p = 0; p < pixels; p++) {
            addGradients(row, x.array, x.offset + p * row, dy.array, dy.offset + p * row, s, at);
        }
        for (int c = 0; c < channels; c++) {
            sums.array[sums.offset + c] = sum(s, at + c * lanes, lanes);
            sums.array[sums.offset + channels + c] = sum(s, at + row + c * lanes, lanes);
        }
    }

    /** Adds dy to n numbers, and dy times x to the n behind them, where x times the n behind and the next is above 0. */
    private static void addGradients(int n, float[] x, int xb, float[] dy, int db, float[] s, int at) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector input = FloatVector.fromArray(SPECIES, x, xb + i);
            FloatVector gradient = rectified(
                    FloatVector.fromArray(SPECIES, dy, db + i),
                    input,
                    FloatVector.fromArray(SPECIES, s, at + 2 * n + i),
                    FloatVector.fromArray(SPECIES, s, at + 3 * n + i));
            gradient.add(FloatVector.fromArray(SPECIES, s, at + i)).intoArray(s, at + i);
            gradient.fma(input, FloatVector.fromArray(SPECIES, s, at + n + i)).intoArray(s, at + n + i);
        }
        for (; i < n; i++) {
            float gradient = Math.fma(x[xb + i], s[at + 2 * n + i], s[at + 3 * n + i]) <= 0 ? 0 : dy[db + i];
            s[at + i] += gradient;
            s[at + n + i] += gradient * x[xb + i];
        }
    }

    private static FloatVector rectified(FloatVector dy, FloatVector x, FloatVector scale, FloatVector shift) {
        return dy.blend(0, x.fma(scale, shift).compare(VectorOperators.LE, 0));
    }

    static void affineGradient(
            int pixels, int channels, int lanes, int valid, Floats x, Floats dy, Floats k, Floats dx) {
        for (int p = 0; p < pixels; p++) {
            int row = p * channels * lanes;
            if (lanes == 1) {
                for (int c = 0; c < channels; c += V) {
                    VectorMask<Float> some = Simd.rest(c, valid == 0 ? 0 : channels);
                    int at = k.offset + c;
                    FloatVector v = FloatVector.fromArray(SPECIES, x.array, x.offset + row + c, some);
                    FloatVector gradient = rectified(
                            FloatVector.fromArray(SPECIES, dy.array, dy.offset + row + c, some),
                            v,
                            FloatVector.fromArray(SPECIES, k.array, at + 3 * channels, some),
                            FloatVector.fromArray(SPECIES, k.array, at + 4 * channels, some));
                    v = v.fma(
                            FloatVector.fromArray(SPECIES, k.array, at + channels, some),
                            FloatVector.fromArray(SPECIES, k.array, at + 2 * channels, some));
                    v = gradient.fma(FloatVector.fromArray(SPECIES, k.array, at, some), v);
                    v.intoArray(dx.array, dx.offset + row + c, Simd.rest(c, channels));
                }
            } else {
                int to = dx.offset + row;
                gradientOfPixel(
                        channels,
                        lanes,
                        x.array,
                        x.offset + row,
                        dy.array,
                        dy.offset + row,
                        k.array,
                        k.offset,
                        dx.array,
                        to);
                for (int c = 0; c < channels && valid < lanes; c++) {
                    Arrays.fill(dx.array, to + c * lanes + valid, to + (c + 1) * lanes, 0);
                }
            }
        }
    }

    /** A pixel of {@link #affineGradient} whose lanes are two vectors, or one, which is then made twice. */
    private static void gradientOfPixel(
            int channels, int lanes, float[] x, int xi, float[] dy, int di, float[] k, int ki, float[] dx, int to) {
        int second = lanes - V;
        for (int c = 0; c < channels; c++) {
            FloatVector ofDy = FloatVector.broadcast(SPECIES, k[ki + c]);
            FloatVector ofX = FloatVector.broadcast(SPECIES, k[ki + channels + c]);
            FloatVector constant = FloatVector.broadcast(SPECIES, k[ki + 2 * channels + c]);
            FloatVector scale = FloatVector.broadcast(SPECIES, k[ki + 3 * channels + c]);
            FloatVector shift = FloatVector.broadcast(SPECIES, k[ki + 4 * channels + c]);
            int i = c * lanes;
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + i + second);
            FloatVector dp = rectified(FloatVector.fromArray(SPECIES, dy, di + i), p, scale, shift);
            FloatVector dq = rectified(FloatVector.fromArray(SPECIES, dy, di + i + second), q, scale, shift);
            dp.fma(ofDy, p.fma(ofX, constant)).intoArray(dx, to + i);
            dq.fma(ofDy, q.fma(ofX, constant)).intoArray(dx, to + i + second);
        }
    }
}
