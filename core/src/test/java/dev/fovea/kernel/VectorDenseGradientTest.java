package dev.fovea.kernel;

import static dev.fovea.kernel.Agreement.REFERENCE;
import static dev.fovea.kernel.Agreement.V;
import static dev.fovea.kernel.Agreement.holds;
import static dev.fovea.kernel.Agreement.normal;
import static dev.fovea.kernel.Agreement.scratch;
import static dev.fovea.kernel.Agreement.staysInside;
import static dev.fovea.kernel.Agreement.vector;

import dev.fovea.tensor.RandomSource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Holds the gradient of a dense layer over a whole batch to the sum of those of its blocks. */
class VectorDenseGradientTest {
    @Property(tries = 200)
    void theGradientIsTheSumOfThoseOfBlocks(
            @ForAll @IntRange(min = 1, max = 150) int k,
            @ForAll @IntRange(min = 1, max = 80) int m,
            @ForAll @IntRange(min = 1, max = 3) int vectors,
            @ForAll @IntRange(min = 1, max = 4) int blocks,
            @ForAll @IntRange(min = 0, max = 2) int more,
            @ForAll long seed) {
        check(k, m, vectors * V, blocks, more, seed);
    }

    @Test
    void theGradientOfMoreImagesThanALoopTakes() {
        check(7, 3 * V + 1, V, 2 * PackedConv2d.DEPTH / V + 3, 1, 5);
    }

    private static void check(int k, int m, int lanes, int blocks, int more, long seed) {
        RandomSource random = new RandomSource(seed);
        Floats x = normal(random, blocks * k * lanes);
        Floats dy = normal(random, blocks * m * lanes);
        holds(blocks * lanes, k * m, (kernels, dw) -> {
            if (kernels == REFERENCE) {
                sumOfBlocks(k, m, lanes, blocks, x, dy, dw);
            } else {
                atOnce(k, m, lanes, blocks, more, x, dy, dw);
            }
        });
    }

    private static void sumOfBlocks(int k, int m, int lanes, int blocks, Floats x, Floats dy, Floats dw) {
        ConvGeometry g = ConvGeometry.dense(1, k, m);
        float[] parts = new float[blocks * k * m];
        for (int block = 0; block < blocks; block++) {
            Floats xs = new Floats(x.array, x.offset + block * k * lanes);
            Floats dys = new Floats(dy.array, dy.offset + block * m * lanes);
            REFERENCE.conv2dFilterGradient(g, lanes, xs, dys, new Floats(parts, block * k * m), Floats.of());
        }
        REFERENCE.addUp(k * m, blocks, parts, 0, k * m, dw.array, dw.offset);
    }

    /** Of a batch that has room for more blocks than there are. */
    private static void atOnce(int k, int m, int lanes, int blocks, int more, Floats x, Floats dy, Floats dw) {
        Kernels kernels = vector();
        int size = kernels.densePartSize(k, m, lanes);
        int stride = size + 5;
        float[] parts = new float[blocks * stride];
        for (int block = 0; block < blocks; block++) {
            Floats xs = new Floats(x.array, x.offset + block * k * lanes);
            Floats dys = new Floats(dy.array, dy.offset + block * m * lanes);
            Floats turning = scratch(kernels.densePartScratch());
            kernels.leaveDensePart(k, m, lanes, xs, dys, new Floats(parts, block * stride), turning);
            staysInside(turning);
        }
        DenseGradient gradient = kernels.denseGradient(k, m, lanes, blocks + more);
        Floats room = scratch(gradient.scratch());
        for (int from = 0; from < k; from += DenseGradient.ROWS) {
            int to = Math.min(k, from + DenseGradient.ROWS);
            gradient.run(blocks, parts, 0, stride, from, to, dw.array, dw.offset, room);
        }
        staysInside(room);
    }
}
