package dev.fovea.kernel;

import dev.fovea.tensor.ScalarFunction;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has the JVM compile kernels before they are needed: until then, vectors run hundreds of times as slowly as after. A
 * thread of its own runs them on a few numbers, again and again: the plain loops of a large network's first prediction
 * while the model is read, and the others behind that prediction.
 */
final class WarmUp {
    /** Tiles that are compiled take a tenth of these nanoseconds, others several times as long. */
    private static final long FAST = 100_000;

    /** The loop of a first prediction takes a quarter of these where it is compiled, ten times as many where it is not. */
    private static final long COLD_FAST = 40_000;

    /** A first prediction goes on with the compiling itself. */
    private static final long COLD_LONGEST = 500_000_000L;

    /** The nanoseconds after which a JVM has compiled what it will, if it does at all. */
    private static final long LONGEST = 3_000_000_000L;

    private static final AtomicReference<Thread> THREAD = new AtomicReference<>();

    /** The milliseconds in which a program that makes but a few predictions ends: it would wait for the compilers. */
    private static final int SOON = 1000;

    private static final CountDownLatch WANTED = new CountDownLatch(1);

    private static final AtomicReference<Thread> COLD = new AtomicReference<>();

    private WarmUp() {}

    /** Starts it, once in a JVM: soon, or when somebody waits. */
    static void start() {
        start(THREAD, "fovea-warm-up", () -> {
            try {
                WANTED.await(SOON, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
            run();
        });
    }

    /** Has the kernels of a first prediction compiled, once in a JVM; nobody waits for that. */
    static void startCold() {
        start(COLD, "fovea-first-warm-up", WarmUp::runCold);
    }

    private static void start(AtomicReference<Thread> once, String name, Runnable body) {
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(body);
        if (once.compareAndSet(null, thread)) {
            thread.start();
        }
    }

    /** Waits until it is over, if it was started. */
    static void await() {
        Thread thread = THREAD.get();
        WANTED.countDown();
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the kernels until they are compiled. */
    static void run() {
        // Tiles as they are where pixels are no multiple of theirs.
        int pixels = 16 * PackedConv2d.PIXELS + 1;
        int filters = PackedConv2d.WIDTH;
        ConvGeometry pointwise = new ConvGeometry(Window.pointwise(pixels), 2 * Simd.V, filters, 1);
        Window square = new Window(4, 4, 3, 3, 1, 1, 1, 1, 1, 1, 4, 4);
        ConvGeometry tile = new ConvGeometry(square, 2 * Simd.V, filters, 1);
        long begin = System.nanoTime();
        long took = FAST;
        while (took >= FAST && System.nanoTime() - begin < LONGEST) {
            took = convolve(new PackedConv2d(), pointwise);
            convolve(new WinogradConv2d(4), tile);
            convolve(new WinogradConv2d(2), tile);
            pool();
            multiply();
            try {
                Thread.sleep(1); // For the JVM's compilers to have the processor.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Runs the loops of a first prediction until they are compiled, on as long rows as it has. */
    static void runCold() {
        ColdKernels kernels = new ColdKernels();
        ConvGeometry g = new ConvGeometry(Window.pointwise(48), 16, 256, 1);
        Window windows = new Window(3, 64, 3, 3, 2, 2, 0, 0, 1, 1, 1, 31);
        Floats zeros = floats(g.outputSize());
        Floats y = floats(g.outputSize());
        long took = COLD_FAST;
        for (long begin = System.nanoTime(); took >= COLD_FAST && System.nanoTime() - begin < COLD_LONGEST; ) {
            kernels.maxPool(windows, 64, 1, zeros, y);
            kernels.averagePool(windows, 64, 1, zeros, y);
            long from = System.nanoTime();
            kernels.conv2dScaled(g, zeros, zeros, zeros, zeros, ScalarFunction.RELU, 0, y, 0, 1);
            took = System.nanoTime() - from;
            try {
                Thread.sleep(1); // For the JVM's compilers to have the processor.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Returns the nanoseconds that it took but for packing. */
    private static long convolve(ImageConv2d conv, ConvGeometry g) {
        Floats x = floats(g.inputSize());
        Floats packed = floats(conv.packedSize(g));
        Floats y = floats(g.outputSize());
        Floats scratch = floats(conv.scratch(g));
        float[] range = {0, Float.POSITIVE_INFINITY};
        conv.pack(g, floats(g.filterSize()), null, new float[g.m()], new float[g.m()], packed);
        Floats residual = floats(g.outputSize());
        long begin = System.nanoTime();
        conv.forward(g, x, packed, residual, range, y, scratch, 0, 1, false);
        return System.nanoTime() - begin;
    }

    private static void pool() {
        Window windows = new Window(9, 9, 3, 3, 2, 2, 0, 0, 1, 1, 4, 4);
        Floats x = floats(windows.h() * windows.w() * Simd.V);
        Floats y = floats(windows.e() * windows.f() * Simd.V);
        VectorPool.max(windows, Simd.V, x, y);
        VectorPool.average(windows, Simd.V, x, y);
    }

    private static void multiply() {
        ConvGeometry dense = ConvGeometry.dense(1, 64, 2 * Simd.V);
        PlainConv2d.dense(dense, floats(dense.c()), floats(dense.filterSize()), null, floats(dense.m()), 0, 1);
    }

    private static Floats floats(int size) {
        return new Floats(new float[size], 0);
    }
}
