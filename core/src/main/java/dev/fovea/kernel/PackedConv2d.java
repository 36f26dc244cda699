package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Convolution of one image by filters that were packed for it, so that a tile reads them in the order of memory.
 *
 * <p>A panel holds two vectors of filters, {@code [R, S, C / groups, 2V]}, that of a group's last ones filled up with zeros;
 * behind all panels lie as many biases. Where a window hangs over the image, the rows that it needs are copied to scratch
 * room with zeros around them: then all outputs read alike, and no tile is cut short by a border. Where the runs of
 * neighbours that an output reads are short, they are gathered in scratch room, one behind the other.
 *
 * <p>Outputs are made band by band, a band being as many as read what the second cache holds; in it panel by panel, and of
 * a deep one some of the depth at a time. Where more is written than read, tile by tile instead, each by all panels.
 */
final class PackedConv2d implements ImageConv2d {
    static final int WIDTH = 2 * V;

    /** The pixels of a tile: sums, filters and what meets them at a time must find room in the registers. */
    static final int PIXELS = Simd.MANY_REGISTERS ? 8 : 6;

    /** The rows of a panel that outputs of a band meet before the next: they stay in the second cache meanwhile. */
    static final int DEPTH = 1024;

    /** The numbers that a band reads and makes. */
    private static final int BAND = 32 * 1024;

    /** The outputs of a band at least, as all filters are read again for each band. */
    private static final int NARROWEST = 12 * PIXELS;

    /** Runs at least so long are read where they lie. */
    private static final int LONG = 64;

    /** The pixels that a tile may lie over behind its own: those that its vectors reach. */
    private static final int OVER = WIDTH;

    private final Memo<Walk> walks = new Memo<>((g, lanes) -> Walk.of(g));

    /**
     * How outputs read an image, or the copy of it that has zeros around.
     *
     * @param starts where the window of each output begins
     * @param runs from there, where each run of neighbours begins
     * @param length of each run
     * @param pieces of all runs, none longer than {@link #DEPTH}: where each begins and how long it is, in turn
     * @param ends for each block of the depth, behind which of the pieces it ends
     * @param gathered for the outputs of a band where each one's numbers lie once gathered; null where they are not
     * @param band the outputs of a band
     * @param across whether a tile of pixels meets all panels before the next: where more is written than read, so that
     *     what is written, and what is added to it, is met in the order of memory
     */
    private record Walk(
            int[] starts, int[] runs, int length, int[] pieces, int[] ends, int[] gathered, int band, boolean across) {
        static Walk of(ConvGeometry g) {
            Window w = g.window();
            int c = g.c();
            int columns = columns(w);
            int[] starts = new int[w.e() * w.f() + PIXELS];
            for (int i = 0; i < w.e() * w.f(); i++) {
                starts[i] = (i / w.f() * w.strideH() * columns + i % w.f() * w.strideW()) * c;
            }
            boolean rowsOfTaps = g.groups() == 1 && w.dilationW() == 1;
            int perRow = rowsOfTaps ? 1 : w.s();
            int length = rowsOfTaps ? w.s() * c : g.channelsPerGroup();
            int[] runs = new int[w.r() * perRow];
            for (int i = 0; i < runs.length; i++) {
                runs[i] = (i / perRow * w.dilationH() * columns + i % perRow * w.dilationW()) * c;
            }
            boolean gathers = runs.length > 1 && length < LONG;
            int depth = depth(g);
            int numbers = g.m() + (gathers ? depth : w.strideH() * w.strideW() * c);
            int band = Math.max(BAND / numbers / PIXELS * PIXELS, NARROWEST);
            int[] gathered = null;
            if (gathers) {
                gathered = new int[band];
                Arrays.setAll(gathered, i -> i * depth);
            }
            List<Integer> pieces = new ArrayList<>();
            List<Integer> ends = new ArrayList<>();
            int filled = 0;
            for (int run : gathers ? new int[1] : runs) {
                int all = gathers ? depth : length;
                int parts = Math.ceilDiv(all, DEPTH);
                for (int part = 0; part < parts; part++) {
                    int from = all * part / parts;
                    int size = all * (part + 1) / parts - from;
                    if (filled + size > DEPTH) {
                        ends.add(pieces.size() / 2);
                        filled = 0;
                    }
                    pieces.addAll(List.of(run + from, size));
                    filled += size;
                }
            }
            ends.add(pieces.size() / 2);
            boolean across = pieces.size() == 2 && g.filtersPerGroup() > depth;
            return new Walk(starts, runs, length, ints(pieces), ints(ends), gathered, band, across);
        }

        boolean inOnePiece() {
            return pieces.length == 2;
        }

        private static int[] ints(List<Integer> list) {
            return list.stream().mapToInt(i -> i).toArray();
        }
    }

