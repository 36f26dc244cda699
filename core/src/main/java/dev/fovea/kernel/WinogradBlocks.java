package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;
import static dev.fovea.kernel.Winograd.A;
import static dev.fovea.kernel.Winograd.B;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Convolution of blocks of two vectors of images by {@link Winograd}'s tiles.
 *
 * <p>Outputs are made band by band, a band being tiles whose numbers the second cache holds. What these read is transformed to
 * {@code [point][tile][C][lanes]}, this multiplied for each point with filters {@code [point][M / 4][C][4]} to {@code
 * [point][tile][M][lanes]}, and that transformed to outputs. The gradient of the input is the convolution of that of the
 * output with filters turned by half a turn. A last row or column that would have tiles for itself is summed directly.
 */
final class WinogradBlocks {
    static final int LANES = 2 * V;

    /** The filters of a tile. */
    static final int FILTERS = 4;

    /** The numbers of an image's pixel that are transformed at a time: long runs, as they come from afar. */
    private static final int CHUNK = 64 * V;

    /** The numbers of an output's pixel, which are at hand and stay in the first cache on their way. */
    private static final int OUTPUT = 16 * V;

    /** The room to transform so many in: half transformed, and a row of outputs at a border. */
    static final int ROOM = (Winograd.POINTS + Winograd.OUT) * CHUNK;

    /** The numbers of a band, transformed and multiplied. */
    private static final int BAND = 80 * 1024;

    /** More numbers of filters than this go by the direct sum, so that no array is too long. */
    static final int MOST = 1 << 30;

    /** The numbers of filters that stay in the second cache. */
    private static final int KEPT = 64 * 1024;

    private final Memo<Pass> forward = new Memo<>((g, lanes) -> Pass.forward(g).withoutThin());
    private final Memo<Pass> backward =
            new Memo<>((g, lanes) -> Pass.backward(g).withoutThin());
    private final VectorConv2d direct = new VectorConv2d();

    /**
     * A convolution with steps of 1 from {@code [h, w, c]} to {@code [e, f, m]}, of which tiles make {@code [tall, wide, m]}.
     */
    record Pass(int h, int w, int c, int padTop, int padLeft, int e, int f, int m, int tall, int wide) {
        static Pass forward(ConvGeometry g) {
            Window w = g.window();
            return new Pass(w.h(), w.w(), g.c(), w.padTop(), w.padLeft(), w.e(), w.f(), g.m(), w.e(), w.f());
        }

        /** From the gradient of the output to that of the image. */
        static Pass backward(ConvGeometry g) {
            Window w = g.window();
            return new Pass(w.e(), w.f(), g.m(), 2 - w.padTop(), 2 - w.padLeft(), w.h(), w.w(), g.c(), w.h(), w.w());
        }

        /** The same where tiles don't make a last row or column of outputs that needs tiles for itself. */
        private Pass withoutThin() {
            return new Pass(h, w, c, padTop, padLeft, e, f, m, withoutThin(e), withoutThin(f));
        }

        private static int withoutThin(int outputs) {
            return outputs > Winograd.OUT && outputs % Winograd.OUT == 1 ? outputs - 1 : outputs;
        }

        /** Whether tiles make all. */
        boolean byTilesOnly() {
            return tall == e && wide == f;
        }

        /** The tiles of a row of them. */
        int across() {
            return Winograd.tiles(wide);
        }

        int all() {
            return Winograd.tiles(tall) * across();
        }

        /** The tiles of a band. */
        int band() {
            int most = Math.max(1, BAND / (Winograd.POINTS * (c + m) * LANES));
            return Math.ceilDiv(all(), Math.ceilDiv(all(), most));
        }

