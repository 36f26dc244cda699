package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of the filters' gradient by lanes, unrolled by taps and by filters: {@code sumTxF} has T taps and F
 * filters.
 *
 * <p>{@code sums[i, j] += sum over columns f and every V-th lane l of x[off[i] + f,l] * dy[f,j,l]}: a vector holds the
 * partial sums of a pair (i, j). Each tap repeats the statements of tap 0 with its own offset, each filter those of p
 * with the next run of lanes.
 */
final class LaneTiles {
    private LaneTiles() {}

    /** How many taps the next tile takes when so many are left. */
    static int taps(int left) {
        return Simd.MANY_REGISTERS && left >= 5 ? 5 : left >= 4 ? 4 : left == 2 ? 1 : left;
    }

    /** How many filters the next tile takes when so many are left. */
    static int filters(int left) {
        return Simd.MANY_REGISTERS && left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    /** The tile of so many taps and filters; {@code xf, df} are the steps per column. */
    static void sum(
            int taps,
            int filters,
            float[] x,
            int xb,
            int xf,
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
        switch (taps * 4 + filters - 1) {
            case 23 -> sum5x4(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 21 -> sum5x2(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 20 -> sum5x1(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 19 -> sum4x4(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 17 -> sum4x2(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 16 -> sum4x1(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 15 -> sum3x4(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 13 -> sum3x2(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 12 -> sum3x1(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 7 -> sum1x4(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            case 5 -> sum1x2(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
            default -> sum1x1(x, xb, xf, off, o, dy, db, df, columns, lanes, sums, sb, ss);
        }
    }

    static void sum5x4(
            float[] x,
            int xb,
            int xf,
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
        int o2 = off[o + 2];
        int o3 = off[o + 3];
        int o4 = off[o + 4];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a1r = FloatVector.fromArray(SPECIES, sums, sb + ss + 2 * V);
        FloatVector a1s = FloatVector.fromArray(SPECIES, sums, sb + ss + 3 * V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a2q = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + V);
        FloatVector a2r = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + 2 * V);
        FloatVector a2s = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + 3 * V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss);
        FloatVector a3q = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss + V);
        FloatVector a3r = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss + 2 * V);
        FloatVector a3s = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss + 3 * V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, sums, sb + 4 * ss);
        FloatVector a4q = FloatVector.fromArray(SPECIES, sums, sb + 4 * ss + V);
        FloatVector a4r = FloatVector.fromArray(SPECIES, sums, sb + 4 * ss + 2 * V);
        FloatVector a4s = FloatVector.fromArray(SPECIES, sums, sb + 4 * ss + 3 * V);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                FloatVector r = FloatVector.fromArray(SPECIES, dy, di + 2 * lanes);
                FloatVector s = FloatVector.fromArray(SPECIES, dy, di + 3 * lanes);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                a0q = x0.fma(q, a0q);
                a0r = x0.fma(r, a0r);
                a0s = x0.fma(s, a0s);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                a1p = x1.fma(p, a1p);
                a1q = x1.fma(q, a1q);
                a1r = x1.fma(r, a1r);
                a1s = x1.fma(s, a1s);
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + o2);
                a2p = x2.fma(p, a2p);
                a2q = x2.fma(q, a2q);
                a2r = x2.fma(r, a2r);
                a2s = x2.fma(s, a2s);
                FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + o3);
                a3p = x3.fma(p, a3p);
                a3q = x3.fma(q, a3q);
                a3r = x3.fma(r, a3r);
                a3s = x3.fma(s, a3s);
                FloatVector x4 = FloatVector.fromArray(SPECIES, x, xi + o4);
                a4p = x4.fma(p, a4p);
                a4q = x4.fma(q, a4q);
                a4r = x4.fma(r, a4r);
                a4s = x4.fma(s, a4s);
                xi += xf;
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
        a2p.intoArray(sums, sb + 2 * ss);
        a2q.intoArray(sums, sb + 2 * ss + V);
        a2r.intoArray(sums, sb + 2 * ss + 2 * V);
        a2s.intoArray(sums, sb + 2 * ss + 3 * V);
        a3p.intoArray(sums, sb + 3 * ss);
        a3q.intoArray(sums, sb + 3 * ss + V);
        a3r.intoArray(sums, sb + 3 * ss + 2 * V);
        a3s.intoArray(sums, sb + 3 * ss + 3 * V);
        a4p.intoArray(sums, sb + 4 * ss);
        a4q.intoArray(sums, sb + 4 * ss + V);
        a4r.intoArray(sums, sb + 4 * ss + 2 * V);
        a4s.intoArray(sums, sb + 4 * ss + 3 * V);
    }

    static void sum5x2(
            float[] x,
            int xb,
            int xf,
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
        int o2 = off[o + 2];
        int o3 = off[o + 3];
        int o4 = off[o + 4];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a2q = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss);
        FloatVector a3q = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss + V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, sums, sb + 4 * ss);
        FloatVector a4q = FloatVector.fromArray(SPECIES, sums, sb + 4 * ss + V);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                a0q = x0.fma(q, a0q);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                a1p = x1.fma(p, a1p);
                a1q = x1.fma(q, a1q);
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + o2);
                a2p = x2.fma(p, a2p);
                a2q = x2.fma(q, a2q);
                FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + o3);
                a3p = x3.fma(p, a3p);
                a3q = x3.fma(q, a3q);
                FloatVector x4 = FloatVector.fromArray(SPECIES, x, xi + o4);
                a4p = x4.fma(p, a4p);
                a4q = x4.fma(q, a4q);
                xi += xf;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
        a2p.intoArray(sums, sb + 2 * ss);
        a2q.intoArray(sums, sb + 2 * ss + V);
        a3p.intoArray(sums, sb + 3 * ss);
        a3q.intoArray(sums, sb + 3 * ss + V);
        a4p.intoArray(sums, sb + 4 * ss);
        a4q.intoArray(sums, sb + 4 * ss + V);
    }

    static void sum5x1(
            float[] x,
            int xb,
            int xf,
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
        int o2 = off[o + 2];
        int o3 = off[o + 3];
        int o4 = off[o + 4];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a3p = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss);
        FloatVector a4p = FloatVector.fromArray(SPECIES, sums, sb + 4 * ss);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                a1p = x1.fma(p, a1p);
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + o2);
                a2p = x2.fma(p, a2p);
                FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + o3);
                a3p = x3.fma(p, a3p);
                FloatVector x4 = FloatVector.fromArray(SPECIES, x, xi + o4);
                a4p = x4.fma(p, a4p);
                xi += xf;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
        a2p.intoArray(sums, sb + 2 * ss);
        a3p.intoArray(sums, sb + 3 * ss);
        a4p.intoArray(sums, sb + 4 * ss);
    }

    static void sum4x4(
            float[] x,
            int xb,
            int xf,
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
        int o2 = off[o + 2];
        int o3 = off[o + 3];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a1r = FloatVector.fromArray(SPECIES, sums, sb + ss + 2 * V);
        FloatVector a1s = FloatVector.fromArray(SPECIES, sums, sb + ss + 3 * V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a2q = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + V);
        FloatVector a2r = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + 2 * V);
        FloatVector a2s = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + 3 * V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss);
        FloatVector a3q = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss + V);
        FloatVector a3r = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss + 2 * V);
        FloatVector a3s = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss + 3 * V);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                FloatVector r = FloatVector.fromArray(SPECIES, dy, di + 2 * lanes);
                FloatVector s = FloatVector.fromArray(SPECIES, dy, di + 3 * lanes);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                a0q = x0.fma(q, a0q);
                a0r = x0.fma(r, a0r);
                a0s = x0.fma(s, a0s);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                a1p = x1.fma(p, a1p);
                a1q = x1.fma(q, a1q);
                a1r = x1.fma(r, a1r);
                a1s = x1.fma(s, a1s);
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + o2);
                a2p = x2.fma(p, a2p);
                a2q = x2.fma(q, a2q);
                a2r = x2.fma(r, a2r);
                a2s = x2.fma(s, a2s);
                FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + o3);
                a3p = x3.fma(p, a3p);
                a3q = x3.fma(q, a3q);
                a3r = x3.fma(r, a3r);
                a3s = x3.fma(s, a3s);
                xi += xf;
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
        a2p.intoArray(sums, sb + 2 * ss);
        a2q.intoArray(sums, sb + 2 * ss + V);
        a2r.intoArray(sums, sb + 2 * ss + 2 * V);
        a2s.intoArray(sums, sb + 2 * ss + 3 * V);
        a3p.intoArray(sums, sb + 3 * ss);
        a3q.intoArray(sums, sb + 3 * ss + V);
        a3r.intoArray(sums, sb + 3 * ss + 2 * V);
        a3s.intoArray(sums, sb + 3 * ss + 3 * V);
    }

    static void sum4x2(
            float[] x,
            int xb,
            int xf,
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
        int o2 = off[o + 2];
        int o3 = off[o + 3];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a2q = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss);
        FloatVector a3q = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss + V);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                a0q = x0.fma(q, a0q);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                a1p = x1.fma(p, a1p);
                a1q = x1.fma(q, a1q);
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + o2);
                a2p = x2.fma(p, a2p);
                a2q = x2.fma(q, a2q);
                FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + o3);
                a3p = x3.fma(p, a3p);
                a3q = x3.fma(q, a3q);
                xi += xf;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
        a2p.intoArray(sums, sb + 2 * ss);
        a2q.intoArray(sums, sb + 2 * ss + V);
        a3p.intoArray(sums, sb + 3 * ss);
        a3q.intoArray(sums, sb + 3 * ss + V);
    }

    static void sum4x1(
            float[] x,
            int xb,
            int xf,
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
        int o2 = off[o + 2];
        int o3 = off[o + 3];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a3p = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                a1p = x1.fma(p, a1p);
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + o2);
                a2p = x2.fma(p, a2p);
                FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + o3);
                a3p = x3.fma(p, a3p);
                xi += xf;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
        a2p.intoArray(sums, sb + 2 * ss);
        a3p.intoArray(sums, sb + 3 * ss);
    }

    static void sum3x4(
            float[] x,
            int xb,
            int xf,
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
        int o2 = off[o + 2];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a0r = FloatVector.fromArray(SPECIES, sums, sb + 2 * V);
        FloatVector a0s = FloatVector.fromArray(SPECIES, sums, sb + 3 * V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a1r = FloatVector.fromArray(SPECIES, sums, sb + ss + 2 * V);
        FloatVector a1s = FloatVector.fromArray(SPECIES, sums, sb + ss + 3 * V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a2q = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + V);
        FloatVector a2r = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + 2 * V);
        FloatVector a2s = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + 3 * V);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                FloatVector r = FloatVector.fromArray(SPECIES, dy, di + 2 * lanes);
                FloatVector s = FloatVector.fromArray(SPECIES, dy, di + 3 * lanes);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                a0q = x0.fma(q, a0q);
                a0r = x0.fma(r, a0r);
                a0s = x0.fma(s, a0s);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                a1p = x1.fma(p, a1p);
                a1q = x1.fma(q, a1q);
                a1r = x1.fma(r, a1r);
                a1s = x1.fma(s, a1s);
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + o2);
                a2p = x2.fma(p, a2p);
                a2q = x2.fma(q, a2q);
                a2r = x2.fma(r, a2r);
                a2s = x2.fma(s, a2s);
                xi += xf;
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
        a2p.intoArray(sums, sb + 2 * ss);
        a2q.intoArray(sums, sb + 2 * ss + V);
        a2r.intoArray(sums, sb + 2 * ss + 2 * V);
        a2s.intoArray(sums, sb + 2 * ss + 3 * V);
    }

    static void sum3x2(
            float[] x,
            int xb,
            int xf,
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
        int o2 = off[o + 2];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a2q = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss + V);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                a0q = x0.fma(q, a0q);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                a1p = x1.fma(p, a1p);
                a1q = x1.fma(q, a1q);
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + o2);
                a2p = x2.fma(p, a2p);
                a2q = x2.fma(q, a2q);
                xi += xf;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
        a2p.intoArray(sums, sb + 2 * ss);
        a2q.intoArray(sums, sb + 2 * ss + V);
    }

    static void sum3x1(
            float[] x,
            int xb,
            int xf,
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
        int o2 = off[o + 2];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + o1);
                a1p = x1.fma(p, a1p);
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + o2);
                a2p = x2.fma(p, a2p);
                xi += xf;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
        a2p.intoArray(sums, sb + 2 * ss);
    }

    static void sum1x4(
            float[] x,
            int xb,
            int xf,
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
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                FloatVector r = FloatVector.fromArray(SPECIES, dy, di + 2 * lanes);
                FloatVector s = FloatVector.fromArray(SPECIES, dy, di + 3 * lanes);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                a0q = x0.fma(q, a0q);
                a0r = x0.fma(r, a0r);
                a0s = x0.fma(s, a0s);
                xi += xf;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a0r.intoArray(sums, sb + 2 * V);
        a0s.intoArray(sums, sb + 3 * V);
    }

    static void sum1x2(
            float[] x,
            int xb,
            int xf,
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
        for (int l = 0; l < lanes; l += V) {
            int xi = xb + l;
            int di = db + l;
            for (int f = 0; f < columns; f++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + lanes);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                a0q = x0.fma(q, a0q);
                xi += xf;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
    }

    static void sum1x1(
            float[] x,
            int xb,
            int xf,
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
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + o0);
                a0p = x0.fma(p, a0p);
                xi += xf;
                di += df;
            }
        }
        a0p.intoArray(sums, sb);
    }
}
