package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;
import static dev.fovea.kernel.Winograd.A;
import static dev.fovea.kernel.Winograd.B;
import static dev.fovea.kernel.WinogradBlocks.FILTERS;
import static dev.fovea.kernel.WinogradBlocks.LANES;

import dev.fovea.kernel.WinogradBlocks.Pass;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The filters' gradient for blocks of two vectors of images by {@link Winograd}'s tiles.
 *
 * <p>Of a band of tiles the image is transformed to {@code [point][tile][C][lanes]}, and the output's gradient, turned, to
 * {@code [point][tile][panel][lanes][2V]}, a panel being two vectors of filters. Their products, added up over tiles and
 * lanes, are {@code [point][C][M]}, which at the end are transformed to {@code [3][3][C][M]}.
 */
final class WinogradFilterGradient {
    private static final int WIDTH = 2 * V;

    /** The numbers of a pixel that are transformed at a time: a panel of filters by the lanes. */
    private static final int PIECE = LANES * WIDTH;

    /** Room for what an image's or an output's tile is on the way. */
    private static final int STAGE = Math.max(WinogradBlocks.ROOM, Winograd.OUT * (Winograd.OUT + Winograd.IN) * PIECE);

    /** The numbers of a band, transformed. */
    private static final int BAND = 320 * 1024;

    private final Memo<Pass> passes = new Memo<>((g, lanes) -> Pass.forward(g));

    private static int panels(Pass p) {
        return (p.m() + WIDTH - 1) / WIDTH;
    }

    /** The numbers that a tile reads of the image, at a point. */
    private static int imageStep(Pass p) {
        return WinogradBlocks.whole(p.c()) * LANES;
    }

    /** The numbers that it reads of the output's gradient. */
    private static int outputStep(Pass p) {
        return panels(p) * WIDTH * LANES;
    }

    /** The floats from a point to the next, of tiles that take so many. */
    private static int points(int tiles, int step) {
        return WinogradBlocks.apart(tiles * step / LANES);
    }

    private static int sumsStep(Pass p) {
        return WinogradBlocks.whole(p.c()) * panels(p) * WIDTH;
    }

    private static int band(Pass p) {
        int most = Math.max(1, BAND / (Winograd.POINTS * (imageStep(p) + outputStep(p))));
        return Math.ceilDiv(p.all(), Math.ceilDiv(p.all(), most));
    }

    /**
     * Whether this is the faster way: cycles for a vector of lanes as measured, of products, of numbers transformed and of
     * the gradient transformed at the end, against those of the direct sum.
     */
    boolean suits(ConvGeometry g, int lanes) {
        if (!WinogradBlocks.fits(g, lanes)) {
            return false;
        }
        Pass p = passes.get(g, lanes);
        double factors = (double) WinogradBlocks.whole(p.c()) * panels(p) * WIDTH;
        double here = p.all() * (22 * factors + 300.0 * p.c() + 300.0 * panels(p) * WIDTH) + 12 * factors;
        double direct = 6.4 * p.e() * p.f() * p.c() * p.m();
        return 1.1 * here < direct && Winograd.POINTS * factors < WinogradBlocks.MOST;
    }

    /** Room for {@link #run}. */
    int scratch(ConvGeometry g) {
        Pass p = passes.get(g, LANES);
        return STAGE
                + Winograd.POINTS * (sumsStep(p) + points(band(p), imageStep(p)) + points(band(p), outputStep(p)))
                + Turn.SCRATCH;
    }

    void run(ConvGeometry g, Floats x, Floats dy, Floats dw, Floats scratch) {
        Pass p = passes.get(g, LANES);
        float[] s = scratch.array;
        int stage = scratch.offset;
        int sums = stage + STAGE;
        int sumsStep = sumsStep(p);
        int imageStep = imageStep(p);
        int outputStep = outputStep(p);
        int band = band(p);
        int image = sums + Winograd.POINTS * sumsStep;
        int output = image + Winograd.POINTS * points(band, imageStep);
        int turning = output + Winograd.POINTS * points(band, outputStep);
        int wide = panels(p) * WIDTH;
        Arrays.fill(s, sums, image, 0);
        for (int first = 0; first < p.all(); first += band) {
            int tiles = Math.min(band, p.all() - first);
            for (int i = 0; i < tiles; i++) {
                WinogradBlocks.image(p, first + i, x, s, stage, image + i * imageStep, points(tiles, imageStep));
                output(p, first + i, dy, s, stage, turning, output + i * outputStep, points(tiles, outputStep));
            }
            for (int point = 0; point < Winograd.POINTS; point++) {
                int v = image + point * points(tiles, imageStep);
                int d = output + point * points(tiles, outputStep);
                int to = sums + point * sumsStep;
                for (int c = 0; c < p.c(); c += FILTERS) {
                    for (int m = 0; m < wide; m += WIDTH) {
                        int y = to + c * wide + m;
                        products(tiles, s, v + c * LANES, imageStep, s, d + m * LANES, outputStep, s, y, wide);
                    }
                }
            }
        }
        filters(p, s, sums, sumsStep, wide, dw);
    }

