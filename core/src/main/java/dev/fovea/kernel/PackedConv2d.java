package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Convolution of one image by filters that were packed for it, so that a tile reads them in the order of memory.
 *
 * <p>A panel holds two vectors of filters, {@code [R, S, C / groups, 2V]}, filled up with zeros; behind all panels lie as
 * many biases. Where a window hangs over the image, the rows that it needs are copied to scratch room with zeros around
 * them: then all outputs read alike, and no tile is cut short by a border.
 */
final class PackedConv2d {
    static final int WIDTH = 2 * V;

    /** The pixels that a tile has at most. */
    private static final int PIXELS = Simd.MANY_REGISTERS ? 8 : 5;

    /** The runs of neighbours that an output reads, where each starts in the image and how long it is. */
    private final Memo<int[]> runs = new Memo<>((g, lanes) -> runs(g));

    private static int panels(ConvGeometry g) {
        return (g.filtersPerGroup() + WIDTH - 1) / WIDTH;
    }

    private static int depth(ConvGeometry g) {
        return g.window().r() * g.window().s() * g.channelsPerGroup();
    }

    /** The floats that packed filters and their biases take. */
    static int packedSize(ConvGeometry g) {
        int filters = Math.multiplyExact(g.groups() * panels(g), WIDTH);
        return Math.multiplyExact(filters, depth(g) + 1);
    }

    /** Packs filters times {@code scale[m]} and {@code bias[m] * scale[m] + shift[m]}; each of the three may be null. */
    static void pack(ConvGeometry g, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        int mg = g.filtersPerGroup();
        int to = packed.offset;
        for (int group = 0; group < g.groups(); group++) {
            for (int first = 0; first < mg; first += WIDTH) {
                int from = group * mg + first;
                int filters = Math.min(WIDTH, mg - first);
                for (int k = 0; k < depth(g); k++) {
                    int row = w.offset + k * g.m() + from;
                    for (int j = 0; j < filters; j++) {
                        packed.array[to + j] = scale == null ? w.array[row + j] : w.array[row + j] * scale[from + j];
                    }
                    Arrays.fill(packed.array, to + filters, to + WIDTH, 0);
                    to += WIDTH;
                }
            }
        }
        for (int group = 0; group < g.groups(); group++) {
            for (int j = 0; j < panels(g) * WIDTH; j++) {
                int m = group * mg + j;
                float b = j < mg && bias != null ? bias.array[bias.offset + m] : 0;
                packed.array[to++] = j >= mg || scale == null ? b : b * scale[m] + shift[m];
            }
        }
    }

