package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.V;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Convolution of one image by filters that were packed for it, so that a tile reads them in the order of memory.
 *
 * <p>A panel holds two vectors of filters, {@code [R, S, C / groups, 2V]}, that of a group's last ones filled up with zeros;
 * behind all panels lie as many biases. Where a window hangs over the image, the rows that it needs are copied to scratch
 * room with zeros around them: then all outputs read alike, and no tile is cut short by a border.
 *
 * <p>Outputs are made band by band, a band being as many as read what the second cache holds; in it panel by panel, and of
 * a deep one some of the depth at a time. Where more is written than read, tile by tile instead, each by all panels.
 */
final class PackedConv2d implements ImageConv2d {
    static final int WIDTH = 2 * V;

    /** The pixels of a tile: sums, filters and what meets them at a time must find room in the registers. */
    static final int PIXELS = Simd.MANY_REGISTERS ? 8 : 6;

    /**
     * The rows of a panel that outputs of a band meet before the next: they stay in the second cache meanwhile. No more than
     * {@link Simd#MOST_TERMS}.
     */
    static final int DEPTH = 960;

    /** Runs so long are blocks of their own: a tile of one run is faster, and sums between them cost little. */
    private static final int LONG = 256;

    /** The numbers that a band reads and makes. */
    private static final int BAND = 32 * 1024;

    /** The outputs of a band at least, as all filters are read again for each band. */
    private static final int NARROWEST = 12 * PIXELS;

    /** The pixels that a tile may lie over behind its own: those that its vectors reach. */
    private static final int OVER = WIDTH;

    private final Memo<Walk> walks = new Memo<>((g, lanes) -> Walk.of(g));

    /**
     * How outputs read an image, or the copy of it that has zeros around.
     *
     * @param starts where the window of each output begins
     * @param blocks of the depth, none larger than {@link #DEPTH}
     * @param band the outputs of a band
     * @param across whether a tile of pixels meets all panels before the next: where more is written than read, so that
     *     what is written, and what is added to it, is met in the order of memory
     */
    private record Walk(int[] starts, Block[] blocks, int band, boolean across) {
        static Walk of(ConvGeometry g) {
            Window w = g.window();
            int c = g.c();
            int[] starts = new int[w.e() * w.f() + PIXELS];
            for (int i = 0; i < w.e() * w.f(); i++) {
                starts[i] = (i / w.f() * w.strideH() * columns(w) + i % w.f() * w.strideW()) * c;
            }
            int numbers = g.m() + w.strideH() * w.strideW() * c;
            int band = Math.max(BAND / numbers / PIXELS * PIXELS, NARROWEST);
            Block[] blocks = PackedConv2d.blocks(g);
            boolean across = blocks.length == 1 && g.filtersPerGroup() > depth(g);
            return new Walk(starts, blocks, band, across);
        }
    }

    /**
     * A part of the depth.
     *
     * @param runs from where a window begins, where each run of neighbours begins
     * @param length of each run
     */
    record Block(int[] runs, int length) {
        int depth() {
            return runs.length * length;
        }
    }

