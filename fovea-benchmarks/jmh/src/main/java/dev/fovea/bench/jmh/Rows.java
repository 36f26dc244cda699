package dev.fovea.bench.jmh;

import static dev.fovea.bench.jmh.Layout.KERNELS;

import dev.fovea.kernel.Floats;
import dev.fovea.tensor.ScalarFunction;
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

/** What goes over classes or channels: softmax, cross entropy, and the parts of batch normalization. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class Rows {
    /** Rows, or pixels, and classes, or channels. */
    @Param({"1 10", "1 1000", "1024 16", "3136 256"})
    public String shape;

    @Param({"ROWS", "LANES"})
    public Layout layout;

    private int rows;
    private int classes;
    private int lanes;
    private int size;
    private Floats x;
    private Floats y;
    private Floats labels;
    private Floats perRow;
    private Floats perClass;

    @Setup
    public void prepare() {
        String[] sizes = shape.split(" ");
        rows = Integer.parseInt(sizes[0]);
        classes = Integer.parseInt(sizes[1]);
        lanes = layout.lanes();
        size = rows * classes * lanes;
        x = Layout.draw(size);
        y = Layout.draw(size);
        labels = Floats.of(new float[rows * lanes]);
        perRow = Layout.draw(rows * lanes);
        perClass = Layout.draw(2 * classes + KERNELS.channelRoom(classes, lanes));
    }

    @Benchmark
    public Floats softmax(Work work) {
        KERNELS.softmax(rows, classes, lanes, x, y);
        work.floats(2.0 * size);
        return y;
    }

    @Benchmark
    public Floats crossEntropy() {
        KERNELS.sparseCrossEntropy(rows, classes, lanes, x, labels, perRow);
        return perRow;
    }

    @Benchmark
    public Floats crossEntropyGradient(Work work) {
        KERNELS.sparseCrossEntropyGradient(rows, classes, lanes, x, labels, perRow, y);
        work.floats(2.0 * size);
        return y;
    }

    @Benchmark
    public Floats channelMoments(Work work) {
        KERNELS.channelMoments(rows, classes, lanes, lanes, x, perClass);
        work.floats(size);
        return perClass;
    }

    @Benchmark
    public Floats channelAffine(Work work) {
        KERNELS.channelAffine(rows, classes, lanes, x, perClass, null, ScalarFunction.RELU, 0, y);
        work.floats(2.0 * size);
        return y;
    }
}
