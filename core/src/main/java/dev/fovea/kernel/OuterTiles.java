package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of the filters' gradient by outer products, unrolled by taps and by vectors of filters: {@code
 * outerRxN} has R taps and N vectors.
 *
 * <p>{@code sums[i, m] += sum over f,l of x[off[i] + f,l] * dy[f,l,m]} for R taps i and N vectors of filters m. Each tap
 * repeats the statements of tap 0 with its own offset, each vector those of p with the next V filters.
 */
final class OuterTiles {
    private OuterTiles() {}

    /** The tile of so many taps and vectors; {@code xf, xl} are the steps of x, {@code ds} that of dy. */
    static void outer(
            int taps,
            int vectors,
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        switch (taps * 4 + vectors) {
            case 34 -> outer8x2(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 33 -> outer8x1(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 26 -> outer6x2(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 25 -> outer6x1(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 22 -> outer5x2(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 21 -> outer5x1(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 18 -> outer4x2(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 17 -> outer4x1(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 14 -> outer3x2(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 13 -> outer3x1(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 10 -> outer2x2(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 9 -> outer2x1(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            case 6 -> outer1x2(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
            default -> outer1x1(x, xb, xf, xl, off, o, dy, db, ds, columns, lanes, sums, sb, ss);
        }
    }

    static void outer8x2(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int o5 = off[o + 5];
        int o6 = off[o + 6];
        int o7 = off[o + 7];
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
        FloatVector a5p = FloatVector.fromArray(SPECIES, sums, sb + 5 * ss);
        FloatVector a5q = FloatVector.fromArray(SPECIES, sums, sb + 5 * ss + V);
        FloatVector a6p = FloatVector.fromArray(SPECIES, sums, sb + 6 * ss);
        FloatVector a6q = FloatVector.fromArray(SPECIES, sums, sb + 6 * ss + V);
        FloatVector a7p = FloatVector.fromArray(SPECIES, sums, sb + 7 * ss);
        FloatVector a7q = FloatVector.fromArray(SPECIES, sums, sb + 7 * ss + V);
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                a2q = q.fma(x2, a2q);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                a3p = p.fma(x3, a3p);
                a3q = q.fma(x3, a3q);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + o4]);
                a4p = p.fma(x4, a4p);
                a4q = q.fma(x4, a4q);
                FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + o5]);
                a5p = p.fma(x5, a5p);
                a5q = q.fma(x5, a5q);
                FloatVector x6 = FloatVector.broadcast(SPECIES, x[xi + o6]);
                a6p = p.fma(x6, a6p);
                a6q = q.fma(x6, a6q);
                FloatVector x7 = FloatVector.broadcast(SPECIES, x[xi + o7]);
                a7p = p.fma(x7, a7p);
                a7q = q.fma(x7, a7q);
                xi += xl;
                di += ds;
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
        a5p.intoArray(sums, sb + 5 * ss);
        a5q.intoArray(sums, sb + 5 * ss + V);
        a6p.intoArray(sums, sb + 6 * ss);
        a6q.intoArray(sums, sb + 6 * ss + V);
        a7p.intoArray(sums, sb + 7 * ss);
        a7q.intoArray(sums, sb + 7 * ss + V);
    }

    static void outer8x1(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int o5 = off[o + 5];
        int o6 = off[o + 6];
        int o7 = off[o + 7];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a3p = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss);
        FloatVector a4p = FloatVector.fromArray(SPECIES, sums, sb + 4 * ss);
        FloatVector a5p = FloatVector.fromArray(SPECIES, sums, sb + 5 * ss);
        FloatVector a6p = FloatVector.fromArray(SPECIES, sums, sb + 6 * ss);
        FloatVector a7p = FloatVector.fromArray(SPECIES, sums, sb + 7 * ss);
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                a3p = p.fma(x3, a3p);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + o4]);
                a4p = p.fma(x4, a4p);
                FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + o5]);
                a5p = p.fma(x5, a5p);
                FloatVector x6 = FloatVector.broadcast(SPECIES, x[xi + o6]);
                a6p = p.fma(x6, a6p);
                FloatVector x7 = FloatVector.broadcast(SPECIES, x[xi + o7]);
                a7p = p.fma(x7, a7p);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
        a2p.intoArray(sums, sb + 2 * ss);
        a3p.intoArray(sums, sb + 3 * ss);
        a4p.intoArray(sums, sb + 4 * ss);
        a5p.intoArray(sums, sb + 5 * ss);
        a6p.intoArray(sums, sb + 6 * ss);
        a7p.intoArray(sums, sb + 7 * ss);
    }

    static void outer6x2(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int o5 = off[o + 5];
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
        FloatVector a5p = FloatVector.fromArray(SPECIES, sums, sb + 5 * ss);
        FloatVector a5q = FloatVector.fromArray(SPECIES, sums, sb + 5 * ss + V);
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                a2q = q.fma(x2, a2q);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                a3p = p.fma(x3, a3p);
                a3q = q.fma(x3, a3q);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + o4]);
                a4p = p.fma(x4, a4p);
                a4q = q.fma(x4, a4q);
                FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + o5]);
                a5p = p.fma(x5, a5p);
                a5q = q.fma(x5, a5q);
                xi += xl;
                di += ds;
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
        a5p.intoArray(sums, sb + 5 * ss);
        a5q.intoArray(sums, sb + 5 * ss + V);
    }

