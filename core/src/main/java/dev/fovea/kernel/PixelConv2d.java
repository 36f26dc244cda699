package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.V;

/**
 * Convolution of one image of one channel by a few filters, which would leave most of a vector empty: vectors hold
 * neighbours in a row of the output. A row is made filter by filter in scratch room, then put in order. Filters are packed as
 * for blocks of two vectors of images.
 */
final class PixelConv2d implements ImageConv2d {
    private static final int WIDTH = 2 * V;

    private final Memo<int[]> taps = new Memo<>((g, lanes) -> DepthwiseConv2d.taps(g));

    static boolean suits(ConvGeometry g) {
        return g.c() == 1
                && g.m() <= V
                && g.window().strideW() == 1
                && g.window().f() >= WIDTH;
    }

    @Override
    public String name(ConvGeometry g) {
        return "vectors of pixels";
    }

    @Override
    public int packedSize(ConvGeometry g) {
        return VectorConv2d.packedSize(g);
    }

    @Override
    public void pack(ConvGeometry g, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        VectorConv2d.pack(g, WIDTH, w, bias, scale, shift, packed);
    }

    /** Room for the image with zeros around, and for a row of the output. */
    @Override
    public int scratch(ConvGeometry g) {
        return Math.addExact(
                PackedConv2d.copySize(g, g.window().e()), g.m() * g.window().f());
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
        int from = ImageConv2d.firstRow(g, part, parts);
        int to = ImageConv2d.firstRow(g, part + 1, parts);
        float[] image = x.array;
        int start = x.offset;
        int columns = PackedConv2d.columns(w);
        if (PackedConv2d.padded(w) && from < to) {
            PackedConv2d.copyRows(g, x, from, to, scratch.array, scratch.offset);
            image = scratch.array;
            start = scratch.offset - from * w.strideH() * columns;
        }
        int[] at = taps.get(g, 1);
        int row = scratch.offset + PackedConv2d.copySize(g, g.window().e());
        int biases = packed.offset + g.filterSize();
        for (int e = from; e < to; e++) {
            for (int m = 0; m < g.m(); ) {
                int filters = VectorConv2d.filters(g.m() - m, WIDTH);
                int weights = packed.offset + m * at.length;
                for (int f = 0; f < w.f(); f += WIDTH) {
                    // The last vectors lie over those before rather than over the end.
                    int column = Math.min(f, w.f() - WIDTH);
                    BlockTiles.whole(
                            filters,
                            2,
                            at,
                            image,
                            start + e * w.strideH() * columns + column,
                            packed.array,
                            weights,
                            packed.array,
                            biases + m,
                            range[0] == 0,
                            scratch.array,
                            row + m * w.f() + column,
                            w.f());
                }
                m += filters;
            }
            interleave(g.m(), w.f(), scratch.array, row, range[1], y.array, y.offset + e * w.f() * g.m());
        }
    }

    private static void interleave(int filters, int columns, float[] from, int row, float high, float[] to, int start) {
        for (int m = 0; m < filters; m++) {
            for (int f = 0; f < columns; f++) {
                float value = from[row + m * columns + f];
                to[start + f * filters + m] = value > high ? high : value;
            }
        }
    }
}
