package dev.fovea.bench.jmh;

import static dev.fovea.bench.jmh.Layout.KERNELS;

import dev.fovea.kernel.BinaryFunction;
import dev.fovea.kernel.Floats;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.train.Adam;
import dev.fovea.train.SGD;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done to each number by itself, and the optimizers' steps: in the nearest cache, and in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class Elements {
    private static final float RATE = 1e-3f;

    @Param({"2048", "16777216"})
    public int size;

    private Floats x;
    private Floats dy;
    private Floats y;
    private final Adam adam = Adam.of();
    private final SGD sgd = SGD.of(RATE).momentum(0.9f);
    private float[][] slots;
    private long step;

    @Setup
    public void prepare() {
        x = Layout.draw(size);
        dy = Layout.draw(size);
        y = Layout.draw(size);
        slots = new float[2][size];
        step = 0;
    }

    @Benchmark
    public Floats relu(Work work) {
        KERNELS.apply(ScalarFunction.RELU, 0, size, x, y);
        work.floats(2.0 * size);
        return y;
    }

    @Benchmark
    public Floats sigmoid(Work work) {
        KERNELS.apply(ScalarFunction.SIGMOID, 0, size, x, y);
        work.floats(2.0 * size);
        return y;
    }

    @Benchmark
    public Floats reluGradient(Work work) {
        KERNELS.applyGradient(ScalarFunction.RELU, 0, size, null, x, dy, y);
        work.floats(3.0 * size);
        return y;
    }

    @Benchmark
    public Floats add(Work work) {
        KERNELS.combine(BinaryFunction.ADD, size, x, dy, y);
        work.floats(3.0 * size);
        return y;
    }

    @Benchmark
    public Floats dropout(Work work) {
        KERNELS.dropout(size, 1, 0.5f, 1, 0, x, y);
        work.floats(2.0 * size);
        return y;
    }

    @Benchmark
    public Floats adam(Work work) {
        step++;
        adam.update(y.array, dy.array, 0, slots, 0, size, step, RATE);
        work.floats(7.0 * size);
        return y;
    }

    @Benchmark
    public Floats sgdWithMomentum(Work work) {
        step++;
        sgd.update(y.array, dy.array, 0, slots, 0, size, step, RATE);
        work.floats(5.0 * size);
        return y;
    }
}
