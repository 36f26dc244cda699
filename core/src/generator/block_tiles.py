"""Writes BlockTiles.java to standard output; the build formats it: python3 core/src/generator/block_tiles.py > core/src/main/java/dev/fovea/kernel/BlockTiles.java"""
print("""package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Register tiles of convolution over blocks by packed filters, unrolled by filters and by vectors of lanes: {@code
 * wholePxN} has P filters and N vectors, and so has {@code partPxN}.
 *
 * <p>{@code y[i, l] = act(b[i] + sum over terms t of x[at[t] + l] * w[k(t) * P + i])} for P filters i and N vectors of
 * lanes l. Of whole filters k(t) is t. Each filter repeats the statements of filter 0 with the next weight, each vector those of p
 * with the next V lanes. Weights are read in order, so that a tile takes one register for them. Made by {@code core/src/generator/block_tiles.py}.
 */
final class BlockTiles {
    private BlockTiles() {}
""")
rest="int[] at, float[] x, int xb, float[] w, int wb, float[] b, int bb, boolean relu, float[] y, int yi, int ys"
tiles=[(p,n) for p in range(8,0,-1) for n in (2,1)]
for name,a,c,doc in (("whole","","","on all weights of filters"),("part","int[] k, ","k, ","on some weights of filters")):
    print(f"    /** The tile of so many filters and vectors, {doc}. */")
    print(f"    static void {name}(int filters, int vectors, {a}{rest}) {{\n        switch (filters * 4 + vectors) {{")
    for p,n in tiles:
        case=f"case {p*4+n}" if (p,n)!=(1,1) else "default"
        print(f"            {case} -> {name}{p}x{n}({c}at, x, xb, w, wb, b, bb, relu, y, yi, ys);")
    print("        }\n    }\n")
out=[]
for name,a in (("whole",""),("part","int[] k, ")):
    for P,N in tiles:
        c="pq"[:N]
        times="" if P==1 else f" * {P}"
        s=f"    static void {name}{P}x{N}({a}{rest}) {{\n"
        for i in range(P):
            bi="bb" if i==0 else f"bb + {i}"
            s+=f"        FloatVector a{i}p = FloatVector.broadcast(SPECIES, b[{bi}]);\n"
            if N==2: s+=f"        FloatVector a{i}q = a{i}p;\n"
        if name=="part":
            wi="wi"
        else:
            wi=f"wb + t{times}"
        s+="        for (int t = 0; t < at.length; t++) {\n"
        t="            "
        if name=="part": s+=f"{t}int wi = wb + k[t]{times};\n"
        s+=f"{t}int xi = xb + at[t];\n"
        for j,n in enumerate(c): s+=f"{t}FloatVector {n} = FloatVector.fromArray(SPECIES, x, xi{' + V' if j else ''});\n"
        for i in range(P):
            s+=f"{t}FloatVector w{i} = FloatVector.broadcast(SPECIES, w[{wi}{f' + {i}' if i else ''}]);\n"
            for n in c: s+=f"{t}a{i}{n} = {n}.fma(w{i}, a{i}{n});\n"
            if i+1<P: s+=f"{t}Simd.inOrder();\n"
        s+=t[4:]+"}\n"
        s+="        if (relu) {\n"
        for i in range(P):
            for n in c: s+=f"            a{i}{n} = a{i}{n}.blend(0, a{i}{n}.compare(VectorOperators.LT, 0));\n"
        s+="        }\n"
        for i in range(P):
            row="yi" if i==0 else "yi + ys" if i==1 else f"yi + {i} * ys"
            for j,n in enumerate(c): s+=f"        a{i}{n}.intoArray(y, {row}{' + V' if j else ''});\n"
        s+="    }"
        out.append(s)
print("\n\n".join(out)+"\n}")
