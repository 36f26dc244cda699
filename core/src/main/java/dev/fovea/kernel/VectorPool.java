package dev.fovea.kernel;

import static dev.fovea.kernel.Tiles.SPECIES;
import static dev.fovea.kernel.Tiles.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Max pooling where channels times lanes is a whole number of vectors. */
final class VectorPool {
    private VectorPool() {}

    static void max(Window g, int inner, Floats x, Floats y) {
        for (int e = 0; e < g.e(); e++) {
            int rFrom = from(g.row(e, 0));
            int rTo = Math.min(g.r(), g.h() - g.row(e, 0));
            for (int f = 0; f < g.f(); f++) {
                int sFrom = from(g.column(f, 0));
                int sTo = Math.min(g.s(), g.w() - g.column(f, 0));
                int at = y.offset + (e * g.f() + f) * inner;
                for (int i = 0; i < inner; i += V) {
                    FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
                    for (int r = rFrom; r < rTo; r++) {
                        for (int s = sFrom; s < sTo; s++) {
                            int xi = x.offset + (g.row(e, r) * g.w() + g.column(f, s)) * inner + i;
                            max = max.max(FloatVector.fromArray(SPECIES, x.array, xi));
                        }
                    }
                    max.intoArray(y.array, at + i);
                }
            }
        }
    }

    static void maxGradient(Window g, int inner, Floats x, Floats y, Floats dy, Floats dx) {
        Arrays.fill(dx.array, dx.offset, dx.offset + g.h() * g.w() * inner, 0);
        for (int e = 0; e < g.e(); e++) {
            int rFrom = from(g.row(e, 0));
            int rTo = Math.min(g.r(), g.h() - g.row(e, 0));
            for (int f = 0; f < g.f(); f++) {
                int sFrom = from(g.column(f, 0));
                int sTo = Math.min(g.s(), g.w() - g.column(f, 0));
                int at = (e * g.f() + f) * inner;
                for (int i = 0; i < inner; i += V) {
                    FloatVector max = FloatVector.fromArray(SPECIES, y.array, y.offset + at + i);
                    FloatVector gradient = FloatVector.fromArray(SPECIES, dy.array, dy.offset + at + i);
                    VectorMask<Float> open = SPECIES.maskAll(true);
                    for (int r = rFrom; r < rTo; r++) {
                        for (int s = sFrom; s < sTo; s++) {
                            int p = (g.row(e, r) * g.w() + g.column(f, s)) * inner + i;
                            VectorMask<Float> wins = FloatVector.fromArray(SPECIES, x.array, x.offset + p)
                                    .compare(VectorOperators.EQ, max)
                                    .and(open);
                            open = open.andNot(wins);
                            FloatVector sum = FloatVector.fromArray(SPECIES, dx.array, dx.offset + p);
                            sum.add(gradient, wins).intoArray(dx.array, dx.offset + p);
                        }
                    }
                }
            }
        }
    }

    private static int from(int first) {
        return Math.max(0, -first);
    }
}
