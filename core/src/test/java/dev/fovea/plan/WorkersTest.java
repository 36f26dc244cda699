package dev.fovea.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

    @Test
    void everyPieceRunsOnceAndIsSeenByTheCaller() {
        for (int count : new int[] {1, 2, 3, 5}) {
            try (Workers workers = new Workers(count)) {
                // Plain memory on purpose: run must publish what other threads wrote.
                int[] runs = new int[64];
                for (int round = 1; round <= 3000; round++) {
                    int pieces = round % 9;
                    workers.run(pieces, (piece, slot) -> runs[piece]++);
                }
                for (int piece = 0; piece < 9; piece++) {
                    int number = piece;
                    long expected = IntStream.rangeClosed(1, 3000)
                            .filter(r -> r % 9 > number)
                            .count();
                    assertThat(runs[piece])
                            .as("piece %d of %d threads", piece, count)
                            .isEqualTo((int) expected);
                }
            }
        }
    }

    @Test
    void aSlotRunsOnePieceAtATime() {
        try (Workers workers = new Workers(4)) {
            AtomicIntegerArray inside = new AtomicIntegerArray(4);
            AtomicInteger clashes = new AtomicInteger();
            for (int round = 0; round < 500; round++) {
                workers.run(13, (piece, slot) -> {
                    if (inside.incrementAndGet(slot) > 1) {
                        clashes.incrementAndGet();
                    }
                    Thread.onSpinWait();
                    inside.decrementAndGet(slot);
                });
            }
            assertThat(clashes).hasValue(0);
        }
    }

    @Test
    void whatAPieceThrowsIsThrownToTheCallerAndTheNextRunIsWhole() {
        try (Workers workers = new Workers(3)) {
            for (int round = 0; round < 200; round++) {
                int bad = round % 8;
                assertThatThrownBy(() -> workers.run(8, (piece, slot) -> {
                            if (piece == bad) {
                                throw new IllegalArgumentException("piece " + piece);
                            }
                        }))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("piece " + bad);
                AtomicInteger ran = new AtomicInteger();
                workers.run(8, (piece, slot) -> ran.incrementAndGet());
                assertThat(ran).hasValue(8);
            }
        }
    }

    @Test
    void sleepingWorkersWakeForTheNextRun() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            AtomicInteger ran = new AtomicInteger();
            for (int round = 0; round < 20; round++) {
                Thread.sleep(5);
                workers.run(4, (piece, slot) -> ran.incrementAndGet());
            }
            assertThat(ran).hasValue(80);
        }
    }

    @Test
    void anIdleWorkerUsesNoProcessorTime() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            Thread[] worker = new Thread[1];
            while (worker[0] == null) {
                workers.run(16, (piece, slot) -> {
                    if (slot == 1) {
                        worker[0] = Thread.currentThread();
                    }
                    Thread.yield();
                });
            }
            Thread.sleep(100);
            var threads = ManagementFactory.getThreadMXBean();
            long before = threads.getThreadCpuTime(worker[0].threadId());
            Thread.sleep(200);
            long used = threads.getThreadCpuTime(worker[0].threadId()) - before;
            assertThat(used)
                    .as("nanoseconds of processor time in 200 ms of idleness")
                    .isLessThan(20_000_000);
        }
    }

    @Test
    void aRunAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Workers workers = new Workers(2)) {
            int[] sums = new int[2];
            Workers.Task task = (piece, slot) -> sums[slot] += piece;
            for (int i = 0; i < 2000; i++) {
                workers.run(4, task);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                workers.run(4, task);
            }
            long after = threads.getCurrentThreadAllocatedBytes();
            assertThat(after - before).as("bytes allocated by 1000 runs").isLessThan(1000);
        }
    }

    @Test
    void closedWorkersEndTheirThreadsAndRefuseToRun() throws InterruptedException {
        Workers workers = new Workers(2);
        Thread[] worker = new Thread[1];
        while (worker[0] == null) {
            workers.run(16, (piece, slot) -> {
                if (slot == 1) {
                    worker[0] = Thread.currentThread();
                }
                Thread.yield();
            });
        }
        workers.close();
        worker[0].join(5000);
        assertThat(worker[0].isAlive()).isFalse();
        assertThatThrownBy(() -> workers.run(2, (piece, slot) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
