package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Convolution of one image by filters of 3 x 3 taps, with a quarter of the multiplications: {@link Winograd}'s tiles of 4 x 4
 * outputs; or with less than a half of them, by tiles of 2 x 2, whose filters take half the room and time to read.
 *
 * <p>Filters are packed as a matrix of panels for each point of a tile, {@code [point][panel][C][2V]}; then the biases of all panels, and room
 * for packing. Bands of tiles, row after row of them, are transformed to {@code
 * [point][tile][C]}, multiplied to {@code [point][tile][M]} and transformed back.
 */
final class WinogradConv2d implements ImageConv2d {
    private static final int WIDTH = PackedConv2d.WIDTH;

    /** The numbers that a band is transformed to, those before and those behind the products. */
    private static final int BAND = 256 * 1024;

    /** The same where filters are more than that, as they are read again for each band. */
    private static final int MOST = 2048 * 1024;

    /**
     * The tiles of pixels that meet all panels before the next: enough for a panel to be read from the first cache, and few, so
     * that what they make is written in the order of memory.
     */
    private static final int GROUP = 4 * PackedConv2d.PIXELS;

    private final Memo<Walk> walks = new Memo<>((g, lanes) -> walk(g));

    /** The outputs of a tile along an axis, the pixels that it reads, and the numbers of a tile when transformed. */
    private final int out;

    private final int in;
    private final int points;

    /** @param out the outputs of a tile along an axis, 4 or 2 */
    WinogradConv2d(int out) {
        this.out = out;
        this.in = out + 2;
        this.points = in * in;
    }

    /**
     * @param down the rows of tiles
     * @param across the tiles of a row
     * @param band the most tiles of a band
     * @param strip the most columns of pixels that tiles of a band go over, in one row of them
     * @param starts where each tile of a band begins in what is multiplied
     */
    private record Walk(int down, int across, int band, int strip, int[] starts) {}

    private Walk walk(ConvGeometry g) {
        int down = tiles(g.window().e());
        int across = tiles(g.window().f());
        int numbers = Math.clamp((long) g.c() * filters(g) * points, BAND, MOST);
        int most = Math.max(4, numbers / points / (g.c() + filters(g)));
        int bands = Math.ceilDiv(down * across, most);
        int band = Math.ceilDiv(down * across, bands);
        int[] starts = new int[band];
        Arrays.setAll(starts, i -> i * g.c());
        return new Walk(down, across, band, columns(Math.min(across, band)), starts);
    }

    /** Whether it can be done at all. */
    static boolean fits(ConvGeometry g) {
        return Winograd.fits(g.window()) && g.groups() == 1 && g.c() % V == 0 && g.m() % V == 0;
    }

    /**
     * What it takes, in multiplications of the direct way as measured. Products cost somewhat more than there, as sums are
     * shorter, each number transformed costs several, and so does reading each filter, of which there are two or four times as
     * many, once.
     */
    double cost(ConvGeometry g) {
        double tiles = (double) tiles(g.window().e()) * tiles(g.window().f());
        double factors = (double) g.c() * filters(g);
        return points * (tiles * (1.1 * factors + 12.0 * g.c() + 32.0 * filters(g)) + 5 * factors);
    }

    /** The multiplications of the direct way. */
    static double direct(ConvGeometry g) {
        return 9.0 * g.outputSize() * g.c();
    }

    private int tiles(int outputs) {
        return Math.ceilDiv(outputs, out);
    }

    private int columns(int tiles) {
        return tiles * out + in - out;
    }

    /** The filters with those that fill up the last panel. */
    private static int filters(ConvGeometry g) {
        return PackedConv2d.filled(g.m());
    }

    @Override
    public String name(ConvGeometry g) {
        return "Winograd, tiles of " + out + " x " + out + " pixels";
    }

    @Override
    public int packedSize(ConvGeometry g) {
        int perChannel = Math.multiplyExact(points, filters(g));
        return Math.addExact(Math.multiplyExact(perChannel, g.c()), filters(g) + 2 * perChannel);
    }

    @Override
    public void pack(ConvGeometry g, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        int m = g.m();
        int filters = filters(g);
        int perPoint = g.c() * filters;
        float[] to = packed.array;
        int biases = packed.offset + points * perPoint;
        PackedConv2d.packBiases(bias, scale, shift, 0, m, to, biases);
        Arrays.fill(to, biases + m, biases + filters, 0);
        int half = biases + filters;
        int whole = half + points * filters;
        int step = g.c() * m;
        for (int c = 0; c < g.c(); c++) {
            for (int s = 0; s < 3; s++) {
                filter(m, w.array, w.offset + s * step + c * m, 3 * step, to, half + s * m, 3 * m);
            }
            for (int r = 0; r < in; r++) {
                filter(m, to, half + r * 3 * m, m, to, whole + r * in * m, m);
            }
            for (int point = 0; point < points; point++) {
                int from = whole + point * m;
                for (int first = 0; first < m; first += WIDTH) {
                    int size = Math.min(WIDTH, m - first);
                    int at = packed.offset + point * perPoint + first * g.c() + c * WIDTH;
                    PackedConv2d.scaled(size, to, from + first, scale, first, to, at);
                    Arrays.fill(to, at + size, at + WIDTH, 0);
                }
            }
        }
    }