    @Override
    public String name(ConvGeometry g) {
        return "tiles of " + PIXELS + " pixels x " + WIDTH + " filters"
                + (walks.get(g, 1).gathered == null ? "" : ", gathered");
    }

    static int panels(ConvGeometry g) {
        return (g.filtersPerGroup() + WIDTH - 1) / WIDTH;
    }

    private static int depth(ConvGeometry g) {
        return g.window().r() * g.window().s() * g.channelsPerGroup();
    }

    /** The filters of a group with those that fill up its last panel. */
    static int filled(int filters) {
        return (filters + WIDTH - 1) / WIDTH * WIDTH;
    }

    @Override
    public int packedSize(ConvGeometry g) {
        int filters = Math.multiplyExact(g.groups(), filled(g.filtersPerGroup()));
        return Math.multiplyExact(filters, depth(g) + 1);
    }

    @Override
    public void pack(ConvGeometry g, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        int mg = g.filtersPerGroup();
        int to = packed.offset;
        for (int group = 0; group < g.groups(); group++) {
            for (int first = 0; first < mg; first += WIDTH) {
                int from = group * mg + first;
                int filters = Math.min(WIDTH, mg - first);
                for (int k = 0; k < depth(g); k++) {
                    int row = w.offset + k * g.m() + from;
                    scaled(filters, w.array, row, scale, from, packed.array, to);
                    Arrays.fill(packed.array, to + filters, to + WIDTH, 0);
                    to += WIDTH;
                }
            }
        }
        for (int group = 0; group < g.groups(); group++) {
            packBiases(bias, scale, shift, group * mg, mg, packed.array, to);
            Arrays.fill(packed.array, to + mg, to + filled(mg), 0);
            to += filled(mg);
        }
    }

