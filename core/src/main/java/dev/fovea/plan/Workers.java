package dev.fovea.plan;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share out the pieces of a task and wait for each other, without allocating.
 *
 * <p>The caller works too, as slot 0. Which slot takes a piece is left to chance, so a piece's result must not depend
 * on it. One caller at a time.
 */
public final class Workers implements AutoCloseable {
    /** What is done for each piece; at most one at a time on a slot. */
    @FunctionalInterface
    public interface Task {
        void run(int piece, int slot);
    }

    private static final int SPINS = 20_000;

    private final Thread[] threads;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile int round;
    private volatile boolean closed;
    private Task task;
    private int pieces;

    /** @param count the number of threads that work, the caller's included; at least 1 */
    public Workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("at least 1 thread is needed, not " + count);
        }
        threads = new Thread[count - 1];
        for (int i = 0; i < threads.length; i++) {
            int slot = i + 1;
            threads[i] = Thread.ofPlatform()
                    .daemon()
                    .name("fovea-" + slot)
                    .unstarted(() -> serve(slot));
            threads[i].start();
        }
    }

    /** The number of slots. */
    public int count() {
        return threads.length + 1;
    }

    /** Runs the task for the pieces 0 to before {@code pieces}; returns when all are done. */
    public void run(int pieces, Task task) {
        if (threads.length == 0 || pieces == 1) {
            for (int piece = 0; piece < pieces; piece++) {
                task.run(piece, 0);
            }
            return;
        }
        this.task = task;
        this.pieces = pieces;
        next.set(0);
        busy.set(threads.length);
        round++;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        work(0);
        while (busy.get() > 0) {
            Thread.onSpinWait();
        }
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
        }
    }

    private void work(int slot) {
        try {
            int piece = next.getAndIncrement();
            while (piece < pieces) {
                task.run(piece, slot);
                piece = next.getAndIncrement();
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private void serve(int slot) {
        int done = 0;
        while (true) {
            int spins = 0;
            while (round == done && !closed) {
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (closed) {
                return;
            }
            done = round;
            work(slot);
            busy.decrementAndGet();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
