package dev.fovea.kernel;

import static dev.fovea.kernel.PackedConv2d.WIDTH;
import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * An inverted bottleneck of one image in one: a convolution that expands the channels, mostly of 1 x 1, a depthwise one of
 * 3 x 3, and a 1 x 1 convolution that projects them. What is expanded is by far the largest; here it never leaves the first cache: a
 * band of rows at a time, and of those a panel of channels, is expanded into scratch room and gone over there.
 *
 * <p>In that room a pixel is {@code 2V} channels, and rows have the padding that the depthwise windows read. The rows that
 * the next band reads again are kept for each panel.
 */
public final class Bottleneck {
    /** The numbers of a panel that are expanded at a time, or about as many: the first cache holds them. */
    private static final int ROOM = 8 * 1024;

    /** What is expanded to fewer numbers is in the second cache anyway. */
    private static final int LARGE = 128 * 1024;

    /** The rows of a band at least. */
    private static final int FEWEST = 4;

    private final ConvGeometry expand;
    private final ConvGeometry depthwise;
    private final ConvGeometry project;
    private final ImageConv2d projection;
    private final float[][] ranges;
    private final int stride;
    private final int columns;
    private final int band;
    private final PackedConv2d.Block block;
    private final int[] starts;
    private final ConvGeometry[] projected;

    private Bottleneck(
            ConvGeometry expand,
            ConvGeometry depthwise,
            ConvGeometry project,
            ImageConv2d projection,
            float[][] ranges) {
        this.expand = expand;
        this.depthwise = depthwise;
        this.project = project;
        this.projection = projection;
        this.ranges = ranges;
        Window w = depthwise.window();
        this.stride = w.strideW();
        this.columns = (w.f() - 1) * stride + 3;
        this.band = Math.clamp((ROOM / (columns * WIDTH) - 3) / stride + 1, Math.min(FEWEST, w.e()), w.e());
        this.block = PackedConv2d.blocks(expand)[0];
        this.starts = new int[rows(band) * columns + PackedConv2d.PIXELS];
        Window read = expand.window();
        for (int i = 0; i < rows(band) * columns; i++) {
            int column = Math.clamp(i % columns - w.padLeft(), 0, w.w() - 1);
            starts[i] =
                    (i / columns * read.strideH() * PackedConv2d.columns(read) + column * read.strideW()) * expand.c();
        }
        this.projected = new ConvGeometry[band + 1];
        for (int rows = 1; rows <= band; rows++) {
            Window pixels = new Window(rows, w.f(), 1, 1, 1, 1, 0, 0, 1, 1, rows, w.f());
            projected[rows] = new ConvGeometry(pixels, project.c(), project.m(), 1);
        }
    }

    /** Whether so large an image gains by it. */
    static boolean pays(ConvGeometry expand) {
        return expand.outputSize() >= LARGE;
    }

    /**
     * Null where the three are not such.
     *
     * @param ranges what each one's outputs are cut to
     */
    static Bottleneck of(
            ConvGeometry expand,
            ConvGeometry depthwise,
            ConvGeometry project,
            ImageConv2d projection,
            float[][] ranges) {
        Window w = depthwise.window();
        boolean square = w.r() == 3 && w.s() == 3 && w.dilationH() == 1 && w.dilationW() == 1;
        boolean steps = w.strideH() == w.strideW() && w.strideW() <= 2 && w.f() >= 2;
        boolean vectors = depthwise.c() % V == 0;
        return square && steps && vectors && inOneBlock(expand) && isPlain(project)
                ? new Bottleneck(expand, depthwise, project, projection, ranges)
                : null;
    }

    private static boolean inOneBlock(ConvGeometry g) {
        return g.groups() == 1 && PackedConv2d.blocks(g).length == 1;
    }

    private static boolean isPlain(ConvGeometry g) {
        Window w = g.window();
        boolean one = w.r() == 1 && w.s() == 1 && w.strideH() == 1 && w.strideW() == 1;
        return one && g.groups() == 1 && w.e() == w.h() && w.f() == w.w();
    }

    /** The rows that so many rows of the output read. */
    private int rows(int outputs) {
        return (outputs - 1) * stride + 3;
    }

    /** The numbers of the rows of a panel that the next band reads again. */
    private int kept() {
        return (3 - stride) * columns * WIDTH;
    }

    private int roomSize() {
        return rows(band) * columns * WIDTH;
    }

    private int bandSize() {
        return band * depthwise.window().f() * depthwise.c();
    }