    /** The depth of a window, in the order of memory. */
    static Block[] blocks(ConvGeometry g) {
        Window w = g.window();
        boolean rowsOfTaps = g.groups() == 1 && w.dilationW() == 1;
        int perRow = rowsOfTaps ? 1 : w.s();
        int length = rowsOfTaps ? w.s() * g.c() : g.channelsPerGroup();
        int[] runs = new int[w.r() * perRow];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = (i / perRow * w.dilationH() * columns(w) + i % perRow * w.dilationW()) * g.c();
        }
        List<Block> blocks = new ArrayList<>();
        if (length < LONG) {
            int most = DEPTH / length;
            for (int from = 0; from < runs.length; from += most) {
                blocks.add(new Block(Arrays.copyOfRange(runs, from, Math.min(from + most, runs.length)), length));
            }
        } else {
            int parts = Math.ceilDiv(length, DEPTH);
            for (int i = 0; i < runs.length * parts; i++) {
                int from = length * (i % parts) / parts;
                int to = length * (i % parts + 1) / parts;
                blocks.add(new Block(new int[] {runs[i / parts] + from}, to - from));
            }
        }
        return blocks.toArray(Block[]::new);
    }

    @Override
    public String name(ConvGeometry g) {
        return "tiles of " + PIXELS + " pixels x " + WIDTH + " filters";
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
        return Math.addExact(copySize(g, g.window().e()), PIXELS * WIDTH);
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
        if (padded(w)) {
            int copy = scratch.offset + PIXELS * WIDTH;
            int row = firstPixel / w.f();
            copyRows(g, x, row, (endPixel - 1) / w.f() + 1, scratch.array, copy);
            image = scratch.array;
            start = copy - row * w.strideH() * columnsRead(w) * g.c();
        }
        float[] added = residual == null ? null : residual.array;
        int filled = filled(g.filtersPerGroup());
        int biases = packed.offset + g.groups() * filled * depth(g);
        for (int pixel = firstPixel; pixel < endPixel; pixel += walk.band) {
            int pixels = Math.min(walk.band, endPixel - pixel);
            for (int group = firstPanel / perGroup; group * perGroup < endPanel; group++) {
                int channel = group * g.channelsPerGroup();
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
                            image,
                            start + channel,
                            pixel,
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
                                image,
                                start + channel,
                                pixel,
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
        Block[] blocks = walk.blocks;
        if (fills(left)) {
            int wi = wb;
            for (int i = 0; i < blocks.length; i++) {
                // What is added begins the sums, and the biases end them.
                boolean begins = i == 0;
                boolean ends = i == blocks.length - 1;
                float[] from = begins && r == null ? w : begins ? r : y;
                int fi = begins && r == null ? bb : begins ? rb : yb;
                int fs = begins && r == null ? 0 : ys;
                boolean biased = ends && r != null;
                panel(
                        blocks[i].runs,
                        blocks[i].length,
                        pixels,
                        x,
                        xb,
                        walk.starts,
                        pixel,
                        w,
                        wi,
                        left,
                        from,
                        fi,
                        fs,
                        biased ? w : PanelTiles.ZEROS,
                        biased ? bb : 0,
                        ends ? range : PanelTiles.ALL,
                        y,
                        yb,
                        ys);
                wi += blocks[i].depth() * WIDTH;
            }
            return;
        }
        boolean over = left == ys && blocks.length == 1 && r == null;
        for (int p = 0; p < pixels; ) {
            int count = pixels(pixels - p);
            int yi = yb + p * ys;
            if (over && p + count + OVER <= pixels) {
                tiles(
                        blocks[0].runs,
                        blocks[0].length,
                        count,
                        1,
                        x,
                        xb,
                        walk.starts,
                        pixel + p,
                        w,
                        wb,
                        left,
                        w,
                        bb,
                        0,
                        PanelTiles.ZEROS,
                        0,
                        range,
                        y,
                        yi,
                        ys);
            } else {
                apart(
                        blocks,
                        count,
                        x,
                        xb,
                        walk.starts,
                        pixel + p,
                        w,
                        wb,
                        bb,
                        r,
                        rb + p * ys,
                        left,
                        range,
                        scratch,
                        room,
                        y,
                        yi,
                        ys);
            }
            p += count;
        }
    }

    /**
     * Pixels by a panel of filters that fill its vectors: tiles one behind the other.
     *
     * @param runs from where a pixel begins, where each run of so long neighbours begins that it reads
     * @param starts where in x, from xb on, each pixel begins
     * @param b what sums begin with, {@code bs} apart
     * @param e what ends them
     */
    static void panel(
            int[] runs,
            int length,
            int pixels,
            float[] x,
            int xb,
            int[] starts,
            int pixel,
            float[] w,
            int wi,
            int left,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yb,
            int ys) {
        for (int p = 0; p < pixels; ) {
            int tiles = tiles(pixels - p);
            int count = pixels(pixels - p);
            tiles(
                    runs,
                    length,
                    count,
                    tiles,
                    x,
                    xb,
                    starts,
                    pixel + p,
                    w,
                    wi,
                    left,
                    b,
                    bi + p * bs,
                    bs,
                    e,
                    ei,
                    range,
                    y,
                    yb + p * ys,
                    ys);
            p += tiles * count;
        }
    }

    /** So many tiles of so many pixels each. */
    private static void tiles(
            int[] runs,
            int length,
            int count,
            int tiles,
            float[] x,
            int xb,
            int[] starts,
            int pixel,
            float[] w,
            int wi,
            int left,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yb,
            int ys) {
        PanelTiles.panels(
                count,
                left > V ? 2 : 1,
                tiles,
                runs,
                length,
                x,
                xb,
                starts,
                pixel,
                count,
                w,
                wi,
                0,
                b,
                bi,
                bs,
                count * bs,
                e,
                ei,
                0,
                range,
                y,
                yb,
                ys,
                count * ys);
    }

    /** Pixels by all of the panels that so many filters are in, tile after tile of pixels, as {@link #band} has them. */
    private static void across(
            Walk walk,
            int pixels,
            float[] x,
            int xb,
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
        Block block = walk.blocks[0];
        int depth = block.depth();
        int panels = filters / WIDTH;
        int rest = panels * WIDTH;
        for (int p = 0; p < pixels; ) {
            int count = pixels(pixels - p);
            int from = p * ys;
            PanelTiles.panels(
                    count,
                    2,
                    panels,
                    block.runs,
                    block.length,
                    x,
                    xb,
                    walk.starts,
                    pixel + p,
                    0,
                    w,
                    wb,
                    depth * WIDTH,
                    r == null ? w : r,
                    r == null ? bb : rb + from,
                    r == null ? 0 : ys,
                    WIDTH,
                    r == null ? PanelTiles.ZEROS : w,
                    r == null ? 0 : bb,
                    r == null ? 0 : WIDTH,
                    range,
                    y,
                    yb + from,
                    ys,
                    WIDTH);
            if (rest < filters) {
                band(
                        walk,
                        count,
                        x,
                        xb,
                        pixel + p,
                        w,
                        wb + rest * depth,
                        bb + rest,
                        r,
                        rb + from + rest,
                        filters - rest,
                        range,
                        scratch,
                        room,
                        y,
                        yb + from + rest,
                        ys);
            }
            p += count;
        }
    }

    /** A tile that y has no room for, by all of the depth, in scratch room. */
    private static void apart(
            Block[] blocks,
            int count,
            float[] x,
            int xb,
            int[] starts,
            int pixel,
            float[] w,
            int wb,
            int bb,
            float[] r,
            int ri,
            int left,
            float[] range,
            float[] scratch,
            int room,
            float[] y,
            int yi,
            int ys) {
        // Sums begin with the biases and what is added, which is read only as far as it goes.
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < WIDTH; j++) {
                scratch[room + i * WIDTH + j] = w[bb + j] + (r != null && j < left ? r[ri + i * ys + j] : 0);
            }
        }
        int wi = wb;
        for (int i = 0; i < blocks.length; i++) {
            float[] cut = i == blocks.length - 1 ? range : PanelTiles.ALL;
            tiles(
                    blocks[i].runs,
                    blocks[i].length,
                    count,
                    1,
                    x,
                    xb,
                    starts,
                    pixel,
                    w,
                    wi,
                    left,
                    scratch,
                    room,
                    WIDTH,
                    PanelTiles.ZEROS,
                    0,
                    cut,
                    scratch,
                    room,
                    WIDTH);
            wi += blocks[i].depth() * WIDTH;
        }
        for (int i = 0; i < count; i++) {
            System.arraycopy(scratch, room + i * WIDTH, y, yi + i * ys, left);
        }
    }

    /** Whether so many filters fill the vectors of the tile that they begin with. */
    private static boolean fills(int left) {
        return left >= WIDTH || left == V;
    }

    /** How many pixels the next tile takes when so many are left: a thin tile waits for its few sums. */
    static int pixels(int left) {
        return evenPart(left, PIXELS);
    }

    /** How many tiles of {@link #pixels} follow each other; those behind them have a pixel less. */
    private static int tiles(int pixels) {
        return pixels - Math.ceilDiv(pixels, PIXELS) * (pixels(pixels) - 1);
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