    /** Transforms what a tile reads of the output's gradient. */
    private static void output(Pass p, int tile, Floats dy, float[] s, int stage, int turning, int points, int step) {
        int pixel = p.m() * LANES;
        int e = tile / p.across() * Winograd.OUT;
        int f = tile % p.across() * Winograd.OUT;
        int high = Math.min(Winograd.OUT, p.e() - e);
        int wide = Math.min(Winograd.OUT, p.f() - f);
        int half = stage + Winograd.OUT * Winograd.OUT * PIECE;
        for (int panel = 0; panel < panels(p); panel++) {
            int filters = Math.min(WIDTH, p.m() - panel * WIDTH);
            if (high < Winograd.OUT || wide < Winograd.OUT || filters <= V) {
                Arrays.fill(s, stage, half, 0);
            }
            for (int row = 0; row < high; row++) {
                int from = dy.offset + ((e + row) * p.f() + f) * pixel + panel * WIDTH * LANES;
                int at = stage + row * Winograd.OUT * PIECE;
                for (int lane = 0; lane < LANES; lane += V) {
                    int to = at + lane * WIDTH;
                    Turn.turn(wide, pixel, PIECE, dy.array, from + lane, filters, LANES, s, to, WIDTH, s, turning);
                }
            }
            for (int column = 0; column < Winograd.OUT; column++) {
                outputColumn(PIECE, s, stage + column * PIECE, s, half + column * Winograd.IN * V);
            }
            for (int row = 0; row < Winograd.IN; row++) {
                int y = points + panel * PIECE + row * Winograd.IN * step;
                outputRow(PIECE, s, half + row * V, s, y, step);
            }
        }
    }

    /** {@link Winograd#output} turned, of columns: 4 pixels that lie 4 apart to 6 vectors of every 24. */
    private static void outputColumn(int n, float[] x, int xi, float[] y, int yi) {
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        for (int i = 0; i < n; i += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + 4 * PIECE + i);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + 8 * PIECE + i);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + 12 * PIECE + i);
            int to = yi + i * 24;
            x0.intoArray(y, to);
            FloatVector even = x2.fma(half, x0);
            FloatVector odd = x3.fma(half, x1).mul(A);
            even.add(odd).intoArray(y, to + V);
            even.sub(odd).intoArray(y, to + 2 * V);
            even = x2.fma(two, x0);
            odd = x3.fma(two, x1).mul(B);
            even.add(odd).intoArray(y, to + 3 * V);
            even.sub(odd).intoArray(y, to + 4 * V);
            x3.intoArray(y, to + 5 * V);
        }
    }

    /** The same of rows: of every 24 vectors 4 that lie 6 apart to 6 points. */
    private static void outputRow(int n, float[] x, int xi, float[] y, int yi, int ys) {
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        for (int i = 0; i < n; i += V) {
            int from = xi + i * 24;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, from);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, from + 6 * V);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, from + 12 * V);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, from + 18 * V);
            x0.intoArray(y, yi + i);
            FloatVector even = x2.fma(half, x0);
            FloatVector odd = x3.fma(half, x1).mul(A);
            even.add(odd).intoArray(y, yi + ys + i);
            even.sub(odd).intoArray(y, yi + 2 * ys + i);
            even = x2.fma(two, x0);
            odd = x3.fma(two, x1).mul(B);
            even.add(odd).intoArray(y, yi + 3 * ys + i);
            even.sub(odd).intoArray(y, yi + 4 * ys + i);
            x3.intoArray(y, yi + 5 * ys + i);
        }
    }

    /** {@code y[c, m] += sum over tiles and lanes of x[tile, c, l] * d[tile, l, m]}, of 4 channels and a panel. */
    private static void products(
            int tiles, float[] x, int xb, int xs, float[] d, int db, int ds, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, y, yi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a1q = FloatVector.fromArray(SPECIES, y, yi + ys + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a2q = FloatVector.fromArray(SPECIES, y, yi + 2 * ys + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a3q = FloatVector.fromArray(SPECIES, y, yi + 3 * ys + V);
        for (int tile = 0; tile < tiles; tile++) {
            int xi = xb + tile * xs;
            int di = db + tile * ds;
            for (int l = 0; l < LANES; l++) {
                FloatVector p = FloatVector.fromArray(SPECIES, d, di + l * WIDTH);
                FloatVector q = FloatVector.fromArray(SPECIES, d, di + l * WIDTH + V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[xi + l]);
                a0p = p.fma(v0, a0p);
                a0q = q.fma(v0, a0q);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[xi + LANES + l]);
                a1p = p.fma(v1, a1p);
                a1q = q.fma(v1, a1q);
                Simd.inOrder();
                FloatVector v2 = FloatVector.broadcast(SPECIES, x[xi + 2 * LANES + l]);
                a2p = p.fma(v2, a2p);
                a2q = q.fma(v2, a2q);
                Simd.inOrder();
                FloatVector v3 = FloatVector.broadcast(SPECIES, x[xi + 3 * LANES + l]);
                a3p = p.fma(v3, a3p);
                a3q = q.fma(v3, a3q);
            }
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
        a2p.intoArray(y, yi + 2 * ys);
        a2q.intoArray(y, yi + 2 * ys + V);
        a3p.intoArray(y, yi + 3 * ys);
        a3q.intoArray(y, yi + 3 * ys + V);
    }

    /** Transforms sums to the gradient of filters, where they lie; rows of three overwrite none of six that follow. */
    private static void filters(Pass p, float[] s, int sums, int step, int wide, Floats dw) {
        for (int column = 0; column < Winograd.IN; column++) {
            int at = sums + column * step;
            Winograd.filterGradient(step, s, at, Winograd.IN * step, s, at, Winograd.IN * step);
        }
        for (int row = 0; row < 3; row++) {
            int at = sums + row * Winograd.IN * step;
            Winograd.filterGradient(step, s, at, step, s, sums + row * 3 * step, step);
        }
        for (int tap = 0; tap < 9; tap++) {
            for (int c = 0; c < p.c(); c++) {
                int to = dw.offset + (tap * p.c() + c) * p.m();
                System.arraycopy(s, sums + tap * step + c * wide, dw.array, to, p.m());
            }
        }
    }
}