        /**
         * Whether tiles are the faster way: cycles for a vector of lanes as measured, of products, of numbers transformed
         * and of reading filters that the second cache doesn't keep, against those of the direct sum.
         */
        boolean suits() {
            double factors = (double) c * whole(m);
            double bands = Winograd.POINTS * factors > KEPT ? Math.ceilDiv(all(), band()) : 0;
            double here = all() * (22 * factors + 350.0 * c + 150.0 * m) + bands * 9 * factors;
            double direct = 5.2 * e * f * c * m;
            here += direct * (1 - (double) tall * wide / (e * f));
            return 1.1 * here < direct && Winograd.POINTS * factors < MOST;
        }

        /** Where things begin in scratch room: the biases, each as often as there are lanes. */
        int chunkAt() {
            return m * LANES;
        }

        int imageAt() {
            return chunkAt() + ROOM;
        }

        int sumsAt() {
            return imageAt() + Winograd.POINTS * apart(band() * c);
        }

        int room() {
            return sumsAt() + Winograd.POINTS * apart(band() * whole(m));
        }
    }

    static boolean fits(ConvGeometry g, int lanes) {
        return lanes == LANES && g.groups() == 1 && Winograd.fits(g.window());
    }

    /** Whether this is the faster way. */
    boolean suits(ConvGeometry g, int lanes) {
        return fits(g, lanes) && forward.get(g, lanes).suits();
    }

    /** Whether it is for the gradient of the input. */
    boolean suitsInputGradient(ConvGeometry g, int lanes) {
        return fits(g, lanes) && backward.get(g, lanes).suits();
    }

    /** The floats from a point to the next, of so many channels: some more than theirs, so that points spread over the cache. */
    static int apart(int channels) {
        return (channels + 2) * LANES;
    }

    /** Filters rounded up to whole tiles of them. */
    static int whole(int filters) {
        return (filters + FILTERS - 1) / FILTERS * FILTERS;
    }

    /** The floats between the numbers of one tap and of the next. */
    private static int step(int c, int m) {
        return (c * whole(m) + V - 1) / V * V;
    }

    /** The floats that packed filters take. */
    int packedSize(ConvGeometry g) {
        int size = behind(g.c(), g.m());
        return forward.get(g, LANES).byTilesOnly() ? size : Math.addExact(size, VectorConv2d.packedSize(g));
    }

    /** Where filters for the direct sum begin, behind those of tiles from c channels to m. */
    private static int behind(int c, int m) {
        return Winograd.POINTS * step(c, m) + m;
    }

    /** Packs filters times {@code scale[m]} and {@code bias[m] * scale[m] + shift[m]}; each of the three may be null. */
    void pack(ConvGeometry g, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        int c = g.c();
        int m = g.m();
        int step = step(c, m);
        float[] to = packed.array;
        Arrays.fill(to, packed.offset, packed.offset + 9 * step, 0);
        for (int tap = 0; tap < 9; tap++) {
            for (int k = 0; k < c; k++) {
                int from = w.offset + (tap * c + k) * m;
                int at = packed.offset + tap * step + k * FILTERS;
                for (int i = 0; i < m; i++) {
                    float value = w.array[from + i];
                    to[at + i / FILTERS * c * FILTERS + i % FILTERS] = scale == null ? value : value * scale[i];
                }
            }
        }
        transform(step, to, packed.offset);
        PackedConv2d.packBiases(bias, scale, shift, 0, m, to, packed.offset + Winograd.POINTS * step);
        if (!forward.get(g, LANES).byTilesOnly()) {
            packed.offset += behind(c, m);
            VectorConv2d.pack(g, LANES, w, bias, scale, shift, packed);
            packed.offset -= behind(c, m);
        }
    }

    int packedInputGradientSize(ConvGeometry g) {
        int size = behind(g.m(), g.c());
        return backward.get(g, LANES).byTilesOnly()
                ? size
                : Math.addExact(size, VectorConv2d.packedInputGradientSize(g));
    }

