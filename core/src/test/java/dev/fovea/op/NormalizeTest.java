package dev.fovea.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.ReferenceKernels;
import dev.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gradient of bringing rows to length 1, on both sides of the length from which on it does. */
class NormalizeTest {
    private static final float EPSILON = 0.1f;

    /** Squares of 0.27 in all, all from the mean: dx = (dy - y (y . dy)) / length. */
    @Test
    void aLongEnoughRowIsHeldToItsLength() {
        float[] dx = gradient(new float[] {0.3f, 0.3f, 0.3f}, 1, 2, 6);
        double length = Math.sqrt(0.27);
        assertThat(dx)
                .containsExactly(
                        new float[] {(float) (-2 / length), (float) (-1 / length), (float) (3 / length)},
                        within(1e-5f));
    }

    /** Squares of 0.18 in all, all from the deviations: y . dy is 1 / sqrt(2). */
    @Test
    void soIsARowOfMeanZero() {
        float[] dx = gradient(new float[] {0.3f, -0.3f, 0}, 1, 2, 6);
        double length = Math.sqrt(0.18);
        assertThat(dx)
                .containsExactly(
                        new float[] {(float) (1.5 / length), (float) (1.5 / length), (float) (6 / length)},
                        within(1e-5f));
    }

    /** Squares of 0.09 in all are divided by the root of epsilon, whatever they are. */
    @Test
    void aShortRowIsNot() {
        float[] dx = gradient(new float[] {0.2f, 0.2f, 0.1f}, 1, 2, 6);
        double root = Math.sqrt(EPSILON);
        assertThat(dx)
                .containsExactly(
                        new float[] {(float) (1 / root), (float) (2 / root), (float) (6 / root)}, within(1e-5f));
    }

    private static float[] gradient(float[] x, float... dy) {
        Normalize op = new Normalize(Normalize.To.LENGTH, EPSILON);
        List<Shape> one = List.of(Shape.of(3));
        float[] y = run(op, one, x);
        return run(new Normalize.Gradient(op), List.of(one.get(0), one.get(0), one.get(0)), x, y, dy);
    }

    private static float[] run(Op op, List<Shape> shapes, float[]... operands) {
        Bound bound = op.bind(new ReferenceKernels(), shapes, 1);
        Floats[] in = new Floats[operands.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = Floats.of(operands[i]);
        }
        Floats out = Floats.of(new float[3]);
        bound.body().run(in, out, Floats.of(new float[bound.scratch()]), new Block());
        return out.array;
    }
}
