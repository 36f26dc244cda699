package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoTest {
    @Test
    void whatWasMadeOnceIsFoundAgainByEqualGeometries() {
        AtomicInteger made = new AtomicInteger();
        Memo<Integer> memo = new Memo<>((g, lanes) -> made.incrementAndGet() * 0 + g.c() * 100 + lanes);
        for (int round = 0; round < 3; round++) {
            for (int c = 1; c <= 200; c++) {
                assertThat(memo.get(ConvGeometry.dense(1, c, 2), 16)).isEqualTo(c * 100 + 16);
                assertThat(memo.get(ConvGeometry.dense(1, c, 2), 1)).isEqualTo(c * 100 + 1);
            }
        }
        assertThat(made).hasValue(400);
    }

    @Test
    void aFullMemoStartsOverAndStaysRight() {
        AtomicInteger made = new AtomicInteger();
        Memo<Integer> memo = new Memo<>((g, lanes) -> made.incrementAndGet() * 0 + g.c());
        for (int c = 1; c <= 5000; c++) {
            assertThat(memo.get(ConvGeometry.dense(1, c, 2), 1)).isEqualTo(c);
        }
        assertThat(memo.get(ConvGeometry.dense(1, 1, 2), 1)).isEqualTo(1);
        assertThat(made).as("the first was forgotten").hasValue(5001);
    }

    @Test
    void manyThreadsMakeEachOnce() {
        AtomicInteger made = new AtomicInteger();
        Memo<Integer> memo = new Memo<>((g, lanes) -> made.incrementAndGet() * 0 + g.c());
        boolean right = IntStream.range(0, 40_000)
                .parallel()
                .allMatch(i -> memo.get(ConvGeometry.dense(1, 1 + i % 300, 2), 1) == 1 + i % 300);
        assertThat(right).isTrue();
        assertThat(made).hasValue(300);
    }
}