    /** The floats of scratch room that {@link #run} needs. */
    public int scratch() {
        int mine = roomSize() + PackedConv2d.panels(expand) * kept() + bandSize();
        mine = Math.addExact(mine, PackedConv2d.copySize(expand, rows(band)));
        int most = 0;
        for (int rows = 1; rows <= band; rows++) {
            most = Math.max(most, projection.scratch(projected[rows]));
        }
        return Math.addExact(mine, most);
    }

    /**
     * A part of the output, one of so many, of whole rows. What an output is does not depend on the number of parts.
     *
     * @param x an object of its own, which is used for other numbers meanwhile
     * @param expanding the packed filters of the first
     * @param filtering the packed filters of the second
     * @param projecting the packed filters of the last
     * @param residual added to what the last one makes; null for nothing
     */
    public void run(
            Floats x,
            Floats expanding,
            Floats filtering,
            Floats projecting,
            Floats residual,
            Floats y,
            Floats scratch,
            int part,
            int parts) {
        Window w = depthwise.window();
        int from = ImageConv2d.firstRow(depthwise, part, parts);
        int to = ImageConv2d.firstRow(depthwise, part + 1, parts);
        float[] room = scratch.array;
        int begin = scratch.offset;
        int keep = begin + roomSize();
        int rowsAt = keep + PackedConv2d.panels(expand) * kept();
        int copy = rowsAt + bandSize();
        int m = expand.m();
        for (int row = from; row < to; row += band) {
            int rows = Math.min(band, to - row);
            int top = row * stride - w.padTop();
            int known = row == from ? 0 : 3 - stride;
            for (int first = 0; first < m; first += WIDTH) {
                int kept = keep + first / WIDTH * kept();
                if (known > 0) {
                    System.arraycopy(room, kept, room, begin, kept());
                }
                expand(x, expanding, ranges[0], first, top, known, rows(rows), room, begin, copy);
                if (row + rows < to) {
                    System.arraycopy(room, begin + rows * stride * columns * WIDTH, room, kept, kept());
                }
                for (int c = first; c < Math.min(m, first + WIDTH); c += V) {
                    depthwise(room, begin + c - first, rows, filtering, c, ranges[1], rowsAt + c);
                }
            }
            int made = row * w.f() * project.m();
            project(x, rowsAt, rows, projecting, residual, y, made, scratch);
        }
    }

    /** Expands the rows from {@code known} to {@code rows} behind row {@code top} of the image, the channels of a panel. */
    private void expand(
            Floats x,
            Floats packed,
            float[] range,
            int first,
            int top,
            int known,
            int rows,
            float[] room,
            int begin,
            int copy) {
        Window w = depthwise.window();
        int pitch = columns * WIDTH;
        int low = Math.clamp(-top, known, rows);
        int high = Math.clamp(w.h() - top, low, rows);
        Arrays.fill(room, begin + known * pitch, begin + low * pitch, 0);
        Arrays.fill(room, begin + high * pitch, begin + rows * pitch, 0);
        Window read = expand.window();
        boolean padded = PackedConv2d.padded(read);
        if (padded && first == 0) {
            PackedConv2d.copyRows(expand, x, top + low, top + high, room, copy);
        }
        int skipped = (top + low) * read.strideH() * PackedConv2d.columns(read) * expand.c();
        int xi = padded ? copy : x.offset + skipped;
        int depth = block.depth();
        int wi = packed.offset + first * depth;
        int biases = packed.offset + PackedConv2d.filled(expand.m()) * depth + first;
        int pixels = (high - low) * columns;
        int filters = Math.min(WIDTH, expand.m() - first);
        PackedConv2d.panel(
                block.runs(),
                block.length(),
                pixels,
                padded ? room : x.array,
                xi,
                starts,
                0,
                packed.array,
                wi,
                filters,
                packed.array,
                biases,
                0,
                PanelTiles.ZEROS,
                0,
                range,
                room,
                begin + low * pitch,
                WIDTH);
        int left = w.padLeft() * WIDTH;
        int right = Math.min(columns, w.padLeft() + w.w()) * WIDTH;
        for (int row = low; row < high; row++) {
            int at = begin + row * pitch;
            Arrays.fill(room, at, at + left, 0);
            Arrays.fill(room, at + right, at + pitch, 0);
        }
    }

