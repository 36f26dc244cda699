package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of the filters' gradient by lanes, unrolled by taps and by filters: {@code pairTxF} has T taps and F
 * filters and is for blocks of two vectors of images, {@code sumTxF} for those of any number.
 *
 * <p>{@code sums[i, j] += sum over columns f and every V-th lane l of x[off[i] + f,l] * dy[f,j,l]}: a vector holds the
 * partial sums of a pair (i, j). The dy of pairs are copied next to each other first, so that their addresses are known by the
 * column's number, and don't meet in few sets of the first cache. They are a power of two apart: of other steps the compiler does not see that they stay within the array. Each tap repeats the statements of tap 0 with its own offset, each filter those of filter 0
 * with the next run of lanes. Filters are read in order, so that a tile takes one register for them, and the compiler is told where
 * runs start and that there are few columns, so that it need not cut the loop nor work out addresses anew. Made by {@code core/src/generator/lane_tiles.py}.
 */
final class LaneTiles {
    /** The most filters of a tile. */
    static final int FILTERS = 6;

    private LaneTiles() {}

    /** How many taps the next tile takes when so many are left. */
    static int taps(int left) {
        return Math.min(left, 2);
    }

    /** How many filters the next tile takes when so many are left. */
    static int filters(int left, int lanes) {
        return lanes == 2 * V ? PackedConv2d.evenPart(left, FILTERS) : left >= 4 ? 4 : 1;
    }

    /** From one column's dy to the next for pairs of so many filters: as many filters. */
    static int pitch(int filters) {
        return Integer.highestOneBit(2 * filters - 1);
    }

