package dev.fovea.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final int VECTOR = 8;

    /** Makes runs of a time that depends on where values begin; returns where they begin behind them. */
    private static int run(Memory memory, int runs, IntToLongFunction time) {
        for (int i = 0; i < runs; i++) {
            memory.begin();
            long took = time.applyAsLong(memory.values().offset);
            if (memory.tries()) {
                memory.took(0, took);
                memory.took(1, i % 3 == 0 ? 5000 : 500);
            }
            memory.end();
        }
        memory.begin();
        return memory.values().offset;
    }

    @Test
    void largeArraysBeginALineBehindTheirHeader() {
        for (int vector : new int[] {1, 4, 8, 16}) {
            Memory memory = new Memory(vector, 2);
            memory.begin();
            int bytes = 16 + 4 * memory.values().offset;
            assertThat(bytes % (4 * vector)).isZero();
        }
    }

    @Test
    void valuesBeginWhereRunsAreFastest() {
        for (int best = 0; best < VECTOR; best += 2) {
            int place = best;
            Memory memory = new Memory(VECTOR, 2);
            assertThat(run(memory, 32, at -> at == place ? 900 : 1000)).isEqualTo(place);
        }
    }

    @Test
    void anArrayThatWasMovedIsTriedAgain() {
        Memory memory = new Memory(VECTOR, 2);
        run(memory, 40, at -> at == 6 ? 900 : 1000);
        assertThat(run(memory, 100, at -> at == 2 ? 900 : 1000)).isEqualTo(2);
    }

    @Test
    void whereThereIsOnePlaceNoTimesAreAskedFor() {
        Memory memory = new Memory(1, 2);
        for (int run = 0; run < 200; run++) {
            memory.begin();
            assertThat(memory.tries()).isFalse();
            memory.end();
        }
    }

    @Test
    void aSlightGainIsNoReasonToMove() {
        Memory memory = new Memory(VECTOR, 2);
        memory.begin();
        int first = memory.values().offset;
        assertThat(run(memory, 1000, at -> at == first ? 1000 : 990)).isEqualTo(first);
    }

    @Test
    void allValuesFitWhereverTheyBegin() {
        for (int vector : new int[] {1, 8, 16}) {
            Memory memory = new Memory(vector, 2);
            memory.allocate(100);
            run(memory, 200, at -> {
                assertThat(at + 100).isLessThanOrEqualTo(memory.values().array.length);
                return 1000;
            });
        }
    }
}