    /** Rows of the depthwise convolution, a vector of channels. */
    private void depthwise(float[] room, int at, int rows, Floats packed, int c, float[] range, int to) {
        int f = depthwise.window().f();
        int n = depthwise.c();
        int wi = packed.offset + c;
        int pitch = columns * WIDTH;
        // The last two of an odd number overlap those before.
        for (int done = 0; done < f; done += f & ~1) {
            int column = done == 0 ? 0 : f - 2;
            int pairs = done == 0 ? f / 2 : 1;
            int xi = at + column * stride * WIDTH;
            int yi = to + column * n;
            if (stride == 1) {
                close(rows, pairs, room, xi, pitch, packed.array, wi, n, range, room, yi, f * n);
            } else {
                apart(rows, pairs, room, xi, pitch, packed.array, wi, n, range, room, yi, f * n);
            }
        }
    }

    /** Rows of the output, from the number {@code made} of y on. */
    private void project(
            Floats x, int rowsAt, int rows, Floats packed, Floats residual, Floats y, int made, Floats scratch) {
        // Their offsets are put back: a prediction allocates nothing.
        float[] image = x.array;
        int start = x.offset;
        x.array = scratch.array;
        x.offset = rowsAt;
        y.offset += made;
        scratch.offset = rowsAt + bandSize() + PackedConv2d.copySize(expand, rows(band));
        if (residual != null) {
            residual.offset += made;
        }
        projection.forward(projected[rows], x, packed, residual, ranges[2], y, scratch, 0, 1, false);
        if (residual != null) {
            residual.offset -= made;
        }
        x.array = image;
        x.offset = start;
        y.offset -= made;
        scratch.offset = rowsAt - PackedConv2d.panels(expand) * kept() - roomSize();
    }