    /** The tile of so many taps and filters; {@code df} is dy's step per column, of pairs the {@link #pitch} times
     * the lanes; that of x is the lanes. */
    static void sum(
            int taps,
            int filters,
            float[] x,
            int xb,
            int[] off,
            int o,
            float[] dy,
            int db,
            int df,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        for (int f = 0; f < columns; f += Simd.MOST_TERMS) {
            int some = Math.min(Simd.MOST_TERMS, columns - f);
            int xf = xb + f * lanes;
            int yf = db + f * df;
            switch (lanes == 2 * V ? taps * 8 + filters : -taps * 8 - filters) {
                case 22 -> pair2x6(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 21 -> pair2x5(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 20 -> pair2x4(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 19 -> pair2x3(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 18 -> pair2x2(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 17 -> pair2x1(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 14 -> pair1x6(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 13 -> pair1x5(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 12 -> pair1x4(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 11 -> pair1x3(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 10 -> pair1x2(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case 9 -> pair1x1(x, xf, off, o, dy, yf, some, sums, sb, ss);
                case -20 -> sum2x4(x, xf, off, o, dy, yf, df, some, lanes, sums, sb, ss);
                case -17 -> sum2x1(x, xf, off, o, dy, yf, df, some, lanes, sums, sb, ss);
                case -12 -> sum1x4(x, xf, off, o, dy, yf, df, some, lanes, sums, sb, ss);
                default -> sum1x1(x, xf, off, o, dy, yf, df, some, lanes, sums, sb, ss);
            }
        }
    }

    static void pair2x6(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        FloatVector a0t = FloatVector.fromArray(SPECIES, sums, sb + 4 * V);
        FloatVector a0u = FloatVector.fromArray(SPECIES, sums, sb + 5 * V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a1r = FloatVector.fromArray(SPECIES, sums, sb + ss + 2 * V);
        FloatVector a1s = FloatVector.fromArray(SPECIES, sums, sb + ss + 3 * V);
        FloatVector a1t = FloatVector.fromArray(SPECIES, sums, sb + ss + 4 * V);
        FloatVector a1u = FloatVector.fromArray(SPECIES, sums, sb + ss + 5 * V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int x1l = Simd.start(xb + o1 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, x1l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V);
                a0p = x0.fma(p, a0p);
                a1p = x1.fma(p, a1p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 2 * V);
                a0q = x0.fma(q, a0q);
                a1q = x1.fma(q, a1q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 4 * V);
                a0r = x0.fma(r, a0r);
                a1r = x1.fma(r, a1r);
                Simd.inOrder();
                FloatVector s = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 6 * V);
                a0s = x0.fma(s, a0s);
                a1s = x1.fma(s, a1s);
                Simd.inOrder();
                FloatVector t = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 8 * V);
                a0t = x0.fma(t, a0t);
                a1t = x1.fma(t, a1t);
                Simd.inOrder();
                FloatVector u = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 10 * V);
                a0u = x0.fma(u, a0u);
                a1u = x1.fma(u, a1u);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a0s.intoArray(sums, sb + 3 * V);
        a0t.intoArray(sums, sb + 4 * V);
        a0u.intoArray(sums, sb + 5 * V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
        a1r.intoArray(sums, sb + ss + 2 * V);
        a1s.intoArray(sums, sb + ss + 3 * V);
        a1t.intoArray(sums, sb + ss + 4 * V);
        a1u.intoArray(sums, sb + ss + 5 * V);
    }

    static void pair2x5(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        FloatVector a0t = FloatVector.fromArray(SPECIES, sums, sb + 4 * V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a1r = FloatVector.fromArray(SPECIES, sums, sb + ss + 2 * V);
        FloatVector a1s = FloatVector.fromArray(SPECIES, sums, sb + ss + 3 * V);
        FloatVector a1t = FloatVector.fromArray(SPECIES, sums, sb + ss + 4 * V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int x1l = Simd.start(xb + o1 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, x1l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V);
                a0p = x0.fma(p, a0p);
                a1p = x1.fma(p, a1p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 2 * V);
                a0q = x0.fma(q, a0q);
                a1q = x1.fma(q, a1q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 4 * V);
                a0r = x0.fma(r, a0r);
                a1r = x1.fma(r, a1r);
                Simd.inOrder();
                FloatVector s = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 6 * V);
                a0s = x0.fma(s, a0s);
                a1s = x1.fma(s, a1s);
                Simd.inOrder();
                FloatVector t = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 8 * V);
                a0t = x0.fma(t, a0t);
                a1t = x1.fma(t, a1t);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a0s.intoArray(sums, sb + 3 * V);
        a0t.intoArray(sums, sb + 4 * V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
        a1r.intoArray(sums, sb + ss + 2 * V);
        a1s.intoArray(sums, sb + ss + 3 * V);
        a1t.intoArray(sums, sb + ss + 4 * V);
    }

    static void pair2x4(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a1r = FloatVector.fromArray(SPECIES, sums, sb + ss + 2 * V);
        FloatVector a1s = FloatVector.fromArray(SPECIES, sums, sb + ss + 3 * V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int x1l = Simd.start(xb + o1 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, x1l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V);
                a0p = x0.fma(p, a0p);
                a1p = x1.fma(p, a1p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 2 * V);
                a0q = x0.fma(q, a0q);
                a1q = x1.fma(q, a1q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 4 * V);
                a0r = x0.fma(r, a0r);
                a1r = x1.fma(r, a1r);
                Simd.inOrder();
                FloatVector s = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 6 * V);
                a0s = x0.fma(s, a0s);
                a1s = x1.fma(s, a1s);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a0s.intoArray(sums, sb + 3 * V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
        a1r.intoArray(sums, sb + ss + 2 * V);
        a1s.intoArray(sums, sb + ss + 3 * V);
    }

    static void pair2x3(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a1r = FloatVector.fromArray(SPECIES, sums, sb + ss + 2 * V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int x1l = Simd.start(xb + o1 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, x1l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V);
                a0p = x0.fma(p, a0p);
                a1p = x1.fma(p, a1p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 2 * V);
                a0q = x0.fma(q, a0q);
                a1q = x1.fma(q, a1q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 4 * V);
                a0r = x0.fma(r, a0r);
                a1r = x1.fma(r, a1r);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
        a1r.intoArray(sums, sb + ss + 2 * V);
    }

    static void pair2x2(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int x1l = Simd.start(xb + o1 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, x1l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 4 * V);
                a0p = x0.fma(p, a0p);
                a1p = x1.fma(p, a1p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 4 * V + 2 * V);
                a0q = x0.fma(q, a0q);
                a1q = x1.fma(q, a1q);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
    }

    static void pair2x1(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int x1l = Simd.start(xb + o1 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, x1l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 2 * V);
                a0p = x0.fma(p, a0p);
                a1p = x1.fma(p, a1p);
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
    }

    static void pair1x6(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        FloatVector a0t = FloatVector.fromArray(SPECIES, sums, sb + 4 * V);
        FloatVector a0u = FloatVector.fromArray(SPECIES, sums, sb + 5 * V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V);
                a0p = x0.fma(p, a0p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 2 * V);
                a0q = x0.fma(q, a0q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 4 * V);
                a0r = x0.fma(r, a0r);
                Simd.inOrder();
                FloatVector s = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 6 * V);
                a0s = x0.fma(s, a0s);
                Simd.inOrder();
                FloatVector t = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 8 * V);
                a0t = x0.fma(t, a0t);
                Simd.inOrder();
                FloatVector u = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 10 * V);
                a0u = x0.fma(u, a0u);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a0s.intoArray(sums, sb + 3 * V);
        a0t.intoArray(sums, sb + 4 * V);
        a0u.intoArray(sums, sb + 5 * V);
    }

    static void pair1x5(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        FloatVector a0t = FloatVector.fromArray(SPECIES, sums, sb + 4 * V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V);
                a0p = x0.fma(p, a0p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 2 * V);
                a0q = x0.fma(q, a0q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 4 * V);
                a0r = x0.fma(r, a0r);
                Simd.inOrder();
                FloatVector s = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 6 * V);
                a0s = x0.fma(s, a0s);
                Simd.inOrder();
                FloatVector t = FloatVector.fromArray(SPECIES, dy, dl + f * 16 * V + 8 * V);
                a0t = x0.fma(t, a0t);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a0s.intoArray(sums, sb + 3 * V);
        a0t.intoArray(sums, sb + 4 * V);
    }

    static void pair1x4(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V);
                a0p = x0.fma(p, a0p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 2 * V);
                a0q = x0.fma(q, a0q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 4 * V);
                a0r = x0.fma(r, a0r);
                Simd.inOrder();
                FloatVector s = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 6 * V);
                a0s = x0.fma(s, a0s);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a0s.intoArray(sums, sb + 3 * V);
    }

    static void pair1x3(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V);
                a0p = x0.fma(p, a0p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 2 * V);
                a0q = x0.fma(q, a0q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, dl + f * 8 * V + 4 * V);
                a0r = x0.fma(r, a0r);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
    }

    static void pair1x2(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 4 * V);
                a0p = x0.fma(p, a0p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, dl + f * 4 * V + 2 * V);
                a0q = x0.fma(q, a0q);
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
    }

    static void pair1x1(
            float[] x, int xb, int[] off, int o, float[] dy, int db, int columns, float[] sums, int sb, int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        int n = Simd.terms(columns);
        for (int l = 0; l < 2 * V; l += V) {
            int x0l = Simd.start(xb + o0 + l);
            int dl = Simd.start(db + l);
            for (int f = 0; f < n; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, x0l + f * 2 * V);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, dl + f * 2 * V);
                a0p = x0.fma(p, a0p);
            }
        }
        a0p.intoArray(sums, sb);
    }

    static void sum2x4(
            float[] x,
            int xb,
            int[] off,
            int o,
            float[] dy,
            int db,
            int df,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a1r = FloatVector.fromArray(SPECIES, sums, sb + ss + 2 * V);
        FloatVector a1s = FloatVector.fromArray(SPECIES, sums, sb + ss + 3 * V);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                a0p = x0.fma(p, a0p);
                a1p = x1.fma(p, a1p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                a0q = x0.fma(q, a0q);
                a1q = x1.fma(q, a1q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, di + 2 * lanes);
                a0r = x0.fma(r, a0r);
                a1r = x1.fma(r, a1r);
                Simd.inOrder();
                FloatVector s = FloatVector.fromArray(SPECIES, dy, di + 3 * lanes);
                a0s = x0.fma(s, a0s);
                a1s = x1.fma(s, a1s);
                xi += lanes;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a0s.intoArray(sums, sb + 3 * V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
        a1r.intoArray(sums, sb + ss + 2 * V);
        a1s.intoArray(sums, sb + ss + 3 * V);
    }

    static void sum2x1(
            float[] x,
            int xb,
            int[] off,
            int o,
            float[] dy,
            int db,
            int df,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                a0p = x0.fma(p, a0p);
                a1p = x1.fma(p, a1p);
                xi += lanes;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
    }

    static void sum1x4(
            float[] x,
            int xb,
            int[] off,
            int o,
            float[] dy,
            int db,
            int df,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                a0p = x0.fma(p, a0p);
                Simd.inOrder();
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                a0q = x0.fma(q, a0q);
                Simd.inOrder();
                FloatVector r = FloatVector.fromArray(SPECIES, dy, di + 2 * lanes);
                a0r = x0.fma(r, a0r);
                Simd.inOrder();
                FloatVector s = FloatVector.fromArray(SPECIES, dy, di + 3 * lanes);
                a0s = x0.fma(s, a0s);
                xi += lanes;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a0s.intoArray(sums, sb + 3 * V);
    }

    static void sum1x1(
            float[] x,
            int xb,
            int[] off,
            int o,
            float[] dy,
            int db,
            int df,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                a0p = x0.fma(p, a0p);
                xi += lanes;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
    }
}
