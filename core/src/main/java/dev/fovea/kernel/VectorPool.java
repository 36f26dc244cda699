package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Pooling; {@code inner} is channels times lanes, which lie side by side and are treated alike. */
final class VectorPool {
    private VectorPool() {}

    /** Windows of 2 x 2 that lie side by side without padding, as most networks have them. */
    private static boolean isQuad(Window g) {
        return g.r() == 2
                && g.s() == 2
                && g.strideH() == 2
                && g.strideW() == 2
                && g.dilationH() == 1
                && g.dilationW() == 1
                && g.padTop() == 0
                && g.padLeft() == 0
                && 2 * g.e() <= g.h()
                && 2 * g.f() <= g.w();
    }

    static void max(Window g, int inner, Floats x, Floats y) {
        if (isQuad(g)) {
            maxOfQuads(g, inner, x, y);
            return;
        }
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                int at = y.offset + (e * g.f() + f) * inner;
                Arrays.fill(y.array, at, at + inner, Float.NEGATIVE_INFINITY);
                for (int r = 0; r < g.r(); r++) {
                    for (int s = 0; s < g.s(); s++) {
                        if (inside(g, e, f, r, s)) {
                            raise(x.array, x.offset + pixel(g, e, f, r, s) * inner, inner, y.array, at);
                        }
                    }
                }
            }
        }
    }

    private static void raise(float[] x, int xi, int inner, float[] y, int yi) {
        int i = 0;
        for (; i <= inner - V; i += V) {
            FloatVector.fromArray(SPECIES, y, yi + i)
                    .max(FloatVector.fromArray(SPECIES, x, xi + i))
                    .intoArray(y, yi + i);
        }
        for (; i < inner; i++) {
            y[yi + i] = Math.max(y[yi + i], x[xi + i]);
        }
    }

    /** A last vector that is partly filled is made whole of what follows, and that then comes into its own place. */
    private static void maxOfQuads(Window g, int inner, Floats x, Floats y) {
        int down = g.w() * inner;
        int end = x.offset + g.h() * g.w() * inner - V;
        int over = y.offset + g.e() * g.f() * inner - V;
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                int at = x.offset + (2 * e * g.w() + 2 * f) * inner;
                int to = y.offset + (e * g.f() + f) * inner;
                for (int i = 0; i < inner; i += V) {
                    if (at + i + down + inner > end || to + i > over) {
                        maxOfFew(inner - i, inner, down, x.array, at + i, y.array, to + i);
                        continue;
                    }
                    FloatVector upper = FloatVector.fromArray(SPECIES, x.array, at + i)
                            .max(FloatVector.fromArray(SPECIES, x.array, at + i + inner));
                    FloatVector lower = FloatVector.fromArray(SPECIES, x.array, at + i + down)
                            .max(FloatVector.fromArray(SPECIES, x.array, at + i + down + inner));
                    upper.max(lower).intoArray(y.array, to + i);
                }
            }
        }
    }

    private static void maxOfFew(int most, int inner, int down, float[] x, int at, float[] y, int to) {
        for (int i = 0; i < Math.min(most, V); i++) {
            float upper = Math.max(x[at + i], x[at + i + inner]);
            y[to + i] = Math.max(upper, Math.max(x[at + i + down], x[at + i + down + inner]));
        }
    }

    static void maxGradient(Window g, int inner, Floats x, Floats y, Floats dy, Floats dx) {
        if (isQuad(g) && inner % V == 0) {
            maxOfQuadsGradient(g, inner, x, y, dy, dx);
            return;
        }
        Arrays.fill(dx.array, dx.offset, dx.offset + g.h() * g.w() * inner, 0);
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                int at = (e * g.f() + f) * inner;
                for (int i = 0; i < inner; i += V) {
                    VectorMask<Float> some = Simd.rest(i, inner);
                    FloatVector max = FloatVector.fromArray(SPECIES, y.array, y.offset + at + i, some);
                    FloatVector gradient = FloatVector.fromArray(SPECIES, dy.array, dy.offset + at + i, some);
                    VectorMask<Float> open = some;
                    for (int r = 0; r < g.r(); r++) {
                        for (int s = 0; s < g.s(); s++) {
                            if (!inside(g, e, f, r, s)) {
                                continue;
                            }
                            int p = pixel(g, e, f, r, s) * inner + i;
                            VectorMask<Float> wins = FloatVector.fromArray(SPECIES, x.array, x.offset + p, some)
                                    .compare(VectorOperators.EQ, max)
                                    .and(open);
                            open = open.andNot(wins);
                            FloatVector.fromArray(SPECIES, dx.array, dx.offset + p, some)
                                    .add(gradient, wins)
                                    .intoArray(dx.array, dx.offset + p, some);
                        }
                    }
                }
            }
        }
    }

    private static void maxOfQuadsGradient(Window g, int inner, Floats x, Floats y, Floats dy, Floats dx) {
        if (2 * g.e() < g.h() || 2 * g.f() < g.w()) {
            Arrays.fill(dx.array, dx.offset, dx.offset + g.h() * g.w() * inner, 0);
        }
        int down = g.w() * inner;
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                int at = (2 * e * g.w() + 2 * f) * inner;
                int from = (e * g.f() + f) * inner;
                for (int i = 0; i < inner; i += V) {
                    int p = at + i;
                    FloatVector max = FloatVector.fromArray(SPECIES, y.array, y.offset + from + i);
                    FloatVector gradient = FloatVector.fromArray(SPECIES, dy.array, dy.offset + from + i);
                    VectorMask<Float> first = FloatVector.fromArray(SPECIES, x.array, x.offset + p)
                            .compare(VectorOperators.EQ, max);
                    VectorMask<Float> second = FloatVector.fromArray(SPECIES, x.array, x.offset + p + inner)
                            .compare(VectorOperators.EQ, max);
                    VectorMask<Float> third = FloatVector.fromArray(SPECIES, x.array, x.offset + p + down)
                            .compare(VectorOperators.EQ, max);
                    VectorMask<Float> fourth = FloatVector.fromArray(SPECIES, x.array, x.offset + p + down + inner)
                            .compare(VectorOperators.EQ, max);
                    VectorMask<Float> upper = first.or(second);
                    zero.blend(gradient, first).intoArray(dx.array, dx.offset + p);
                    zero.blend(gradient, second.andNot(first)).intoArray(dx.array, dx.offset + p + inner);
                    zero.blend(gradient, third.andNot(upper)).intoArray(dx.array, dx.offset + p + down);
                    zero.blend(gradient, fourth.andNot(upper.or(third)))
                            .intoArray(dx.array, dx.offset + p + down + inner);
                }
            }
        }
    }

    static void average(Window g, int inner, Floats x, Floats y) {
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                int at = y.offset + (e * g.f() + f) * inner;
                int count = taps(g, e, f);
                if (count == 0) {
                    Arrays.fill(y.array, at, at + inner, 0);
                    continue;
                }
                boolean first = true;
                int seen = 0;
                for (int r = 0; r < g.r(); r++) {
                    for (int s = 0; s < g.s(); s++) {
                        if (inside(g, e, f, r, s)) {
                            seen++;
                            int xi = x.offset + pixel(g, e, f, r, s) * inner;
                            // The last tap divides: multiplying by 1/count would round twice.
                            int divisor = seen == count ? count : 1;
                            addTap(x.array, xi, inner, y.array, at, first, divisor);
                            first = false;
                        }
                    }
                }
            }
        }
    }

    /** {@code y = ((first ? 0 : y) + x) / divisor}. */
    private static void addTap(float[] x, int xi, int inner, float[] y, int yi, boolean first, int divisor) {
        for (int i = 0; i < inner; i += V) {
            VectorMask<Float> some = Simd.rest(i, inner);
            FloatVector sum = FloatVector.fromArray(SPECIES, x, xi + i, some);
            if (!first) {
                sum = sum.add(FloatVector.fromArray(SPECIES, y, yi + i, some));
            }
            if (divisor > 1) {
                sum = sum.div(divisor);
            }
            sum.intoArray(y, yi + i, some);
        }
    }

    static void averageGradient(Window g, int inner, Floats dy, Floats dx) {
        Arrays.fill(dx.array, dx.offset, dx.offset + g.h() * g.w() * inner, 0);
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                int from = dy.offset + (e * g.f() + f) * inner;
                int count = taps(g, e, f);
                for (int r = 0; r < g.r(); r++) {
                    for (int s = 0; s < g.s(); s++) {
                        if (inside(g, e, f, r, s)) {
                            int to = dx.offset + pixel(g, e, f, r, s) * inner;
                            addShare(dy.array, from, inner, count, dx.array, to);
                        }
                    }
                }
            }
        }
    }

    private static void addShare(float[] dy, int yi, int inner, int count, float[] dx, int xi) {
        for (int i = 0; i < inner; i += V) {
            VectorMask<Float> some = Simd.rest(i, inner);
            FloatVector share = FloatVector.fromArray(SPECIES, dy, yi + i, some).div(count);
            FloatVector.fromArray(SPECIES, dx, xi + i, some).add(share).intoArray(dx, xi + i, some);
        }
    }

    private static int taps(Window g, int e, int f) {
        int rows = 0;
        for (int r = 0; r < g.r(); r++) {
            rows += g.row(e, r) >= 0 && g.row(e, r) < g.h() ? 1 : 0;
        }
        int columns = 0;
        for (int s = 0; s < g.s(); s++) {
            columns += g.column(f, s) >= 0 && g.column(f, s) < g.w() ? 1 : 0;
        }
        return rows * columns;
    }

    private static boolean inside(Window g, int e, int f, int r, int s) {
        int h = g.row(e, r);
        int w = g.column(f, s);
        return h >= 0 && h < g.h() && w >= 0 && w < g.w();
    }

    private static int pixel(Window g, int e, int f, int r, int s) {
        return g.row(e, r) * g.w() + g.column(f, s);
    }
}
