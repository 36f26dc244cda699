package dev.fovea.kernel;

import static dev.fovea.kernel.Tiles.SPECIES;
import static dev.fovea.kernel.Tiles.V;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.FloatVector;

/** Convolution of blocks whose lanes are whole vectors: direct, without im2col, a lane being an image. */
final class VectorConv2d {
    private record Key(ConvGeometry geometry, int lanes) {}

    private final ConcurrentHashMap<Key, Taps> forward = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, Taps> backward = new ConcurrentHashMap<>();

    Taps forwardTaps(ConvGeometry g, int lanes) {
        return forward.computeIfAbsent(new Key(g, lanes), key -> Taps.forward(g, lanes));
    }

    Taps backwardTaps(ConvGeometry g, int lanes) {
        return backward.computeIfAbsent(new Key(g, lanes), key -> Taps.inputGradient(g, lanes));
    }

    void forward(ConvGeometry g, int lanes, Floats x, Floats w, Floats bias, boolean relu, Floats y) {
        Taps taps = forwardTaps(g, lanes);
        int cg = g.channelsPerGroup();
        int mg = g.filtersPerGroup();
        for (int group = 0; group < g.groups(); group++) {
            gather(
                    taps,
                    lanes,
                    x.array,
                    x.offset + group * cg * lanes,
                    w.array,
                    w.offset + group * mg,
                    1,
                    bias == null ? null : bias.array,
                    bias == null ? 0 : bias.offset + group * mg,
                    relu,
                    y.array,
                    y.offset + group * mg * lanes,
                    mg,
                    g.m());
        }
    }

    void inputGradient(ConvGeometry g, int lanes, Floats dy, Floats w, Floats dx) {
        Taps taps = backwardTaps(g, lanes);
        int cg = g.channelsPerGroup();
        int mg = g.filtersPerGroup();
        for (int group = 0; group < g.groups(); group++) {
            gather(
                    taps,
                    lanes,
                    dy.array,
                    dy.offset + group * mg * lanes,
                    w.array,
                    w.offset + group * mg,
                    g.m(),
                    null,
                    0,
                    false,
                    dx.array,
                    dx.offset + group * cg * lanes,
                    cg,
                    g.c());
        }
    }

    /** Every pixel's sums, for {@code channels} of its {@code channelsInAll} output channels, by tiles. */
    private static void gather(
            Taps taps,
            int lanes,
            float[] x,
            int xb,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int channels,
            int channelsInAll) {
        for (int row = 0; row < taps.rows(); row++) {
            for (int lane = 0; lane < lanes; ) {
                int vectors = lanes - lane >= 2 * V ? 2 : 1;
                for (int c = 0; c < channels; ) {
                    int size = tile(channels - c);
                    for (int column = 0; column < taps.columns(); column++) {
                        Taps.Table t = taps.table(row, column);
                        int xi = xb + taps.base(row, column) + lane;
                        int wi = wb + c * ws;
                        int yi = yb + ((row * taps.columns() + column) * channelsInAll + c) * lanes + lane;
                        gatherTile(
                                size, vectors, x, xi, t.inputs(), t.weights(), w, wi, ws, b, bb + c, relu, y, yi, lanes);
                    }
                    c += size;
                }
                lane += vectors * V;
            }
        }
    }

