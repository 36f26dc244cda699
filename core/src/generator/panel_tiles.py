"""Writes PanelTiles.java to standard output; the build formats it: python3 core/src/generator/panel_tiles.py > core/src/main/java/dev/fovea/kernel/PanelTiles.java"""
print("""package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of convolution by packed filters, unrolled by pixels and by vectors of filters: {@code panelPxN} has P
 * pixels and N vectors.
 *
 * <p>{@code y[p, m] = cut(b[p, m] + sum over runs and k < length of x[xb + at[px + p] + runs[run] + k] * w[(run * length + k)
 * * width + m] + e[m])}, where b is y itself or begins a sum, e is added to what ends it, and the result is raised to the first of range and
 * lowered to the second; a panel is 2V wide. So many tiles are made one behind the other, each some steps further on:
 * the next pixels by the same panel, or the same pixels by the next panel. They are not looped over in the tiles' own
 * methods, which would then be called too seldom to be compiled early.
 * Each pixel repeats the statements of pixel 0, each vector those of p with the next V filters. A loop over one run of
 * neighbours is what lets the compiler leave out the checks of its reads. What a tile needs at the end it reads from arrays
 * there, as one number more to hold would cost a register. The largest tile of 16 registers has a method {@code run} of its own
 * for pixels of one run: around a second loop the compiler holds addresses in registers of vectors, which it has none left of. It compares and blends, as minimum and maximum, which mind
 * the signs of zeros, are made of three times as many instructions. Made by {@code core/src/generator/panel_tiles.py}.
 */
final class PanelTiles {
    /** A range that all numbers are in. */
    static final float[] ALL = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};

    /** What ends no sum. */
    static final float[] ZEROS = new float[2 * V];

    /** One run, from where a pixel begins. */
    static final int[] ONE = {0};

    private PanelTiles() {}
""")
def head(name, one):
    return f"""    private static void {name}(
            {'' if one else 'int[] runs, '}int length, float[] x, int xb, int[] at, int px, float[] w, int wi, float[] b, int bi, int bs, float[] e, int ei, float[] range, float[] y, int yi, int ys) {{"""
print("""    /** The tile of so many pixels and vectors of filters, of a sum of any length that goes on or ends as it is. */
    static void panel(
            int pixels,
            int vectors,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] y,
            int yi,
            int ys) {
        for (int k = 0; k < length; ) {
            int depth = PackedConv2d.part(length - k, PackedConv2d.DEPTH);
            boolean begins = k == 0;
            panels(
                    pixels, vectors, 1, ONE, depth, x, xb + k, at, px, 0, w, wi + k * 2 * V, 0, begins ? b : y, begins ? bi : yi, begins ? bs : ys, 0, ZEROS, 0, 0, ALL, y, yi, ys, 0);
            k += depth;
        }
    }

    /** Tiles of so many pixels and vectors of filters. */
    static void panels(
            int pixels,
            int vectors,
            int tiles,
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            int pxStep,
            float[] w,
            int wi,
            int wStep,
            float[] b,
            int bi,
            int bs,
            int bStep,
            float[] e,
            int ei,
            int eStep,
            float[] range,
            float[] y,
            int yi,
            int ys,
            int yStep) {
        for (int tile = 0; tile < tiles; tile++) {
        switch (pixels * 4 + vectors) {""")
tiles=[(8,2),(8,1),(6,2),(6,1),(5,2),(4,2),(4,1),(3,2),(2,2),(1,2),(1,1)]
RUN=(6,2)
rest="at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys"
for p,n in tiles:
    panel=f"panel{p}x{n}(runs, length, x, xb, {rest});"
    print(f"            case {p*4+n} -> "+(panel if (p,n)!=RUN else f"""{{
                if (runs.length == 1) {{
                    run{p}x{n}(length, x, xb + runs[0], {rest});
                }} else {{
                    {panel}
                }}
            }}"""))
print("""            default -> {
                // Seldom enough to be made of two.
                int some = Integer.highestOneBit(pixels - 1);
                panels(some, vectors, 1, runs, length, x, xb, at, px, 0, w, wi, 0, b, bi, bs, 0, e, ei, 0, range, y, yi, ys, 0);
                panels(pixels - some, vectors, 1, runs, length, x, xb, at, px + some, 0, w, wi, 0, b, bi + some * bs, bs, 0, e, ei, 0, range, y, yi + some * ys, ys, 0);
            }
        }
        px += pxStep;
        wi += wStep;
        bi += bStep;
        ei += eStep;
        yi += yStep;
        }
    }
""")

out=[]
plus=lambda j: " + V" if j else ""
for P,N,one in [(p,n,False) for p,n in tiles]+[(*RUN,True)]:
    c="pq"[:N]
    s=head(f"{'run' if one else 'panel'}{P}x{N}", one)+"\n"
    row=lambda b,t,i: b if i==0 else f"{b} + {t}" if i==1 else f"{b} + {i} * {t}"
    s+="        int n = Simd.terms(length);\n"
    for i in range(P):
        for j,n in enumerate(c):
            s+=f"        FloatVector a{i}{n} = FloatVector.fromArray(SPECIES, b, {row('bi','bs',i)}{plus(j)});\n"
    if not one: s+="        for (int run : runs) {\n            int from = xb + run;\n"
    for i in range(P):
        s+=f"        int x{i} = Simd.start({'xb' if one else 'from'} + at[px{f' + {i}' if i else ''}]);\n"
    s+="        int w0 = Simd.start(wi);\n        for (int k = 0; k < n; k++) {\n"
    for j,n in enumerate(c):
        s+=f"            FloatVector {n} = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V{plus(j)});\n"
    for i in range(P):
        if i: s+="            Simd.inOrder();\n"
        s+=f"            FloatVector v{i} = FloatVector.broadcast(SPECIES, x[x{i} + k]);\n"
        for n in c: s+=f"            a{i}{n} = {n}.fma(v{i}, a{i}{n});\n"
    s+="        }\n"
    if not one: s+="        wi += n * 2 * V;\n        }\n"
    s+="        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);\n"
    s+="        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);\n"
    for j,n in enumerate(c):
        s+=f"        FloatVector e{n} = FloatVector.fromArray(SPECIES, e, ei{plus(j)});\n"
    for i in range(P):
        for j,n in enumerate(c):
            s+=f"        a{i}{n} = a{i}{n}.add(e{n});\n        a{i}{n} = a{i}{n}.blend(low, a{i}{n}.lt(low));\n        a{i}{n}.blend(high, high.lt(a{i}{n})).intoArray(y, {row('yi','ys',i)}{plus(j)});\n"
    s+="    }"
    out.append(s)
print("\n\n".join(out)+"\n}")