    /** Copies so many weights, times their scales; in a method of its own, which the JVM compiles early. */
    static void scaled(int n, float[] w, int wi, float[] scale, int si, float[] to, int at) {
        if (scale == null) {
            System.arraycopy(w, wi, to, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            to[at + i] = w[wi + i] * scale[si + i];
        }
    }

    /** Packs {@code bias[m] * scale[m] + shift[m]} of so many filters; each of the three may be null. */
    static void packBiases(Floats bias, float[] scale, float[] shift, int first, int filters, float[] to, int at) {
        for (int i = 0; i < filters; i++) {
            float b = bias == null ? 0 : bias.array[bias.offset + first + i];
            to[at + i] = scale == null ? b : b * scale[first + i] + shift[first + i];
        }
    }

    static boolean padded(Window w) {
        return w.padTop() > 0
                || w.padLeft() > 0
                || w.row(w.e() - 1, w.r() - 1) >= w.h()
                || w.column(w.f() - 1, w.s() - 1) >= w.w();
    }

    /** The rows and columns of an image that outputs read, those of padding among them. */
    private static int rowsRead(Window w, int outputs) {
        return (outputs - 1) * w.strideH() + (w.r() - 1) * w.dilationH() + 1;
    }

    private static int columnsRead(Window w) {
        return (w.f() - 1) * w.strideW() + (w.s() - 1) * w.dilationW() + 1;
    }

    /** The columns of the image that windows go over: of the copy if it needs one, else of itself. */
    static int columns(Window w) {
        return padded(w) ? columnsRead(w) : w.w();
    }

    /** The floats that {@link #copyRows} fills for so many rows of the output. */
    static int copySize(ConvGeometry g, int rows) {
        Window w = g.window();
        return padded(w) ? Math.multiplyExact(rowsRead(w, rows) * columnsRead(w), g.c()) : 0;
    }

    @Override
    public int scratch(ConvGeometry g) {
        Walk walk = walks.get(g, 1);
        // A last run is copied in whole vectors.
        int gathered = walk.gathered == null ? 0 : Math.multiplyExact(walk.band, depth(g)) + V;
        return Math.addExact(Math.addExact(copySize(g, g.window().e()), gathered), PIXELS * WIDTH);
    }

    @Override
    public boolean addsResidual() {
        return true;
    }

    @Override
    public boolean dividesFilters(ConvGeometry g, int parts) {
        return largerThanImage(g, parts);
    }

    /** Whether filters are larger than the image, and in panels enough for so many parts. */
    static boolean largerThanImage(ConvGeometry g, int parts) {
        int all = g.groups() * panels(g);
        return (all % parts == 0 || all >= 4 * parts) && g.filterSize() > g.inputSize();
    }

    @Override
    public int firstPixel(ConvGeometry g, int part, int parts) {
        int all = g.window().e() * g.window().f();
        int tiles = (all + PIXELS - 1) / PIXELS;
        return Math.min(all, (int) ((long) tiles * part / parts) * PIXELS);
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
        Window w = g.window();
        int perGroup = panels(g);
        int all = g.groups() * perGroup;
        int firstPixel = byFilters ? 0 : firstPixel(g, part, parts);
        int endPixel = byFilters ? w.e() * w.f() : firstPixel(g, part + 1, parts);
        int firstPanel = byFilters ? all * part / parts : 0;
        int endPanel = byFilters ? all * (part + 1) / parts : all;
        if (firstPixel == endPixel) {
            return;
        }
        Walk walk = walks.get(g, 1);
        float[] image = x.array;
        int start = x.offset;
        int gather = scratch.offset + PIXELS * WIDTH;
        if (padded(w)) {
            int row = firstPixel / w.f();
            copyRows(g, x, row, (endPixel - 1) / w.f() + 1, scratch.array, gather);
            image = scratch.array;
            start = gather - row * w.strideH() * columnsRead(w) * g.c();
            gather += copySize(g, w.e());
        }
        boolean gathers = walk.gathered != null;
        float[] in = gathers ? scratch.array : image;
        int[] starts = gathers ? walk.gathered : walk.starts;
        float[] added = residual == null ? null : residual.array;
        int filled = filled(g.filtersPerGroup());
        int biases = packed.offset + g.groups() * filled * depth(g);
        for (int pixel = firstPixel; pixel < endPixel; pixel += walk.band) {
            int pixels = Math.min(walk.band, endPixel - pixel);
            for (int group = firstPanel / perGroup; group * perGroup < endPanel; group++) {
                int channel = group * g.channelsPerGroup();
                int from = gathers ? gather : start + channel;
                int which = gathers ? 0 : pixel;
                if (gathers) {
                    gather(walk, image, start + channel, pixel, pixels, scratch.array, gather);
                }
                int begin = Math.max(firstPanel, group * perGroup);
                int end = Math.min(endPanel, (group + 1) * perGroup);
                int first = (begin - group * perGroup) * WIDTH;
                int filters = Math.min(g.filtersPerGroup() - first, (end - begin) * WIDTH);
                int panel = packed.offset + (group * filled + first) * depth(g);
                int bias = biases + group * filled + first;
                int output = pixel * g.m() + group * g.filtersPerGroup() + first;
                int to = y.offset + output;
                int add = residual == null ? 0 : residual.offset + output;
                if (walk.across) {
                    across(
                            walk,
                            pixels,
                            in,
                            from,
                            starts,
                            which,
                            packed.array,
                            panel,
                            bias,
                            added,
                            add,
                            filters,
                            range,
                            scratch.array,
                            scratch.offset,
                            y.array,
                            to,
                            g.m());
                } else {
                    for (int i = 0; i < filters; i += WIDTH) {
                        band(
                                walk,
                                pixels,
                                in,
                                from,
                                starts,
                                which,
                                packed.array,
                                panel + i * depth(g),
                                bias + i,
                                added,
                                add + i,
                                filters - i,
                                range,
                                scratch.array,
                                scratch.offset,
                                y.array,
                                to + i,
                                g.m());
                    }
                }
            }
        }
    }

    private static void gather(Walk walk, float[] x, int xb, int pixel, int pixels, float[] to, int at) {
        int[] runs = walk.runs;
        int length = walk.length;
        for (int p = 0; p < pixels; p++) {
            int from = xb + walk.starts[pixel + p];
            for (int run = 0; run < runs.length; run++) {
                copy(x, from + runs[run], length, to, at);
                at += length;
            }
        }
    }

    /** In whole vectors where memory goes on far enough; what is too much is overwritten by the next run. */
    private static void copy(float[] from, int source, int length, float[] to, int target) {
        if (source + length + V > from.length) {
            System.arraycopy(from, source, to, target, length);
            return;
        }
        for (int i = 0; i < length; i += V) {
            FloatVector.fromArray(SPECIES, from, source + i).intoArray(to, target + i);
        }
    }

    /**
     * Pixels by one panel, block after block of its depth. Where the panel is filled up, tiles go through scratch room, as
     * y has no room for them, and all of the depth at once; but where y is of this panel alone, tiles may lie over the next
     * pixels, which are made later.
     *
     * @param r what is added, as y lies; null for nothing
     */
    private static void band(
            Walk walk,
            int pixels,
            float[] x,
            int xb,
            int[] starts,
            int pixel,
            float[] w,
            int wb,
            int bb,
            float[] r,
            int rb,
            int left,
            float[] range,
            float[] scratch,
            int room,
            float[] y,
            int yb,
            int ys) {
        boolean full = fills(left);
        boolean over = left == ys && walk.inOnePiece() && r == null;
        int blocks = walk.ends.length;
        int begin = 0;
        int wi = wb;
        for (int block = full ? 0 : blocks - 1; block < blocks; block++) {
            int end = walk.ends[block];
            int p = 0;
            if (full && end == begin + 1) {
                int tiles = tiles(pixels);
                tiles(
                        walk.pieces,
                        begin,
                        tiles,
                        x,
                        xb,
                        starts,
                        pixel,
                        w,
                        wi,
                        bb,
                        r,
                        rb,
                        left,
                        range,
                        y,
                        yb,
                        ys);
                p = tiles * PIXELS;
            }
            while (p < pixels) {
                int count = pixels(pixels - p);
                boolean whole = full || over && p + count + OVER <= pixels;
                tile(
                        walk.pieces,
                        begin,
                        end,
                        count,
                        x,
                        xb,
                        starts,
                        pixel + p,
                        w,
                        wi,
                        bb,
                        r,
                        rb + p * ys,
                        left,
                        whole,
                        range,
                        scratch,
                        room,
                        y,
                        yb + p * ys,
                        ys);
                p += count;
            }
            for (int piece = begin; piece < end; piece++) {
                wi += walk.pieces[2 * piece + 1] * WIDTH;
            }
            begin = end;
        }
    }

    /**
     * Whole tiles of pixels one behind the other by a panel of filters that fill its vectors, by a piece of the depth.
     *
     * @param starts where in x, from xb on, what each pixel reads begins
     */
    private static void tiles(
            int[] pieces,
            int piece,
            int tiles,
            float[] x,
            int xb,
            int[] starts,
            int pixel,
            float[] w,
            int wi,
            int bb,
            float[] r,
            int rb,
            int left,
            float[] range,
            float[] y,
            int yb,
            int ys) {
        boolean begins = piece == 0;
        boolean ends = piece == pieces.length / 2 - 1;
        int step = PIXELS * ys;
        PanelTiles.panels(
                PIXELS,
                left > V ? 2 : 1,
                tiles,
                pieces[2 * piece + 1],
                x,
                xb + pieces[2 * piece],
                starts,
                pixel,
                PIXELS,
                w,
                wi,
                0,
                begins ? w : y,
                begins ? bb : yb,
                begins ? 0 : ys,
                begins ? 0 : step,
                ends ? r : null,
                rb,
                ends ? range : PanelTiles.ALL,
                y,
                yb,
                ys,
                step);
    }

    /**
     * Pixels by one panel of filters that fill its vectors.
     *
     * @param starts where in x, from xb on, each pixel's only run of numbers begins
     */
    static void panel(
            int[] run,
            int pixels,
            float[] x,
            int xb,
            int[] starts,
            float[] w,
            int wb,
            int bb,
            int left,
            float[] range,
            float[] y,
            int yb,
            int ys) {
        int tiles = tiles(pixels);
        tiles(run, 0, tiles, x, xb, starts, 0, w, wb, bb, null, 0, left, range, y, yb, ys);
        for (int p = tiles * PIXELS; p < pixels; ) {
            int count = pixels(pixels - p);
            tile(run, 0, 1, count, x, xb, starts, p, w, wb, bb, null, 0, left, true, range, null, 0, y, yb + p * ys, ys);
            p += count;
        }
    }

    /** Pixels by all of the panels that so many filters are in, tile after tile of pixels, as {@link #band} has them. */
    private static void across(
            Walk walk,
            int pixels,
            float[] x,
            int xb,
            int[] starts,
            int pixel,
            float[] w,
            int wb,
            int bb,
            float[] r,
            int rb,
            int filters,
            float[] range,
            float[] scratch,
            int room,
            float[] y,
            int yb,
            int ys) {
        int depth = walk.pieces[1];
        for (int p = 0; p < pixels; ) {
            int count = pixels(pixels - p);
            int panels = filters / WIDTH;
            PanelTiles.panels(
                    count,
                    2,
                    panels,
                    depth,
                    x,
                    xb + walk.pieces[0],
                    starts,
                    pixel + p,
                    0,
                    w,
                    wb,
                    depth * WIDTH,
                    w,
                    bb,
                    0,
                    WIDTH,
                    r,
                    rb + p * ys,
                    range,
                    y,
                    yb + p * ys,
                    ys,
                    WIDTH);
            for (int first = panels * WIDTH; first < filters; first += WIDTH) {
                int left = filters - first;
                boolean full = fills(left);
                int from = p * ys + first;
                tile(
                        walk.pieces,
                        0,
                        1,
                        count,
                        x,
                        xb,
                        starts,
                        pixel + p,
                        w,
                        wb + first * depth,
                        bb + first,
                        r,
                        rb + from,
                        left,
                        full,
                        range,
                        scratch,
                        room,
                        y,
                        yb + from,
                        ys);
            }
            p += count;
        }
    }

    /**
     * A tile, by some pieces of the depth; at the first its sums begin, at the last they end.
     *
     * @param whole whether y has room for all of the tile; otherwise it goes through scratch room
     */
    private static void tile(
            int[] pieces,
            int begin,
            int end,
            int count,
            float[] x,
            int xb,
            int[] starts,
            int pixel,
            float[] w,
            int wi,
            int bb,
            float[] r,
            int ri,
            int left,
            boolean whole,
            float[] range,
            float[] scratch,
            int room,
            float[] y,
            int yi,
            int ys) {
        int vectors = left > V ? 2 : 1;
        int last = pieces.length / 2 - 1;
        float[] to = whole ? y : scratch;
        int step = whole ? ys : WIDTH;
        int at = whole ? yi : room;
        // What y has no room for is not all there to be added at the end either: such sums begin with it.
        boolean before = r != null && !whole && begin == 0;
        for (int i = 0; before && i < count; i++) {
            for (int j = 0; j < WIDTH; j++) {
                scratch[room + i * WIDTH + j] = w[bb + j] + (j < left ? r[ri + i * ys + j] : 0);
            }
        }
        int wk = wi;
        for (int piece = begin; piece < end; piece++) {
            int length = pieces[2 * piece + 1];
            boolean begins = piece == 0 && !before;
            boolean ends = piece == last;
            PanelTiles.panels(
                    count,
                    vectors,
                    1,
                    length,
                    x,
                    xb + pieces[2 * piece],
                    starts,
                    pixel,
                    0,
                    w,
                    wk,
                    0,
                    begins ? w : to,
                    begins ? bb : at,
                    begins ? 0 : step,
                    0,
                    ends && whole ? r : null,
                    ri,
                    ends ? range : PanelTiles.ALL,
                    to,
                    at,
                    step,
                    0);
            wk += length * WIDTH;
        }
        for (int i = 0; !whole && i < count; i++) {
            System.arraycopy(scratch, room + i * WIDTH, y, yi + i * ys, left);
        }
    }

    /** Whether so many filters fill the vectors of the tile that they begin with. */
    private static boolean fills(int left) {
        return left >= WIDTH || left == V;
    }

    /** How many pixels the next tile takes when so many are left: never a thin tile where two even ones would do. */
    static int pixels(int left) {
        return part(left, PIXELS);
    }

    /** How many of the largest tiles so many pixels begin with. */
    static int tiles(int pixels) {
        int all = pixels / PIXELS;
        return all * PIXELS == pixels ? all : Math.max(all - 1, 0);
    }

    /** How much of what is left to take when it may be so much at most, and all parts are to be about even. */
    static int evenPart(int left, int most) {
        return Math.ceilDiv(left, Math.ceilDiv(left, most));
    }

    /** How much of what is left to take when it may be so much at most: never little where two even parts would do. */
    static int part(int left, int most) {
        return left <= most ? left : left < 2 * most ? (left + 1) / 2 : most;
    }

    /** Copies what the rows {@code from} to before {@code to} of the output read, with zeros where there is padding. */
    static void copyRows(ConvGeometry g, Floats x, int from, int to, float[] scratch, int start) {
        Window w = g.window();
        int row = columnsRead(w) * g.c();
        int before = w.padLeft() * g.c();
        int length = Math.min(w.w(), columnsRead(w) - w.padLeft()) * g.c();
        for (int i = 0; i < rowsRead(w, to - from); i++) {
            int at = start + i * row;
            int source = from * w.strideH() + i - w.padTop();
            if (source < 0 || source >= w.h()) {
                Arrays.fill(scratch, at, at + row, 0);
                continue;
            }
            Arrays.fill(scratch, at, at + before, 0);
            System.arraycopy(x.array, x.offset + source * w.w() * g.c(), scratch, at + before, length);
            Arrays.fill(scratch, at + before + length, at + row, 0);
        }
    }
}
