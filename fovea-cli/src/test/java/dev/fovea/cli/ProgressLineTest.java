package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String FIGURES = "accuracy: 0.9245 - loss: 0.2525";
    private static final Terminal WIDE = new Terminal(true, 200, false);

    @Test
    void aFinishedEpochIsDrawnAsByKerasWithImagesPerSecond() {
        String figures = FIGURES + " - val_accuracy: 0.9815 - val_loss: 0.0655";
        assertThat(new ProgressLine(422, 422, 3.1, 0.0051, 17_903.2, figures).done(WIDE))
                .isEqualTo("422/422 ━━━━━━━━━━━━━━━━━━━━ 3s 5ms/step 17,903 images/s - accuracy: 0.9245 - loss: 0.2525"
                        + " - val_accuracy: 0.9815 - val_loss: 0.0655");
    }

    @Test
    void aRunningEpochShowsElapsedAndRemainingTime() {
        assertThat(new ProgressLine(106, 422, 61.0, 0.5, 217, FIGURES).running(WIDE))
                .isEqualTo("106/422 ━━━━━─────────────── 1:01, 2:38 left 500ms/step 217 images/s - " + FIGURES);
        assertThat(new ProgressLine(9, 422, 0.05, 0.0004, 9e4, FIGURES).running(WIDE))
                .startsWith("  9/422 ──────────────────── 0s, 0s left 400us/step");
        assertThat(new ProgressLine(1, 4000, 3, 3, 40, "").running(WIDE))
                .isEqualTo("   1/4000 ──────────────────── 3s, 3:19:57 left 3s/step 40 images/s");
    }

    @Test
    void withoutATerminalThereIsNoBar() {
        assertThat(new ProgressLine(422, 422, 3.1, 0.0074, 17_903.2, FIGURES).plain())
                .isEqualTo("422/422 - 3s - 7ms/step - 17,903 images/s - accuracy: 0.9245 - loss: 0.2525");
    }

    @Test
    void aRunningLineNeverFillsTheLastColumn() {
        ProgressLine line = new ProgressLine(106, 422, 61.0, 0.5, 217, FIGURES);
        for (int columns = 1; columns < 160; columns++) {
            assertThat(line.running(new Terminal(true, columns, false)).length())
                    .isLessThan(columns + (columns == 1 ? 1 : 0));
        }
        assertThat(line.running(new Terminal(true, 80, false)))
                .hasSizeLessThan(80)
                .startsWith("106/422 ━━────── 1:01, 2:38 left 500ms/step - accuracy: 0.9245 - loss: 0");
    }

    @Test
    void coloursAddNothingButEscapes() {
        ProgressLine line = new ProgressLine(106, 422, 61.0, 0.5, 217, FIGURES);
        String colored = line.running(new Terminal(true, 200, true));
        assertThat(colored).contains("\u001b[");
        assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(line.running(WIDE).replace('─', '━'));
    }
}