    static void outer6x1(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int o5 = off[o + 5];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a2p = FloatVector.fromArray(SPECIES, sums, sb + 2 * ss);
        FloatVector a3p = FloatVector.fromArray(SPECIES, sums, sb + 3 * ss);
        FloatVector a4p = FloatVector.fromArray(SPECIES, sums, sb + 4 * ss);
        FloatVector a5p = FloatVector.fromArray(SPECIES, sums, sb + 5 * ss);
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                a3p = p.fma(x3, a3p);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + o4]);
                a4p = p.fma(x4, a4p);
                FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + o5]);
                a5p = p.fma(x5, a5p);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
        a2p.intoArray(sums, sb + 2 * ss);
        a3p.intoArray(sums, sb + 3 * ss);
        a4p.intoArray(sums, sb + 4 * ss);
        a5p.intoArray(sums, sb + 5 * ss);
    }

    static void outer5x2(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                a2q = q.fma(x2, a2q);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                a3p = p.fma(x3, a3p);
                a3q = q.fma(x3, a3q);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + o4]);
                a4p = p.fma(x4, a4p);
                a4q = q.fma(x4, a4q);
                xi += xl;
                di += ds;
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

    static void outer5x1(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                a3p = p.fma(x3, a3p);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + o4]);
                a4p = p.fma(x4, a4p);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
        a2p.intoArray(sums, sb + 2 * ss);
        a3p.intoArray(sums, sb + 3 * ss);
        a4p.intoArray(sums, sb + 4 * ss);
    }

    static void outer4x2(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                a2q = q.fma(x2, a2q);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                a3p = p.fma(x3, a3p);
                a3q = q.fma(x3, a3q);
                xi += xl;
                di += ds;
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

    static void outer4x1(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                a3p = p.fma(x3, a3p);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
        a2p.intoArray(sums, sb + 2 * ss);
        a3p.intoArray(sums, sb + 3 * ss);
    }

    static void outer3x2(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                a2q = q.fma(x2, a2q);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
        a2p.intoArray(sums, sb + 2 * ss);
        a2q.intoArray(sums, sb + 2 * ss + V);
    }

    static void outer3x1(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
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
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                a2p = p.fma(x2, a2p);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
        a2p.intoArray(sums, sb + 2 * ss);
    }

    static void outer2x2(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        FloatVector a1q = FloatVector.fromArray(SPECIES, sums, sb + ss + V);
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
        a1p.intoArray(sums, sb + ss);
        a1q.intoArray(sums, sb + ss + V);
    }

    static void outer2x1(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        int o0 = off[o];
        int o1 = off[o + 1];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a1p = FloatVector.fromArray(SPECIES, sums, sb + ss);
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                a1p = p.fma(x1, a1p);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
        a1p.intoArray(sums, sb + ss);
    }

    static void outer1x2(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        FloatVector a0q = FloatVector.fromArray(SPECIES, sums, sb + V);
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
        a0q.intoArray(sums, sb + V);
    }

    static void outer1x1(
            float[] x,
            int xb,
            int xf,
            int xl,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
            int columns,
            int lanes,
            float[] sums,
            int sb,
            int ss) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.fromArray(SPECIES, sums, sb);
        int di = db;
        for (int f = 0; f < columns; f++) {
            int xi = xb + f * xf;
            for (int l = 0; l < lanes; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                a0p = p.fma(x0, a0p);
                xi += xl;
                di += ds;
            }
        }
        a0p.intoArray(sums, sb);
    }
}