    private static int tile(int left) {
        return left >= 8 ? 8 : left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    private static void gatherTile(
            int size,
            int vectors,
            float[] x,
            int xi,
            int[] kx,
            int[] kw,
            float[] w,
            int wi,
            int ws,
            float[] b,
            int bi,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        switch (size * 4 + vectors) {
            case 34 -> Tiles.gather8x2(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
            case 33 -> Tiles.gather8x1(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
            case 26 -> Tiles.gather6x2(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
            case 25 -> Tiles.gather6x1(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
            case 18 -> Tiles.gather4x2(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
            case 17 -> Tiles.gather4x1(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
            case 10 -> Tiles.gather2x2(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
            case 9 -> Tiles.gather2x1(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
            case 6 -> Tiles.gather1x2(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
            default -> Tiles.gather1x1(x, xi, kx, kw, w, wi, ws, b, bi, relu, y, yi, ys);
        }
    }

    /** Room for the padded image, the transposed gradient and the filters' gradient with whole vectors. */
    static int filterGradientScratch(ConvGeometry g, int lanes) {
        Window w = g.window();
        long room = (long) paddedSize(g) * lanes
                + (long) w.e() * w.f() * lanes * roundUp(g.m())
                + (long) w.r() * w.s() * g.c() * roundUp(g.m());
        return Math.toIntExact(room);
    }

    private static int roundUp(int m) {
        return (m + V - 1) / V * V;
    }

    private static int paddedHeight(Window w) {
        return Math.max(w.h() + w.padTop(), (w.e() - 1) * w.strideH() + (w.r() - 1) * w.dilationH() + 1);
    }

    private static int paddedWidth(Window w) {
        return Math.max(w.w() + w.padLeft(), (w.f() - 1) * w.strideW() + (w.s() - 1) * w.dilationW() + 1);
    }

    private static boolean isPadded(Window w) {
        return paddedHeight(w) > w.h() || paddedWidth(w) > w.w();
    }

    private static int paddedSize(ConvGeometry g) {
        Window w = g.window();
        return isPadded(w) ? paddedHeight(w) * paddedWidth(w) * g.c() : 0;
    }

    /**
     * {@code dw[k, m] = sum over e,f,l of x[k at e,f, l] * dy[e,f,m,l]}: lanes become filters by turning each pixel of
     * {@code dy} from [m, l] to [l, m] first, and a zero border makes every tap valid everywhere. Groups of 1 only.
     */
    void filterGradient(ConvGeometry g, int lanes, Floats x, Floats dy, Floats dw, Floats scratch) {
        Window win = g.window();
        int m = g.m();
        int wide = roundUp(m);
        float[] s = scratch.array;
        int turned = scratch.offset + paddedSize(g) * lanes;
        int sums = turned + win.e() * win.f() * lanes * wide;
        float[] image = x.array;
        int imageAt = x.offset;
        int width = win.w();
        if (isPadded(win)) {
            width = paddedWidth(win);
            pad(g, lanes, x, scratch);
            image = s;
            imageAt = scratch.offset;
        }
        for (int p = 0; p < win.e() * win.f(); p++) {
            turn(dy.array, dy.offset + p * m * lanes, m, lanes, s, turned + p * lanes * wide, wide);
        }
        int[] offsets = offsets(g, lanes, width);
        int xe = win.strideH() * width * g.c() * lanes;
        int xf = win.strideW() * g.c() * lanes;
        for (int first = 0; first < wide; ) {
            int vectors = wide - first >= 2 * V ? 2 : 1;
            for (int k = 0; k < offsets.length; ) {
                int size = offsets.length - k >= 8 ? 8 : tileOfFour(offsets.length - k);
                int at = sums + k * wide + first;
                outerTile(
                        size, vectors, image, imageAt, xe, xf, offsets, k, s, turned + first, wide, win.e(), win.f(),
                        lanes, s, at, wide);
                k += size;
            }
            first += vectors * V;
        }
        for (int k = 0; k < offsets.length; k++) {
            System.arraycopy(s, sums + k * wide, dw.array, dw.offset + k * m, m);
        }
    }

    private static int tileOfFour(int left) {
        return left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    private final ConcurrentHashMap<Key, int[]> offsets = new ConcurrentHashMap<>();

    private int[] offsets(ConvGeometry g, int lanes, int width) {
        int[] known = offsets.get(new Key(g, lanes));
        if (known != null) {
            return known;
        }
        Window w = g.window();
        int[] made = new int[w.r() * w.s() * g.c()];
        for (int k = 0; k < made.length; k++) {
            int c = k % g.c();
            int col = k / g.c() % w.s();
            int row = k / g.c() / w.s();
            made[k] = ((row * w.dilationH() * width + col * w.dilationW()) * g.c() + c) * lanes;
        }
        offsets.put(new Key(g, lanes), made);
        return made;
    }

    private static void pad(ConvGeometry g, int lanes, Floats x, Floats to) {
        Window w = g.window();
        int row = w.w() * g.c() * lanes;
        int paddedRow = paddedWidth(w) * g.c() * lanes;
        Arrays.fill(to.array, to.offset, to.offset + paddedSize(g) * lanes, 0);
        for (int h = 0; h < w.h(); h++) {
            int at = to.offset + (h + w.padTop()) * paddedRow + w.padLeft() * g.c() * lanes;
            System.arraycopy(x.array, x.offset + h * row, to.array, at, row);
        }
    }

    /** Turns [m, l] to [l, m], the rows {@code wide} long and ending in zeros. */
    private static void turn(float[] from, int at, int m, int lanes, float[] to, int start, int wide) {
        for (int l = 0; l < lanes; l++) {
            int row = start + l * wide;
            for (int i = 0; i < m; i++) {
                to[row + i] = from[at + i * lanes + l];
            }
            for (int i = m; i < wide; i++) {
                to[row + i] = 0;
            }
        }
    }

    private static void outerTile(
            int size,
            int vectors,
            float[] x,
            int xb,
            int xe,
            int xf,
            int[] off,
            int o,
            float[] dy,
            int db,
            int ds,
            int rows,
            int columns,
            int lanes,
            float[] dw,
            int wb,
            int ws) {
        switch (size * 4 + vectors) {
            case 34 -> Tiles.outer8x2(x, xb, xe, xf, off, o, dy, db, ds, rows, columns, lanes, dw, wb, ws);
            case 33 -> Tiles.outer8x1(x, xb, xe, xf, off, o, dy, db, ds, rows, columns, lanes, dw, wb, ws);
            case 18 -> Tiles.outer4x2(x, xb, xe, xf, off, o, dy, db, ds, rows, columns, lanes, dw, wb, ws);
            case 17 -> Tiles.outer4x1(x, xb, xe, xf, off, o, dy, db, ds, rows, columns, lanes, dw, wb, ws);
            case 10 -> Tiles.outer2x2(x, xb, xe, xf, off, o, dy, db, ds, rows, columns, lanes, dw, wb, ws);
            case 9 -> Tiles.outer2x1(x, xb, xe, xf, off, o, dy, db, ds, rows, columns, lanes, dw, wb, ws);
            case 6 -> Tiles.outer1x2(x, xb, xe, xf, off, o, dy, db, ds, rows, columns, lanes, dw, wb, ws);
            default -> Tiles.outer1x1(x, xb, xe, xf, off, o, dy, db, ds, rows, columns, lanes, dw, wb, ws);
        }
    }

    /** One image in plain order: the lanes are filters, so a vector of weights meets one number of the image. */
    static void forwardPlain(Taps taps, ConvGeometry g, Floats x, Floats w, Floats bias, boolean relu, Floats y) {
        int m = g.m();
        int whole = m / V * V;
        for (int row = 0; row < taps.rows(); row++) {
            for (int column = 0; column < taps.columns(); column++) {
                Taps.Table t = taps.table(row, column);
                int xb = x.offset + taps.base(row, column);
                int yb = y.offset + (row * taps.columns() + column) * m;
                for (int first = 0; first < m; first += V) {
                    var mask = first < whole ? SPECIES.maskAll(true) : SPECIES.indexInRange(first, m);
                    FloatVector sum = bias == null
                            ? FloatVector.zero(SPECIES)
                            : FloatVector.fromArray(SPECIES, bias.array, bias.offset + first, mask);
                    for (int k = 0; k < t.inputs().length; k++) {
                        FloatVector weights =
                                FloatVector.fromArray(SPECIES, w.array, w.offset + t.weights()[k] + first, mask);
                        sum = weights.fma(FloatVector.broadcast(SPECIES, x.array[xb + t.inputs()[k]]), sum);
                    }
                    (relu ? sum.max(0) : sum).intoArray(y.array, yb + first, mask);
                }
            }
        }
    }
}
