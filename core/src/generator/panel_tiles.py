"""Writes PanelTiles.java to standard output; the build formats it: python3 core/src/generator/panel_tiles.py > core/src/main/java/dev/fovea/kernel/PanelTiles.java"""
print("""package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of convolution by packed filters, unrolled by pixels and by vectors of filters: {@code panelPxN} has P
 * pixels and N vectors.
 *
 * <p>{@code y[p, m] += sum over k < length of x[p * xs + k] * w[k * 2V + m]}. Each pixel repeats the statements of pixel
 * 0, each vector those of p with the next V filters. A tile is one loop over one run of neighbours, which is what lets
 * the compiler leave out the checks of its reads; the sums wait in y from run to run. It does nothing else, as one
 * number more to hold would cost a register. Made by {@code core/src/generator/panel_tiles.py}.
 */
final class PanelTiles {
    private PanelTiles() {}
""")
def head(name):
    return f"""    static void {name}(
            int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {{"""
print("""    /** The tile of so many pixels and vectors of filters. */
    static void panel(
            int pixels,
            int vectors,
            int length,
            float[] x,
            int xi,
            int xs,
            float[] w,
            int wi,
            float[] y,
            int yi,
            int ys) {
        switch (pixels * 4 + vectors) {""")
tiles=[(p,n) for p in range(8,0,-1) for n in (2,1)]
for p,n in tiles[:-1]:
    print(f"            case {p*4+n} -> panel{p}x{n}(length, x, xi, xs, w, wi, y, yi, ys);")
print("""            default -> panel1x1(length, x, xi, xs, w, wi, y, yi, ys);
        }
    }
""")
out=[]
for P,N in tiles:
    c="pq"[:N]
    s=head(f"panel{P}x{N}")+"\n"
    row=lambda b,i: b if i==0 else f"{b} + ys" if i==1 else f"{b} + {i} * ys"
    for i in range(P):
        for j,n in enumerate(c):
            s+=f"        FloatVector a{i}{n} = FloatVector.fromArray(SPECIES, y, {row('yi',i)}{' + V' if j else ''});\n"
    s+="        for (int k = 0; k < length; k++) {\n"
    for j,n in enumerate(c):
        s+=f"            FloatVector {n} = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V{' + V' if j else ''});\n"
    for i in range(P):
        off="" if i==0 else " + xs" if i==1 else f" + {i} * xs"
        s+=f"            FloatVector x{i} = FloatVector.broadcast(SPECIES, x[xi + k{off}]);\n"
        for n in c: s+=f"            a{i}{n} = {n}.fma(x{i}, a{i}{n});\n"
    s+="        }\n"
    for i in range(P):
        for j,n in enumerate(c):
            s+=f"        a{i}{n}.intoArray(y, {row('yi',i)}{' + V' if j else ''});\n"
    s+="    }"
    out.append(s)
print("\n\n".join(out)+"\n}")
