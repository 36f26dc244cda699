package dev.fovea.bench.jmh;

import static dev.fovea.bench.jmh.Layout.KERNELS;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Window;
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

/** Max and average pooling and their gradients. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class Pooling {
    /** Side of the input, channels, side of the window, stride. */
    @Param({"28 6 2 2", "26 32 2 2", "112 64 3 2", "7 2048 7 7"})
    public String shape;

    @Param({"ROWS", "LANES"})
    public Layout layout;

    private Window window;
    private int channels;
    private int lanes;
    private Floats x;
    private Floats y;
    private Floats dy;
    private Floats dx;

    @Setup
    public void prepare() {
        String[] sizes = shape.split(" ");
        int side = Integer.parseInt(sizes[0]);
        channels = Integer.parseInt(sizes[1]);
        int size = Integer.parseInt(sizes[2]);
        int stride = Integer.parseInt(sizes[3]);
        int outputs = (side - size) / stride + 1;
        window = new Window(side, side, size, size, stride, stride, 0, 0, 1, 1, outputs, outputs);
        lanes = layout.lanes();
        x = Layout.draw(side * side * channels * lanes);
        y = Layout.draw(outputs * outputs * channels * lanes);
        dy = Layout.draw(y.array.length);
        dx = Layout.draw(x.array.length);
        KERNELS.maxPool(window, channels, lanes, x, y);
    }

    @Benchmark
    public Floats max(Work work) {
        KERNELS.maxPool(window, channels, lanes, x, y);
        work.floats(x.array.length + y.array.length);
        return y;
    }

    @Benchmark
    public Floats maxGradient(Work work) {
        KERNELS.maxPoolGradient(window, channels, lanes, x, y, dy, dx);
        work.floats(2.0 * (x.array.length + y.array.length));
        return dx;
    }

    @Benchmark
    public Floats average(Work work) {
        KERNELS.averagePool(window, channels, lanes, x, dy);
        work.floats(x.array.length + y.array.length);
        return dy;
    }

    @Benchmark
    public Floats averageGradient(Work work) {
        KERNELS.averagePoolGradient(window, channels, lanes, dy, dx);
        work.floats(x.array.length + y.array.length);
        return dx;
    }
}
