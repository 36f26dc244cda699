package dev.fovea.bench.jmh;

import static dev.fovea.bench.jmh.Layout.KERNELS;

import dev.fovea.kernel.ConvGeometry;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Window;
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

/** Convolutions, pointwise and depthwise ones and dense layers among them, and their gradients. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class Convolution {
    /** Side of the input, channels, filters, side of the filters, stride, padding on each side, groups. */
    @Param({
        // LeNet-5 and its dense layers.
        "28 1 6 5 1 2 1",
        "14 6 16 5 1 0 1",
        "1 400 120 1 1 0 1",
        // The convnet on MNIST.
        "28 1 32 3 1 0 1",
        "13 32 64 3 1 0 1",
        // ResNet-20.
        "32 16 16 3 1 1 1",
        "8 64 64 3 1 1 1",
        // VGG-16 and ResNet-50.
        "224 3 64 3 1 1 1",
        "56 64 64 3 1 1 1",
        "14 512 512 3 1 1 1",
        "224 3 64 7 2 3 1",
        "56 64 256 1 1 0 1",
        "56 256 64 1 1 0 1",
        "7 2048 512 1 1 0 1",
        // MobileNetV2.
        "56 144 144 3 1 1 144",
        "56 144 144 3 2 1 144"
    })
    public String shape;

    @Param({"ROWS", "LANES"})
    public Layout layout;

    private ConvGeometry g;
    private int lanes;
    private double operations;
    private Floats x;
    private Floats w;
    private Floats bias;
    private Floats y;
    private Floats dx;
    private Floats dw;
    private Floats packed;
    private Floats packedBack;
    private Floats scratch;

    @Setup
    public void prepare() {
        String[] sizes = shape.split(" ");
        int[] n = new int[sizes.length];
        for (int i = 0; i < n.length; i++) {
            n[i] = Integer.parseInt(sizes[i]);
        }
        int outputs = (n[0] + 2 * n[5] - n[3]) / n[4] + 1;
        Window window = new Window(n[0], n[0], n[3], n[3], n[4], n[4], n[5], n[5], 1, 1, outputs, outputs);
        g = new ConvGeometry(window, n[1], n[2], n[6]);
        lanes = layout.lanes();
        x = Layout.draw(g.inputSize() * lanes);
        w = Layout.draw(g.filterSize());
        bias = Layout.draw(g.m());
        y = Layout.draw(g.outputSize() * lanes);
        dx = Layout.draw(x.array.length);
        dw = Layout.draw(w.array.length);
        int room =
                Math.max(KERNELS.conv2dInputGradientScratch(g, lanes), KERNELS.conv2dFilterGradientScratch(g, lanes));
        room = Math.max(room, KERNELS.conv2dScratch(g, lanes));
        packed = Floats.of(new float[KERNELS.packedFilterSize(g, lanes)]);
        if (packed.array.length > 0) {
            room = Math.max(room, KERNELS.conv2dPackedScratch(g, lanes));
            KERNELS.packFilters(g, lanes, w, bias, null, null, packed);
        }
        packedBack = Floats.of(new float[KERNELS.packedInputGradientSize(g, lanes)]);
        if (packedBack.array.length > 0) {
            room = Math.max(room, KERNELS.conv2dInputGradientPackedScratch(g, lanes));
            KERNELS.packInputGradient(g, lanes, w, packedBack);
        }
        scratch = Floats.of(new float[room]);
        operations = 2.0 * n[3] * n[3] * g.channelsPerGroup() * g.outputSize() * lanes;
    }

    /** With bias and ReLU, by filters that are packed already where they are. */
    @Benchmark
    public Floats forward(Work work) {
        if (packed.array.length > 0) {
            KERNELS.conv2dPacked(g, lanes, x, packed, null, ScalarFunction.RELU, 0, y, scratch, 0, 1);
        } else {
            KERNELS.conv2d(g, lanes, x, w, bias, ScalarFunction.RELU, 0, y, scratch, 0, 1);
        }
        work.operations(operations);
        return y;
    }

    @Benchmark
    public Floats inputGradient(Work work) {
        if (packedBack.array.length > 0) {
            KERNELS.conv2dInputGradientPacked(g, lanes, y, packedBack, dx, scratch);
        } else {
            KERNELS.conv2dInputGradient(g, lanes, y, w, dx, scratch);
        }
        work.operations(operations);
        return dx;
    }

    @Benchmark
    public Floats filterGradient(Work work) {
        KERNELS.conv2dFilterGradient(g, lanes, x, y, dw, scratch);
        work.operations(operations);
        return dw;
    }
}