    /** A vector of channels of pairs of outputs whose windows begin one column apart. */
    private static void close(
            int rows,
            int count,
            float[] x,
            int xi,
            int pitch,
            float[] w,
            int wi,
            int n,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, wi);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, wi + n);
        FloatVector w2 = FloatVector.fromArray(SPECIES, w, wi + 2 * n);
        FloatVector w3 = FloatVector.fromArray(SPECIES, w, wi + 3 * n);
        FloatVector w4 = FloatVector.fromArray(SPECIES, w, wi + 4 * n);
        FloatVector w5 = FloatVector.fromArray(SPECIES, w, wi + 5 * n);
        FloatVector w6 = FloatVector.fromArray(SPECIES, w, wi + 6 * n);
        FloatVector w7 = FloatVector.fromArray(SPECIES, w, wi + 7 * n);
        FloatVector w8 = FloatVector.fromArray(SPECIES, w, wi + 8 * n);
        int steps = Simd.count(count);
        for (int row = 0; row < rows; row++) {
            int x0 = Simd.start(xi + row * pitch);
            int x1 = Simd.start(xi + (row + 1) * pitch);
            int x2 = Simd.start(xi + (row + 2) * pitch);
            int y0 = yi + row * ys;
            for (int i = 0; i < steps; i++) {
                int at = i * 2 * WIDTH;
                FloatVector s = FloatVector.fromArray(SPECIES, w, wi + 9 * n);
                FloatVector t = s;
                FloatVector v;
                v = FloatVector.fromArray(SPECIES, x, x0 + at);
                s = v.fma(w0, s);
                v = FloatVector.fromArray(SPECIES, x, x0 + at + WIDTH);
                s = v.fma(w1, s);
                t = v.fma(w0, t);
                v = FloatVector.fromArray(SPECIES, x, x0 + at + 2 * WIDTH);
                s = v.fma(w2, s);
                t = v.fma(w1, t);
                v = FloatVector.fromArray(SPECIES, x, x0 + at + 3 * WIDTH);
                t = v.fma(w2, t);
                Simd.inOrder();
                v = FloatVector.fromArray(SPECIES, x, x1 + at);
                s = v.fma(w3, s);
                v = FloatVector.fromArray(SPECIES, x, x1 + at + WIDTH);
                s = v.fma(w4, s);
                t = v.fma(w3, t);
                v = FloatVector.fromArray(SPECIES, x, x1 + at + 2 * WIDTH);
                s = v.fma(w5, s);
                t = v.fma(w4, t);
                v = FloatVector.fromArray(SPECIES, x, x1 + at + 3 * WIDTH);
                t = v.fma(w5, t);
                Simd.inOrder();
                v = FloatVector.fromArray(SPECIES, x, x2 + at);
                s = v.fma(w6, s);
                v = FloatVector.fromArray(SPECIES, x, x2 + at + WIDTH);
                s = v.fma(w7, s);
                t = v.fma(w6, t);
                v = FloatVector.fromArray(SPECIES, x, x2 + at + 2 * WIDTH);
                s = v.fma(w8, s);
                t = v.fma(w7, t);
                v = FloatVector.fromArray(SPECIES, x, x2 + at + 3 * WIDTH);
                t = v.fma(w8, t);
                int to = y0 + 2 * i * n;
                s = s.blend(low, s.lt(low));
                s.blend(high, high.lt(s)).intoArray(y, to);
                t = t.blend(low, t.lt(low));
                t.blend(high, high.lt(t)).intoArray(y, to + n);
            }
        }
    }

    /** The same where windows begin two columns apart. */
    private static void apart(
            int rows,
            int count,
            float[] x,
            int xi,
            int pitch,
            float[] w,
            int wi,
            int n,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, wi);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, wi + n);
        FloatVector w2 = FloatVector.fromArray(SPECIES, w, wi + 2 * n);
        FloatVector w3 = FloatVector.fromArray(SPECIES, w, wi + 3 * n);
        FloatVector w4 = FloatVector.fromArray(SPECIES, w, wi + 4 * n);
        FloatVector w5 = FloatVector.fromArray(SPECIES, w, wi + 5 * n);
        FloatVector w6 = FloatVector.fromArray(SPECIES, w, wi + 6 * n);
        FloatVector w7 = FloatVector.fromArray(SPECIES, w, wi + 7 * n);
        FloatVector w8 = FloatVector.fromArray(SPECIES, w, wi + 8 * n);
        int steps = Simd.count(count);
        for (int row = 0; row < rows; row++) {
            int x0 = Simd.start(xi + 2 * row * pitch);
            int x1 = Simd.start(xi + (2 * row + 1) * pitch);
            int x2 = Simd.start(xi + (2 * row + 2) * pitch);
            int y0 = yi + row * ys;
            for (int i = 0; i < steps; i++) {
                int at = i * 4 * WIDTH;
                FloatVector s = FloatVector.fromArray(SPECIES, w, wi + 9 * n);
                FloatVector t = s;
                FloatVector v;
                v = FloatVector.fromArray(SPECIES, x, x0 + at);
                s = v.fma(w0, s);
                v = FloatVector.fromArray(SPECIES, x, x0 + at + WIDTH);
                s = v.fma(w1, s);
                v = FloatVector.fromArray(SPECIES, x, x0 + at + 2 * WIDTH);
                s = v.fma(w2, s);
                t = v.fma(w0, t);
                v = FloatVector.fromArray(SPECIES, x, x0 + at + 3 * WIDTH);
                t = v.fma(w1, t);
                v = FloatVector.fromArray(SPECIES, x, x0 + at + 4 * WIDTH);
                t = v.fma(w2, t);
                Simd.inOrder();
                v = FloatVector.fromArray(SPECIES, x, x1 + at);
                s = v.fma(w3, s);
                v = FloatVector.fromArray(SPECIES, x, x1 + at + WIDTH);
                s = v.fma(w4, s);
                v = FloatVector.fromArray(SPECIES, x, x1 + at + 2 * WIDTH);
                s = v.fma(w5, s);
                t = v.fma(w3, t);
                v = FloatVector.fromArray(SPECIES, x, x1 + at + 3 * WIDTH);
                t = v.fma(w4, t);
                v = FloatVector.fromArray(SPECIES, x, x1 + at + 4 * WIDTH);
                t = v.fma(w5, t);
                Simd.inOrder();
                v = FloatVector.fromArray(SPECIES, x, x2 + at);
                s = v.fma(w6, s);
                v = FloatVector.fromArray(SPECIES, x, x2 + at + WIDTH);
                s = v.fma(w7, s);
                v = FloatVector.fromArray(SPECIES, x, x2 + at + 2 * WIDTH);
                s = v.fma(w8, s);
                t = v.fma(w6, t);
                v = FloatVector.fromArray(SPECIES, x, x2 + at + 3 * WIDTH);
                t = v.fma(w7, t);
                v = FloatVector.fromArray(SPECIES, x, x2 + at + 4 * WIDTH);
                t = v.fma(w8, t);
                int to = y0 + 2 * i * n;
                s = s.blend(low, s.lt(low));
                s.blend(high, high.lt(s)).intoArray(y, to);
                t = t.blend(low, t.lt(low));
                t.blend(high, high.lt(t)).intoArray(y, to + n);
            }
        }
    }
}
