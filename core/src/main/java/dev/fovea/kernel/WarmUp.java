package dev.fovea.kernel;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Has the JVM compile the kernels that predictions of large networks need first, while a model is still being read: until
 * they are compiled, they run hundreds of times as slowly. A thread of its own runs them on a few numbers, again and again.
 */
final class WarmUp {
    /** A round of compiled kernels takes a tenth of that, in nanoseconds. */
    private static final long FAST = 200_000;

    /** Rounds after which a JVM has compiled what it will, if it does at all. */
    private static final int MOST_ROUNDS = 300;

    private static final AtomicReference<Thread> THREAD = new AtomicReference<>();

    private WarmUp() {}

    /** Starts it, once in a JVM. */
    static void start() {
        Thread thread = Thread.ofPlatform().daemon().name("fovea-warm-up").unstarted(WarmUp::run);
        if (THREAD.compareAndSet(null, thread)) {
            thread.start();
        }
    }

    /** Waits until it is over, if it was started. */
    static void await() {
        Thread thread = THREAD.get();
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run() {
        // Tiles as they are where pixels are no multiple of theirs.
        int pixels = 2 * PackedConv2d.pixels(4) + 1;
        int filters = PackedConv2d.WIDTH;
        ConvGeometry pointwise = new ConvGeometry(Window.pointwise(pixels), 2 * Simd.V, filters, 1);
        Window square = new Window(4, 4 * pixels, 3, 3, 1, 1, 1, 1, 1, 1, 4, 4 * pixels);
        ConvGeometry winograd = new ConvGeometry(square, 2 * Simd.V, filters, 1);
        long took = FAST;
        for (int round = 0; took >= FAST && round < MOST_ROUNDS; round++) {
            long begin = System.nanoTime();
            convolve(new PackedConv2d(), pointwise);
            convolve(new WinogradConv2d(), winograd);
            took = System.nanoTime() - begin;
            try {
                Thread.sleep(1); // Compilers do not wait for a processor then.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void convolve(ImageConv2d conv, ConvGeometry g) {
        Floats x = floats(g.inputSize());
        Floats packed = floats(conv.packedSize(g));
        Floats y = floats(g.outputSize());
        Floats scratch = floats(conv.scratch(g));
        float[] range = {0, Float.POSITIVE_INFINITY};
        conv.pack(g, floats(g.filterSize()), null, new float[g.m()], new float[g.m()], packed);
        conv.forward(g, x, packed, null, range, y, scratch, 0, 1, false);
        conv.forward(g, x, packed, floats(g.outputSize()), range, y, scratch, 0, 1, false);
    }

    private static Floats floats(int size) {
        return new Floats(new float[size], 0);
    }
}