    /** Packs filters as those of a convolution from their outputs to their inputs, behind them biases of 0. */
    void packInputGradient(ConvGeometry g, Floats w, Floats packed) {
        int c = g.c();
        int m = g.m();
        int step = step(m, c);
        float[] to = packed.array;
        Arrays.fill(to, packed.offset, packed.offset + 9 * step, 0);
        for (int tap = 0; tap < 9; tap++) {
            for (int i = 0; i < c; i++) {
                int from = w.offset + ((8 - tap) * c + i) * m;
                int at = packed.offset + tap * step + i / FILTERS * m * FILTERS + i % FILTERS;
                for (int k = 0; k < m; k++) {
                    to[at + k * FILTERS] = w.array[from + k];
                }
            }
        }
        transform(step, to, packed.offset);
        int biases = packed.offset + Winograd.POINTS * step;
        Arrays.fill(to, biases, biases + c, 0);
        if (!backward.get(g, LANES).byTilesOnly()) {
            packed.offset += behind(m, c);
            VectorConv2d.packInputGradient(g, LANES, w, packed);
            packed.offset -= behind(m, c);
        }
    }

    /** Turns the numbers of 9 taps to those of 36 points. */
    private static void transform(int step, float[] a, int at) {
        int tall = at + 18 * step;
        for (int column = 0; column < 3; column++) {
            Winograd.filter(step, a, at + column * step, 3 * step, a, tall + column * step, 3 * step);
        }
        // A row of six overwrites none of the rows of three that follow, and its own only once read.
        for (int row = 0; row < Winograd.IN; row++) {
            Winograd.filter(step, a, tall + row * 3 * step, step, a, at + row * Winograd.IN * step, step);
        }
    }

    int scratch(ConvGeometry g) {
        return forward.get(g, LANES).room();
    }

    int inputGradientScratch(ConvGeometry g) {
        return backward.get(g, LANES).room();
    }

    void forward(ConvGeometry g, Floats x, Floats packed, boolean relu, Floats y, Floats scratch) {
        Pass p = forward.get(g, LANES);
        run(p, step(g.c(), g.m()), x, packed, relu, y, scratch);
        if (!p.byTilesOnly()) {
            packed.offset += behind(p.c, p.m);
            direct.forward(g, LANES, p.tall, p.wide, x, packed, relu, y);
            packed.offset -= behind(p.c, p.m);
        }
    }

    void inputGradient(ConvGeometry g, Floats dy, Floats packed, Floats dx, Floats scratch) {
        Pass p = backward.get(g, LANES);
        run(p, step(g.m(), g.c()), dy, packed, false, dx, scratch);
        if (!p.byTilesOnly()) {
            packed.offset += behind(p.c, p.m);
            direct.inputGradient(g, LANES, p.tall, p.wide, dy, packed, dx);
            packed.offset -= behind(p.c, p.m);
        }
    }

    private static void run(Pass p, int step, Floats x, Floats packed, boolean relu, Floats y, Floats scratch) {
        float[] s = scratch.array;
        int at = scratch.offset;
        int biases = packed.offset + Winograd.POINTS * step;
        for (int i = 0; i < p.m; i++) {
            Arrays.fill(s, at + i * LANES, at + (i + 1) * LANES, packed.array[biases + i]);
        }
        int band = p.band();
        int image = at + p.imageAt();
        int sums = at + p.sumsAt();
        for (int first = 0; first < p.all(); first += band) {
            int tiles = Math.min(band, p.all() - first);
            for (int i = 0; i < tiles; i++) {
                image(p, first + i, x, s, at + p.chunkAt(), image + i * p.c * LANES, apart(tiles * p.c));
            }
            for (int point = 0; point < Winograd.POINTS; point++) {
                int u = packed.offset + point * step;
                for (int i = 0; i < tiles; i++) {
                    int v = image + point * apart(tiles * p.c) + i * p.c * LANES;
                    int z = sums + point * apart(tiles * whole(p.m)) + i * whole(p.m) * LANES;
                    products(p.c, whole(p.m), packed.array, u, s, v, s, z);
                }
            }
            for (int i = 0; i < tiles; i++) {
                int from = sums + i * whole(p.m) * LANES;
                outputs(p, first + i, s, at, from, apart(tiles * whole(p.m)), relu, y);
            }
        }
    }

