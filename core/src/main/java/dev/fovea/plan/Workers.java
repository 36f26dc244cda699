package dev.fovea.plan;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share out the pieces of a task and wait for each other, without allocating.
 *
 * <p>The caller works too, as slot 0. Which slot takes a piece is left to chance, so a piece's result must not depend
 * on it. One caller at a time; a task must not run another on the same workers.
 *
 * <p>A wait spins for some microseconds, as the next stage of a step mostly comes at once, then lets others have the
 * processor for some 20 milliseconds, and sleeps at last until woken. A thread that sleeps earlier costs more than it
 * spares: Linux may wake it on the processor of the thread that woke it, where one waits for the other until the
 * scheduler moves it some milliseconds later.
 */
public final class Workers implements AutoCloseable {
    /** What is done for each piece; at most one at a time on a slot. */
    @FunctionalInterface
    public interface Task {
        void run(int piece, int slot);
    }

    private static final int SPINS = 1_000;
    private static final int YIELDS = 20_000;

    private final Thread[] threads;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger round = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    /** Written before {@link #round} is raised, and read after it was seen to be. */
    private Task task;

    private int pieces;
    private Thread caller;

    /**
     * Starts the threads.
     *
     * @param count the number of threads that work, the caller's included; at least 1
     */
    public Workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("at least 1 thread is needed, not " + count);
        }
        threads = new Thread[count - 1];
        for (int i = 0; i < threads.length; i++) {
            int slot = i + 1;
            threads[i] = Thread.ofPlatform().daemon().name("fovea-" + slot).unstarted(() -> serve(slot));
            threads[i].start();
        }
    }

    /** The number of slots. */
    public int count() {
        return threads.length + 1;
    }

    /**
     * Runs the task for the pieces 0 to before {@code pieces}; returns when all are done. What a piece throws is thrown
     * here, once every thread has stopped; the pieces not yet begun are left out then.
     */
    public void run(int pieces, Task task) {
        if (closed) {
            throw new IllegalStateException("these workers were closed; make new ones");
        }
        if (threads.length == 0 || pieces <= 1) {
            for (int piece = 0; piece < pieces; piece++) {
                task.run(piece, 0);
            }
            return;
        }
        this.task = task;
        this.pieces = pieces;
        caller = Thread.currentThread();
        next.set(0);
        busy.set(threads.length);
        round.incrementAndGet();
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        work(0);
        for (int waits = 0; busy.get() > 0; waits++) {
            pause(waits);
        }
        this.task = null;
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
        } else if (thrown != null) {
            throw new IllegalStateException("a task threw a checked exception", thrown);
        }
    }

    /** Waits a little, the longer the more often it was called before. */
    private void pause(int waits) {
        if (waits < SPINS) {
            Thread.onSpinWait();
        } else if (waits < SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.park(this);
        }
    }

    private void work(int slot) {
        try {
            int piece = next.getAndIncrement();
            while (piece < pieces) {
                task.run(piece, slot);
                piece = next.getAndIncrement();
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            next.set(pieces);
        }
    }

    private void serve(int slot) {
        int done = 0;
        while (true) {
            for (int waits = 0; round.get() == done && !closed; waits++) {
                pause(waits);
            }
            if (round.get() == done) {
                return;
            }
            done++;
            work(slot);
            Thread waiting = caller;
            if (busy.decrementAndGet() == 0) {
                LockSupport.unpark(waiting);
            }
        }
    }

    /** Ends the threads; a run that is under way is finished first. */
    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
