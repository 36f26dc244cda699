"""Writes LaneTiles.java to standard output; the build formats it: python3 core/src/generator/lane_tiles.py > core/src/main/java/dev/fovea/kernel/LaneTiles.java"""
print("""package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of the filters' gradient by lanes, unrolled by taps and by filters: {@code pairTxF} has T taps and F
 * filters and is for blocks of two vectors of images, {@code sumTxF} for those of any number.
 *
 * <p>{@code sums[i, j] += sum over columns f and every V-th lane l of x[off[i] + f,l] * dy[f,j,l]}: a vector holds the
 * partial sums of a pair (i, j). The dy of pairs are copied next to each other first, so that their addresses are known by the
 * column's number, and don't meet in few sets of the first cache. They are a power of two apart: of other steps the compiler does not see that they stay within the array. Each tap repeats the statements of tap 0 with its own offset, each filter those of filter 0
 * with the next run of lanes. Filters are read in order, so that a tile takes one register for them, and the compiler is told where
 * runs start and that there are few columns, so that it need not cut the loop nor work out addresses anew. Made by {@code core/src/generator/lane_tiles.py}.
 */
final class LaneTiles {
    /** The most filters of a tile. */
    static final int FILTERS = 6;

    private LaneTiles() {}

    /** How many taps the next tile takes when so many are left. */
    static int taps(int left) {
        return Math.min(left, 2);
    }

    /** How many filters the next tile takes when so many are left. */
    static int filters(int left, int lanes) {
        return lanes == 2 * V ? PackedConv2d.evenPart(left, FILTERS) : left >= 4 ? 4 : 1;
    }

    /** From one column's dy to the next for pairs of so many filters: as many filters. */
    static int pitch(int filters) {
        return Integer.highestOneBit(2 * filters - 1);
    }
""")
rest="float[] x, int xb, int[] off, int o, float[] dy, int db, {}int columns, {}float[] sums, int sb, int ss"
args="x, xf, off, o, dy, yf, {}some, {}sums, sb, ss"
tiles=[("pair",t,f) for t in (2,1) for f in (6,5,4,3,2,1)]+[("sum",t,f) for t in (2,1) for f in (4,1)]
print(f"    /** The tile of so many taps and filters; {{@code df}} is dy's step per column, of pairs the {{@link #pitch}} times\n     * the lanes; that of x is the lanes. */\n    static void sum(int taps, int filters, {rest.format('int df, ','int lanes, ')}) {{\n        for (int f = 0; f < columns; f += Simd.MOST_TERMS) {{\n            int some = Math.min(Simd.MOST_TERMS, columns - f);\n            int xf = xb + f * lanes;\n            int yf = db + f * df;\n        switch (lanes == 2 * V ? taps * 8 + filters : -taps * 8 - filters) {{")
for name,t,f in tiles:
    n=t*8+f if name=="pair" else -t*8-f
    case=f"case {n}" if (name,t,f)!=("sum",1,1) else "default"
    print(f"            {case} -> {name}{t}x{f}({args.format('df, ' if name=='sum' else '','lanes, ' if name=='sum' else '')});")
print("        }\n        }\n    }\n")
def plus(base,k,unit): return base if k==0 else f"{base} + {unit}" if k==1 else f"{base} + {k} * {unit}"
out=[]
for name,T,F in tiles:
    c="pqrstu"[:F]
    lanes="2 * V" if name=="pair" else "lanes"
    s=f"    static void {name}{T}x{F}({rest.format('int df, ' if name=='sum' else '','int lanes, ' if name=='sum' else '')}) {{\n"
    for i in range(T): s+=f"        int o{i} = off[{'o' if i==0 else f'o + {i}'}];\n"
    for i in range(T):
        for j in range(F): s+=f"        FloatVector a{i}{c[j]} = FloatVector.fromArray(SPECIES, sums, {plus(plus('sb',i,'ss'),j,'V')});\n"
    pair=name=="pair"
    if pair: s+="        int n = Simd.terms(columns);\n"
    s+=f"        for (int l = 0; l < {lanes}; l += V) {{\n"
    if pair:
        for i in range(T): s+=f"            int x{i}l = Simd.start(xb + o{i} + l);\n"
        s+="            int dl = Simd.start(db + l);\n            for (int f = 0; f < n; f++) {\n"
    else: s+="            int xi = xb + l;\n            int di = db + l;\n            for (int f = 0; f < columns; f++) {\n"
    t=" "*16
    for i in range(T): s+=f"{t}FloatVector x{i} = FloatVector.fromArray(SPECIES, x, {f'x{i}l + f * 2 * V' if pair else f'xi + o{i}'});\n"
    for j in range(F):
        at=(f"dl + f * {2*(1<<(F-1).bit_length())} * V"+(f" + {2*j} * V" if j else "")) if name=="pair" else plus("di",j,"lanes")
        s+=f"{t}FloatVector {c[j]} = FloatVector.fromArray(SPECIES, dy, {at});\n"
        for i in range(T): s+=f"{t}a{i}{c[j]} = x{i}.fma({c[j]}, a{i}{c[j]});\n"
        if j+1<F: s+=t+"Simd.inOrder();\n"
    s+=("" if pair else t+"xi += lanes;\n"+t+"di += df;\n")+"            }\n        }\n"
    for i in range(T):
        for j in range(F): s+=f"        a{i}{c[j]}.intoArray(sums, {plus(plus('sb',i,'ss'),j,'V')});\n"
    out.append(s+"    }")
print("\n\n".join(out)+"\n}")