    /** Transforms what a tile reads. */
    static void image(Pass p, int tile, Floats x, float[] s, int half, int to, int step) {
        int pixel = p.c * LANES;
        int top = tile / p.across() * Winograd.OUT - p.padTop;
        int left = tile % p.across() * Winograd.OUT - p.padLeft;
        int above = Math.max(0, -top);
        int below = Math.min(Winograd.IN, p.h - top);
        for (int i = 0; i < pixel; i += CHUNK) {
            int n = Math.min(CHUNK, pixel - i);
            for (int column = 0; column < Winograd.IN; column++) {
                int y = half + column * Winograd.IN * V;
                int from = x.offset + (top * p.w + left + column) * pixel + i;
                if (left + column < 0 || left + column >= p.w || above >= below) {
                    noColumn(n, s, y);
                } else {
                    imageColumn(n, above, below, x.array, from, p.w * pixel, s, y);
                }
            }
            for (int row = 0; row < Winograd.IN; row++) {
                imageRow(n, s, half + row * V, s, to + i + row * Winograd.IN * step, step);
            }
        }
    }

    /** {@link #imageColumn} of padding. */
    private static void noColumn(int n, float[] y, int yi) {
        for (int i = 0; i < n; i += V) {
            int to = yi + i * Winograd.POINTS;
            Arrays.fill(y, to, to + Winograd.IN * V, 0);
        }
    }

