package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void itsKernelsRunOnWhatTheyAreGiven() {
        assertThatCode(WarmUp::run).doesNotThrowAnyException();
        assertThatCode(WarmUp::runCold).doesNotThrowAnyException();
    }

    @Test
    void whoWaitsGoesOnWhenItsThreadHasEnded() {
        WarmUp.start();
        WarmUp.start();
        WarmUp.await();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("fovea-warm-up");
    }

    @Test
    void whoIsInterruptedWhileWaitingStaysInterrupted() {
        WarmUp.start();
        Thread.currentThread().interrupt();
        WarmUp.await();
        assertThat(Thread.interrupted()).isTrue();
    }
}
