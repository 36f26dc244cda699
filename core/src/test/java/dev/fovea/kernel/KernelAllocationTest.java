package dev.fovea.kernel;

import static dev.fovea.kernel.Agreement.VECTOR;
import static dev.fovea.kernel.Agreement.normal;
import static dev.fovea.kernel.Agreement.scratch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Once compiled, kernels allocate nothing: by the JVM's own counter of this thread.
 *
 * <p>This holds in a JVM that runs nothing else. Where the other kernel tests ran first, with all their shapes, the
 * compiler inlines less, and vectors that cross a call are objects: some bytes to some kilobytes a step were seen. So
 * the build gives this test a JVM to itself.
 */
class KernelAllocationTest {
    private static final ConvGeometry CONV = new ConvGeometry(new Window(6, 6, 3, 3, 1, 1, 1, 1, 1, 1, 6, 6), 3, 20, 1);

    @ParameterizedTest
    @ValueSource(strings = {"1", "V", "2V"})
    void aStepOfKernelsAllocatesNothingOnceWarm(String width) {
        int lanes = width.equals("1") ? 1 : width.equals("V") ? Simd.V : 2 * Simd.V;
        RandomSource random = new RandomSource(1);
        Floats x = normal(random, CONV.inputSize() * lanes);
        Floats y = normal(random, CONV.outputSize() * lanes);
        Floats z = normal(random, CONV.outputSize() * lanes);
        Floats dx = normal(random, CONV.inputSize() * lanes);
        Floats w = normal(random, CONV.filterSize());
        Floats b = normal(random, 3 * CONV.m());
        Floats labels = new Floats(new float[36 * lanes], 0);
        Floats s1 = scratch(VECTOR.conv2dInputGradientScratch(CONV, lanes));
        Floats s2 = scratch(VECTOR.conv2dFilterGradientScratch(CONV, lanes));
        Window pool = new Window(6, 6, 2, 2, 2, 2, 0, 0, 1, 1, 3, 3);
        Runnable step = () -> {
            VECTOR.conv2d(CONV, lanes, x, w, b, ScalarFunction.TANH, 0, y);
            VECTOR.conv2dInputGradient(CONV, lanes, y, w, dx, s1);
            VECTOR.conv2dFilterGradient(CONV, lanes, x, y, w, s2);
            VECTOR.maxPool(pool, CONV.m(), lanes, y, z);
            VECTOR.maxPoolGradient(pool, CONV.m(), lanes, y, z, z, y);
            VECTOR.averagePool(pool, CONV.m(), lanes, y, z);
            VECTOR.softmax(36, CONV.m(), lanes, y, z);
            VECTOR.sparseCrossEntropy(36, CONV.m(), lanes, y, labels, z);
            VECTOR.dropout(CONV.outputSize(), lanes, 0.5f, 3, 0, y, z);
            VECTOR.channelSum(36, CONV.m(), lanes, y, b);
            VECTOR.channelMoments(36, CONV.m(), lanes, lanes, y, b);
            VECTOR.channelAffine(36, CONV.m(), lanes, y, b, ScalarFunction.RELU, 0, z);
            for (ScalarFunction f : FUNCTIONS) {
                VECTOR.apply(f, 0.3f, CONV.outputSize() * lanes, y, z);
                VECTOR.applyGradient(f, 0.3f, CONV.outputSize() * lanes, y, z, y, z);
            }
        };
        // Compilation may take its time on a busy machine, so the bar is that some hundred steps in a row are clean.
        long allocated = Long.MAX_VALUE;
        long end = System.nanoTime() + 60_000_000_000L;
        while (allocated > 0 && System.nanoTime() < end) {
            allocated = allocatedBy(step);
        }
        assertThat(allocated).as("bytes allocated by 100 steps").isZero();
    }

    private static final ScalarFunction[] FUNCTIONS = ScalarFunction.values();

    private static long allocatedBy(Runnable step) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            step.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