    @Override
    public int scratch(ConvGeometry g) {
        Walk walk = walks.get(g, 1);
        int perTile = Math.multiplyExact(points, g.c() + filters(g));
        int strips = Math.multiplyExact(2 * in * walk.strip, g.c());
        int tile = out * (in + out) * filters(g);
        return Math.addExact(Math.addExact(Math.multiplyExact(perTile, walk.band), strips), tile);
    }

    @Override
    public boolean addsResidual() {
        return true;
    }

    @Override
    public boolean dividesFilters(ConvGeometry g, int parts) {
        return PackedConv2d.largerThanImage(g, parts);
    }

    /** The first row of tiles of a part. */
    private int firstRow(ConvGeometry g, int part, int parts) {
        return (int) ((long) tiles(g.window().e()) * part / parts);
    }

    @Override
    public int firstPixel(ConvGeometry g, int part, int parts) {
        return Math.min(g.window().e(), firstRow(g, part, parts) * out)
                * g.window().f();
    }

    @Override
    public void forward(
            ConvGeometry g,
            Floats x,
            Floats packed,
            Floats residual,
            float[] range,
            Floats y,
            Floats scratch,
            int part,
            int parts,
            boolean byFilters) {
        Walk walk = walks.get(g, 1);
        int panels = PackedConv2d.panels(g);
        int from = byFilters ? 0 : firstRow(g, part, parts) * walk.across;
        int to = byFilters ? walk.down * walk.across : firstRow(g, part + 1, parts) * walk.across;
        int firstPanel = byFilters ? panels * part / parts : 0;
        int endPanel = byFilters ? panels * (part + 1) / parts : panels;
        if (firstPanel == endPanel) {
            return;
        }
        float[] room = scratch.array;
        int factors = scratch.offset;
        int products = factors + points * g.c() * walk.band;
        int strip = products + points * filters(g) * walk.band;
        int tile = strip + 2 * in * walk.strip * g.c();
        for (int first = from; first < to; first += walk.band) {
            int tiles = Math.min(walk.band, to - first);
            transform(g, walk, x, first, tiles, room, factors, strip);
            multiply(g, walk, tiles, room, factors, packed, firstPanel, endPanel, products);
            transformBack(
                    g, walk, first, tiles, room, products, tile, packed, firstPanel, endPanel, residual, range, y);
        }
    }

    /** Pixels of tiles, run by run of neighbours in a row of tiles. */
    private void transform(
            ConvGeometry g, Walk walk, Floats x, int first, int tiles, float[] room, int factors, int strip) {
        Window w = g.window();
        int c = g.c();
        for (int done = 0; done < tiles; ) {
            int column = (first + done) % walk.across;
            int run = Math.min(walk.across - column, tiles - done);
            int top = (first + done) / walk.across * out - w.padTop();
            int left = column * out - w.padLeft();
            int columns = columns(run);
            rows(g, x, top, left, columns, room, strip);
            for (int row = 0; row < in; row++) {
                for (int t = 0; t < run; t++) {
                    int from = strip + (row * columns + t * out) * c;
                    int to = factors + (row * in * walk.band + done + t) * c;
                    image(c, room, from, c, room, to, walk.band * c);
                }
            }
            done += run;
        }
    }

    /** The transform along columns of pixels, with zeros where they are outside of the image. */
    private void rows(ConvGeometry g, Floats x, int top, int left, int columns, float[] room, int strip) {
        Window w = g.window();
        int c = g.c();
        int begin = Math.clamp(-left, 0, columns);
        int end = Math.clamp(w.w() - left, begin, columns);
        int length = (end - begin) * c;
        float[] from = x.array;
        int at = x.offset + (top * w.w() + left + begin) * c;
        int step = w.w() * c;
        if (top < 0 || top + in > w.h()) {
            int copy = strip + in * columns * c;
            for (int row = 0; row < in; row++) {
                if (top + row < 0 || top + row >= w.h()) {
                    Arrays.fill(room, copy + row * length, copy + (row + 1) * length, 0);
                } else {
                    System.arraycopy(from, at + row * step, room, copy + row * length, length);
                }
            }
            from = room;
            at = copy;
            step = length;
        }
        image(length, from, at, step, room, strip + begin * c, columns * c);
        for (int row = 0; row < in; row++) {
            int start = strip + row * columns * c;
            Arrays.fill(room, start, start + begin * c, 0);
            Arrays.fill(room, start + end * c, start + columns * c, 0);
        }
    }