    /**
     * {@link Winograd#image} of columns: 6 pixels that lie {@code xs} apart to 6 vectors of every 36. In the place of rows of
     * padding others are read and multiplied with 0.
     */
    private static void imageColumn(int n, int above, int below, float[] x, int xi, int xs, float[] y, int yi) {
        int last = below - 1;
        int at0 = xi + Math.clamp(0, above, last) * xs;
        int at1 = xi + Math.clamp(1, above, last) * xs;
        int at2 = xi + Math.clamp(2, above, last) * xs;
        int at3 = xi + Math.clamp(3, above, last) * xs;
        int at4 = xi + Math.clamp(4, above, last) * xs;
        int at5 = xi + Math.clamp(5, above, last) * xs;
        FloatVector half = FloatVector.broadcast(SPECIES, -0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, -2);
        FloatVector both = FloatVector.broadcast(SPECIES, -2.5f);
        float k0 = kept(0, above, last);
        float k1 = kept(1, above, last);
        float k2 = kept(2, above, last);
        float k3 = kept(3, above, last);
        float k4 = kept(4, above, last);
        float k5 = kept(5, above, last);
        for (int i = 0; i < n; i += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at0 + i).mul(k0);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at1 + i).mul(k1);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, at2 + i).mul(k2);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, at3 + i).mul(k3);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, at4 + i).mul(k4);
            FloatVector x5 = FloatVector.fromArray(SPECIES, x, at5 + i).mul(k5);
            int to = yi + i * Winograd.POINTS;
            x2.fma(both, x0.add(x4)).intoArray(y, to);
            FloatVector even = x2.fma(two, x4);
            FloatVector odd = x1.fma(two, x3).mul(A);
            even.add(odd).intoArray(y, to + V);
            even.sub(odd).intoArray(y, to + 2 * V);
            even = x2.fma(half, x4);
            odd = x1.fma(half, x3).mul(B);
            even.add(odd).intoArray(y, to + 3 * V);
            even.sub(odd).intoArray(y, to + 4 * V);
            x3.fma(both, x1.add(x5)).intoArray(y, to + 5 * V);
        }
    }

    private static float kept(int row, int first, int last) {
        return row < first || row > last ? 0 : 1;
    }

    /** The same of rows: of every 36 vectors 6 that lie 6 apart to 6 points that lie {@code ys} apart. */
    private static void imageRow(int n, float[] x, int xi, float[] y, int yi, int ys) {
        FloatVector half = FloatVector.broadcast(SPECIES, -0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, -2);
        FloatVector both = FloatVector.broadcast(SPECIES, -2.5f);
        for (int i = 0; i < n; i += V) {
            int from = xi + i * Winograd.POINTS;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, from);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, from + 6 * V);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, from + 12 * V);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, from + 18 * V);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, from + 24 * V);
            FloatVector x5 = FloatVector.fromArray(SPECIES, x, from + 30 * V);
            int to = yi + i;
            x2.fma(both, x0.add(x4)).intoArray(y, to);
            FloatVector even = x2.fma(two, x4);
            FloatVector odd = x1.fma(two, x3).mul(A);
            even.add(odd).intoArray(y, to + ys);
            even.sub(odd).intoArray(y, to + 2 * ys);
            even = x2.fma(half, x4);
            odd = x1.fma(half, x3).mul(B);
            even.add(odd).intoArray(y, to + 3 * ys);
            even.sub(odd).intoArray(y, to + 4 * ys);
            x3.fma(both, x1.add(x5)).intoArray(y, to + 5 * ys);
        }
    }

    /** {@code y[m, l] = sum over c of x[c, l] * w[m / 4, c, m % 4]}. */
    private static void products(int channels, int filters, float[] w, int wb, float[] x, int xb, float[] y, int yb) {
        int xi = Simd.start(xb);
        int n = Simd.count(channels * FILTERS);
        for (int m = 0; m < filters; m += FILTERS) {
            int wi = Simd.start(wb + m * channels);
            FloatVector a0p = FloatVector.zero(SPECIES);
            FloatVector a0q = a0p;
            FloatVector a1p = a0p;
            FloatVector a1q = a0p;
            FloatVector a2p = a0p;
            FloatVector a2q = a0p;
            FloatVector a3p = a0p;
            FloatVector a3q = a0p;
            for (int k = 0; k < n; k += FILTERS) {
                FloatVector p = FloatVector.fromArray(SPECIES, x, xi + k * (LANES / FILTERS));
                FloatVector q = FloatVector.fromArray(SPECIES, x, xi + k * (LANES / FILTERS) + V);
                FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi + k]);
                a0p = p.fma(w0, a0p);
                a0q = q.fma(w0, a0q);
                FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + k + 1]);
                a1p = p.fma(w1, a1p);
                a1q = q.fma(w1, a1q);
                FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + k + 2]);
                a2p = p.fma(w2, a2p);
                a2q = q.fma(w2, a2q);
                FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + k + 3]);
                a3p = p.fma(w3, a3p);
                a3q = q.fma(w3, a3q);
            }
            int yi = yb + m * LANES;
            a0p.intoArray(y, yi);
            a0q.intoArray(y, yi + V);
            a1p.intoArray(y, yi + 2 * V);
            a1q.intoArray(y, yi + 3 * V);
            a2p.intoArray(y, yi + 4 * V);
            a2q.intoArray(y, yi + 5 * V);
            a3p.intoArray(y, yi + 6 * V);
            a3q.intoArray(y, yi + 7 * V);
        }
    }

    /** Transforms what a tile gives. */
    private static void outputs(Pass p, int tile, float[] s, int at, int from, int step, boolean relu, Floats y) {
        int pixel = p.m * LANES;
        int e = tile / p.across() * Winograd.OUT;
        int f = tile % p.across() * Winograd.OUT;
        int high = Math.min(Winograd.OUT, p.tall - e);
        int wide = Math.min(Winograd.OUT, p.wide - f);
        float low = relu ? 0 : Float.NEGATIVE_INFINITY;
        int half = at + p.chunkAt();
        int stage = half + Winograd.POINTS * OUTPUT;
        for (int i = 0; i < pixel; i += OUTPUT) {
            int n = Math.min(OUTPUT, pixel - i);
            for (int column = 0; column < Winograd.IN; column++) {
                outputColumn(n, s, from + i + column * step, 6 * step, s, half + column * Winograd.OUT * V);
            }
            for (int row = 0; row < high; row++) {
                int to = y.offset + ((e + row) * p.f + f) * pixel + i;
                if (wide == Winograd.OUT) {
                    outputRow(n, s, half + row * V, at + i, low, y.array, to, pixel);
                    continue;
                }
                outputRow(n, s, half + row * V, at + i, low, s, stage, OUTPUT);
                for (int column = 0; column < wide; column++) {
                    System.arraycopy(s, stage + column * OUTPUT, y.array, to + column * pixel, n);
                }
            }
        }
    }

    /** {@link Winograd#output} of columns: 6 numbers that lie {@code xs} apart to 4 of every 24 vectors. */
    private static void outputColumn(int n, float[] x, int xi, int xs, float[] y, int yi) {
        FloatVector a3 = FloatVector.broadcast(SPECIES, A / 2);
        FloatVector b = FloatVector.broadcast(SPECIES, B);
        FloatVector b3 = FloatVector.broadcast(SPECIES, 2 * B);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        for (int i = 0; i < n; i += V) {
            int from = xi + i;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, from);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, from + xs);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, from + 2 * xs);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, from + 3 * xs);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, from + 4 * xs);
            FloatVector x5 = FloatVector.fromArray(SPECIES, x, from + 5 * xs);
            FloatVector sumA = x1.add(x2);
            FloatVector sumB = x3.add(x4);
            FloatVector oddA = x1.sub(x2);
            FloatVector oddB = x3.sub(x4);
            int to = yi + i * 24;
            x0.add(sumA).add(sumB).intoArray(y, to);
            oddB.fma(b, oddA.mul(A)).intoArray(y, to + V);
            sumB.fma(two, sumA.mul(0.5f)).intoArray(y, to + 2 * V);
            oddB.fma(b3, oddA.fma(a3, x5)).intoArray(y, to + 3 * V);
        }
    }

    /** The same of rows: of every 24 vectors 6 that lie 4 apart to 4 pixels, with a bias and a bound. */
    private static void outputRow(int n, float[] x, int xi, int bias, float low, float[] y, int yi, int ys) {
        FloatVector a3 = FloatVector.broadcast(SPECIES, A / 2);
        FloatVector b = FloatVector.broadcast(SPECIES, B);
        FloatVector b3 = FloatVector.broadcast(SPECIES, 2 * B);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector a1 = FloatVector.broadcast(SPECIES, A);
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector least = FloatVector.broadcast(SPECIES, low);
        for (int i = 0; i < n; i += V) {
            int from = xi + i * 24;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, from);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, from + 4 * V);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, from + 8 * V);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, from + 12 * V);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, from + 16 * V);
            FloatVector x5 = FloatVector.fromArray(SPECIES, x, from + 20 * V);
            FloatVector shift = FloatVector.fromArray(SPECIES, x, bias + i);
            FloatVector sumA = x1.add(x2);
            FloatVector sumB = x3.add(x4);
            FloatVector oddA = x1.sub(x2);
            FloatVector oddB = x3.sub(x4);
            FloatVector v = x0.add(sumA).add(sumB.add(shift));
            v.blend(least, v.compare(VectorOperators.LT, least)).intoArray(y, yi + i);
            v = oddB.fma(b, oddA.fma(a1, shift));
            v.blend(least, v.compare(VectorOperators.LT, least)).intoArray(y, yi + ys + i);
            v = sumB.fma(two, sumA.fma(half, shift));
            v.blend(least, v.compare(VectorOperators.LT, least)).intoArray(y, yi + 2 * ys + i);
            v = oddB.fma(b3, oddA.fma(a3, x5.add(shift)));
            v.blend(least, v.compare(VectorOperators.LT, least)).intoArray(y, yi + 3 * ys + i);
        }
    }
}
