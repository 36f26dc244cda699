package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;

/**
 * The gradient of a dense layer's weights over a whole batch: {@code dw[k, m] = sum over images n of x[k, n] * dy[m, n]}.
 *
 * <p>The sums are as many as the weights, and a block has few images. So a block leaves but what it multiplies, {@code
 * [K, lanes]} of x and behind it panels {@code [M / WIDTH, lanes, WIDTH]} of dy, and the sums are made once for all images,
 * some rows of weights after the other; those of a tile stay in registers from the first image to the last.
 */
public final class DenseGradient {
    private static final int WIDTH = PackedConv2d.WIDTH;

    /** The rows of weights that are made at a time. */
    public static final int ROWS = 64;

    private final int k;
    private final int m;
    private final int lanes;

    /** The images that there is room for. */
    private final int room;

    /** Where the images of each row begin. */
    private final int[] rows = new int[ROWS];

    DenseGradient(int k, int m, int lanes, int blocks) {
        this.k = k;
        this.m = m;
        this.lanes = lanes;
        this.room = Math.multiplyExact(lanes, blocks);
        Arrays.setAll(rows, row -> row * room);
    }

    static int partSize(int k, int m, int lanes) {
        return Math.multiplyExact(Math.addExact(k, (m + WIDTH - 1) / WIDTH * WIDTH), lanes);
    }

    /** Copies what a block multiplies; scratch has room for {@link Turn#SCRATCH}. */
    static void leave(int k, int m, int lanes, Floats x, Floats dy, Floats part, Floats scratch) {
        System.arraycopy(x.array, x.offset, part.array, part.offset, k * lanes);
        for (int first = 0; first < m; first += WIDTH) {
            int filters = Math.min(WIDTH, m - first);
            int to = part.offset + (k + first) * lanes;
            int from = dy.offset + first * lanes;
            Turn.turn(dy.array, from, filters, lanes, lanes, part.array, to, WIDTH, scratch.array, scratch.offset);
        }
    }

    /** Room for rows of x, for a panel of dy and for a tile's sums. */
    public int scratch() {
        return Math.multiplyExact(ROWS + WIDTH, room) + ROWS * WIDTH;
    }

    /** Makes the rows {@code from} to before {@code to} of the gradient, of what so many blocks have left. */
    public void run(
            int blocks, float[] parts, int at, int stride, int from, int to, float[] dw, int offset, Floats scratch) {
        for (int row = from; row < to; row += ROWS) {
            someRows(blocks, parts, at, stride, row, Math.min(ROWS, to - row), dw, offset, scratch);
        }
    }

    private void someRows(
            int blocks,
            float[] parts,
            int at,
            int stride,
            int from,
            int count,
            float[] dw,
            int offset,
            Floats scratch) {
        int length = blocks * lanes;
        float[] s = scratch.array;
        int x = scratch.offset;
        int panel = x + ROWS * room;
        int sums = panel + WIDTH * room;
        for (int row = 0; row < count; row++) {
            for (int block = 0; block < blocks; block++) {
                int source = at + block * stride + (from + row) * lanes;
                System.arraycopy(parts, source, s, x + rows[row] + block * lanes, lanes);
            }
        }
        for (int first = 0; first < m; first += WIDTH) {
            for (int block = 0; block < blocks; block++) {
                int source = at + block * stride + (k + first) * lanes;
                System.arraycopy(parts, source, s, panel + block * lanes * WIDTH, lanes * WIDTH);
            }
            int filters = Math.min(WIDTH, m - first);
            int vectors = filters > V ? 2 : 1;
            int to = offset + from * m + first;
            if (filters == vectors * V) {
                tiles(count, vectors, length, s, x, panel, dw, to, m);
                continue;
            }
            tiles(count, vectors, length, s, x, panel, s, sums, WIDTH);
            for (int row = 0; row < count; row++) {
                System.arraycopy(s, sums + row * WIDTH, dw, to + row * m, filters);
            }
        }
    }

    private void tiles(int count, int vectors, int length, float[] s, int x, int panel, float[] y, int yi, int ys) {
        for (int row = 0; row < count; ) {
            int some = PackedConv2d.pixels(count - row);
            PanelTiles.panel(
                    some, vectors, length, s, x, rows, row, s, panel, PanelTiles.ZEROS, 0, 0, y, yi + row * ys, ys);
            row += some;
        }
    }
}
