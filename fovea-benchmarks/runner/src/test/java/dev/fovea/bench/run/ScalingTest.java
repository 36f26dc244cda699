package dev.fovea.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private static final Result ONE = result("train", "Fovea", 1, 0.5, 1.0, 1.5, 3.0);
    private static final Result TWO = result("train", "Fovea", 2, 0.4, 0.5, 1.5, 1.6);

    @Test
    void eachRoundIsHeldAgainstItsOwn() {
        Scaling scaling = Scaling.of(List.of(ONE, TWO)).getFirst();
        assertThat(scaling.rounds()).containsExactly(2.0, 1.0, 1.875);
        // The medians' ratio would be 1.
        assertThat(scaling.median()).isEqualTo(1.875);
        assertThat(scaling.fastest()).isCloseTo(1.25, within(1e-9));
        assertThat(scaling.threads()).isEqualTo(2);
        assertThat(scaling.base()).isEqualTo(1);
    }

    @Test
    void worksAndContendersAreHeldAgainstThemselves() {
        Result peersOne = result("train", "PyTorch", 1, 0.0, 4.0, 6.0);
        Result peersTwo = result("train", "PyTorch", 2, 0.0, 2.0, 2.0);
        Result predicted = result("predict", "Fovea", 2, 0.0, 1.0, 1.0);
        assertThat(Scaling.of(List.of(ONE, TWO, peersOne, peersTwo, predicted)))
                .extracting(Scaling::work, Scaling::contender, Scaling::median)
                .containsExactly(tuple("train", "Fovea", 1.875), tuple("train", "PyTorch", 2.5));
    }

    @Test
    void whatFailedOnOneNumberOfThreadsHasNone() {
        assertThat(Scaling.of(List.of(failed(1), TWO))).isEmpty();
        assertThat(Scaling.of(List.of(ONE, failed(2)))).isEmpty();
    }

    @Test
    void theReportHasATableOfThem() {
        Report report = new Report(Map.of(), Map.of(1, 1e9, 2, 2e9), List.of(ONE, TWO));
        assertThat(report.markdown()).contains("""
                How many times as fast on 2 threads as on one thread, the median over rounds; in brackets, of their \
                fastest moments:

                | | Fovea |
                | --- | --- |
                | train | 1.88 (1.25) |
                """);
        Report alone = new Report(Map.of(), Map.of(2, 2e9), List.of(TWO));
        assertThat(alone.markdown()).doesNotContain("How many times as fast on");
    }

    private static Result result(String work, String contender, int threads, double least, Double... seconds) {
        return new Result(work, work, true, contender, threads, List.of(seconds), least, 128, 1e6, 100, "", "", null);
    }

    private static Result failed(int threads) {
        return new Result("train", "train", true, "Fovea", threads, List.of(), 0, 128, 1e6, 0, "", "", "it failed");
    }
}