    private static boolean padded(Window w) {
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

    /** The floats of scratch room that {@link #forward} needs. */
    static int scratch(ConvGeometry g) {
        Window w = g.window();
        int copied = padded(w) ? Math.multiplyExact(rowsRead(w, w.e()) * columnsRead(w), g.c()) : 0;
        return Math.addExact(copied, PIXELS * WIDTH);
    }

    private static int[] runs(ConvGeometry g) {
        Window w = g.window();
        int cg = g.channelsPerGroup();
        int columns = padded(w) ? columnsRead(w) : w.w();
        boolean rowsOfTaps = g.groups() == 1 && w.dilationW() == 1;
        int perRow = rowsOfTaps ? 1 : w.s();
        int length = rowsOfTaps ? w.s() * cg : cg;
        int[] runs = new int[2 * w.r() * perRow];
        int n = 0;
        for (int r = 0; r < w.r(); r++) {
            for (int s = 0; s < perRow; s++) {
                runs[n++] = (r * w.dilationH() * columns + s * w.dilationW()) * g.c();
                runs[n++] = length;
            }
        }
        return runs;
    }

    /** Whether parts had better be panels than rows, as filters are larger than the image that they are laid on. */
    static boolean suitsPanels(ConvGeometry g, int parts) {
        int all = g.groups() * panels(g);
        return (all % parts == 0 || all >= 4 * parts) && g.filterSize() > g.inputSize();
    }

    /**
     * A part of the output, one of so many: some panels or some rows. What an output is does not depend on the number of
     * parts.
     */
    void forward(
            ConvGeometry g,
            Floats x,
            Floats packed,
            boolean relu,
            Floats y,
            Floats scratch,
            int part,
            int parts,
            boolean byPanels) {
        Window w = g.window();
        int all = g.groups() * panels(g);
        int from = byPanels ? 0 : w.e() * part / parts;
        int to = byPanels ? w.e() : w.e() * (part + 1) / parts;
        int firstPanel = byPanels ? all * part / parts : 0;
        int endPanel = byPanels ? all * (part + 1) / parts : all;
        if (from == to) {
            return;
        }
        int columns = w.w();
        int tile = scratch.offset;
        float[] image = x.array;
        int start = x.offset + from * w.strideH() * w.w() * g.c();
        if (padded(w)) {
            columns = columnsRead(w);
            start = scratch.offset + PIXELS * WIDTH;
            copyRows(g, x, from, to, scratch.array, start);
            image = scratch.array;
        }
        int[] reads = runs.get(g, 1);
        boolean pointwise = w.r() == 1 && w.s() == 1 && w.strideH() == 1 && w.strideW() == 1 && !padded(w);
        int rows = pointwise ? 1 : to - from;
        int pixels = pointwise ? (to - from) * w.f() : w.f();
        int rowStep = w.strideH() * columns * g.c();
        int panel = depth(g) * WIDTH;
        int biases = packed.offset + all * panel;
        for (int i = firstPanel; i < endPanel; i++) {
            int group = i / panels(g);
            int first = i % panels(g) * WIDTH;
            for (int row = 0; row < rows; row++) {
                row(
                        image,
                        start + row * rowStep + group * g.channelsPerGroup(),
                        w.strideW() * g.c(),
                        pixels,
                        reads,
                        packed.array,
                        packed.offset + i * panel,
                        biases + i * WIDTH,
                        g.filtersPerGroup() - first,
                        relu,
                        scratch.array,
                        tile,
                        y.array,
                        y.offset + (from + row) * w.f() * g.m() + group * g.filtersPerGroup() + first,
                        g.m());
            }
        }
    }

    /** A row of pixels by one panel. Where the panel is filled up, tiles go through scratch room, as y has no room for them. */
    private static void row(
            float[] x,
            int xb,
            int xs,
            int pixels,
            int[] runs,
            float[] w,
            int wb,
            int bb,
            int left,
            boolean relu,
            float[] scratch,
            int tile,
            float[] y,
            int yb,
            int ys) {
        int vectors = left > V ? 2 : 1;
        boolean whole = left >= vectors * V;
        for (int p = 0; p < pixels; ) {
            int count = pixels(pixels - p, PIXELS);
            int yi = yb + p * ys;
            float[] to = whole ? y : scratch;
            int at = whole ? yi : tile;
            int step = whole ? ys : WIDTH;
            begin(count, vectors, w, bb, to, at, step);
            int wi = wb;
            for (int run = 0; run < runs.length; run += 2) {
                int length = runs[run + 1];
                PanelTiles.panel(count, vectors, length, x, xb + p * xs + runs[run], xs, w, wi, to, at, step);
                wi += length * WIDTH;
            }
            if (relu) {
                cutBelowZero(count, vectors, to, at, step);
            }
            for (int i = 0; !whole && i < count; i++) {
                System.arraycopy(scratch, tile + i * WIDTH, y, yi + i * ys, left);
            }
            p += count;
        }
    }

    private static void begin(int pixels, int vectors, float[] b, int bb, float[] y, int yi, int ys) {
        for (int v = 0; v < vectors; v++) {
            FloatVector bias = FloatVector.fromArray(SPECIES, b, bb + v * V);
            for (int i = 0; i < pixels; i++) {
                bias.intoArray(y, yi + i * ys + v * V);
            }
        }
    }

    private static void cutBelowZero(int pixels, int vectors, float[] y, int yi, int ys) {
        for (int i = 0; i < pixels; i++) {
            for (int v = 0; v < vectors; v++) {
                int at = yi + i * ys + v * V;
                FloatVector.fromArray(SPECIES, y, at).max(0).intoArray(y, at);
            }
        }
    }

    /** How many pixels the next tile takes when so many are left: never a thin tile where two even ones would do. */
    static int pixels(int left, int most) {
        return left <= most ? left : left < 2 * most ? (left + 1) / 2 : most;
    }

    /** Copies what the rows {@code from} to before {@code to} of the output read, with zeros where there is padding. */
    private static void copyRows(ConvGeometry g, Floats x, int from, int to, float[] scratch, int start) {
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