    private void multiply(
            ConvGeometry g,
            Walk walk,
            int tiles,
            float[] room,
            int factors,
            Floats packed,
            int firstPanel,
            int endPanel,
            int products) {
        int c = g.c();
        int filters = filters(g);
        for (int point = 0; point < points; point++) {
            int from = factors + point * walk.band * c;
            int to = products + point * walk.band * filters;
            for (int k = 0; k < c; ) {
                int depth = PackedConv2d.part(c - k, PackedConv2d.DEPTH);
                boolean begins = k == 0;
                for (int first = 0; first < tiles; first += GROUP) {
                    int end = Math.min(tiles, first + GROUP);
                    for (int panel = firstPanel; panel < endPanel; panel++) {
                        int w = packed.offset + (point * filters + panel * WIDTH) * c + k * WIDTH;
                        int at = to + first * filters + panel * WIDTH;
                        PackedConv2d.panel(
                                PanelTiles.ONE,
                                depth,
                                end - first,
                                room,
                                from + k,
                                walk.starts,
                                first,
                                packed.array,
                                w,
                                WIDTH,
                                begins ? PanelTiles.ZEROS : room,
                                begins ? 0 : at,
                                begins ? 0 : filters,
                                PanelTiles.ZEROS,
                                0,
                                PanelTiles.ALL,
                                room,
                                at,
                                filters);
                    }
                }
                k += depth;
            }
        }
    }

    private void transformBack(
            ConvGeometry g,
            Walk walk,
            int first,
            int tiles,
            float[] room,
            int products,
            int tile,
            Floats packed,
            int firstPanel,
            int endPanel,
            Floats residual,
            float[] range,
            Floats y) {
        Window w = g.window();
        int filters = filters(g);
        int begin = firstPanel * WIDTH;
        int n = Math.min(g.m(), endPanel * WIDTH) - begin;
        int bias = packed.offset + points * g.c() * filters + begin;
        int outputs = tile + in * out * n;
        for (int t = 0; t < tiles; t++) {
            int row = (first + t) / walk.across * out;
            int column = (first + t) % walk.across * out;
            int rows = Math.min(out, w.e() - row);
            int columns = Math.min(out, w.f() - column);
            for (int i = 0; i < in; i++) {
                int from = products + (i * in * walk.band + t) * filters + begin;
                output(n, room, from, walk.band * filters, room, tile + i * out * n, n);
            }
            for (int j = 0; j < columns; j++) {
                output(n, room, tile + j * n, out * n, room, outputs + j * n, out * n);
            }
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    int from = outputs + (i * out + j) * n;
                    int to = ((row + i) * w.f() + column + j) * g.m() + begin;
                    if (residual != null) {
                        add(n, room, from, residual.array, residual.offset + to);
                    }
                    finish(n, room, from, packed.array, bias, range, y.array, y.offset + to);
                }
            }
        }
    }

    private void image(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        if (out == Winograd.OUT) {
            Winograd.image(n, x, xi, xs, y, yi, ys);
        } else {
            Winograd.smallImage(n, x, xi, xs, y, yi, ys);
        }
    }

    private void output(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        if (out == Winograd.OUT) {
            Winograd.output(n, x, xi, xs, y, yi, ys);
        } else {
            Winograd.smallOutput(n, x, xi, xs, y, yi, ys);
        }
    }

    private void filter(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        if (out == Winograd.OUT) {
            Winograd.filter(n, x, xi, xs, y, yi, ys);
        } else {
            Winograd.smallFilter(n, x, xi, xs, y, yi, ys);
        }
    }

    private static void add(int n, float[] x, int xi, float[] residual, int ri) {
        for (int i = 0; i < n; i += V) {
            FloatVector.fromArray(SPECIES, x, xi + i)
                    .add(FloatVector.fromArray(SPECIES, residual, ri + i))
                    .intoArray(x, xi + i);
        }
    }

    private static void finish(int n, float[] x, int xi, float[] bias, int bi, float[] range, float[] y, int yi) {
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        for (int i = 0; i < n; i += V) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i).add(FloatVector.fromArray(SPECIES, bias, bi + i));
            v = v.blend(low, v.lt(low));
            v.blend(high, high.lt(v)).intoArray(y, yi + i);
        }
    }
}
