package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SimdTest {
    @Test
    void startsLieWhereNoStepOverflows() {
        int steps = (1 << 20) - 1;
        int last = Integer.MAX_VALUE - steps - 1;
        assertThat(Simd.start(0)).isZero();
        assertThat(Simd.start(last)).isEqualTo(last);
        assertThat(Simd.start(last) + Simd.count(steps)).isPositive();
        assertThatThrownBy(() -> Simd.start(last + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Simd.start(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void moreStepsThanALoopMayHaveAreRefusedAndNotCut() {
        int most = (1 << 20) - 1;
        assertThat(Simd.count(most)).isEqualTo(most);
        assertThatThrownBy(() -> Simd.count(most + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048576 steps");
    }

    @Test
    void moreTermsThanATileAddsInOneLoopAreRefusedAndNotCut() {
        assertThat(Simd.terms(Simd.MOST_TERMS)).isEqualTo(Simd.MOST_TERMS);
        assertThatThrownBy(() -> Simd.terms(Simd.MOST_TERMS + 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
