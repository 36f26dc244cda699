package dev.fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionMatrixTest {
    private final ConfusionMatrix matrix =
            ConfusionMatrix.of(3, new int[] {0, 0, 0, 1, 1, 2, 2, 2}, new int[] {0, 0, 1, 1, 1, 2, 0, 1});

    @Test
    void rowsAreTrueClassesAndColumnsPredictedOnes() {
        assertThat(matrix.counts()).containsExactly(List.of(2, 1, 0), List.of(0, 2, 0), List.of(1, 1, 1));
        assertThat(matrix.count(0, 1)).isEqualTo(1);
        assertThat(matrix.total()).isEqualTo(8);
    }

    @Test
    void accuracyPrecisionAndRecallAreShares() {
        assertThat(matrix.accuracy()).isEqualTo(5 / 8.0);
        assertThat(matrix.precision(1)).isEqualTo(2 / 4.0);
        assertThat(matrix.recall(1)).isEqualTo(1.0);
        assertThat(matrix.recall(2)).isCloseTo(1 / 3.0, within(1e-15));
    }

    @Test
    void aClassThatNeverComesUpHasNoPrecisionOrRecall() {
        ConfusionMatrix one = ConfusionMatrix.of(2, new int[] {0}, new int[] {0});

        assertThat(one.precision(1)).isNaN();
        assertThat(one.recall(1)).isNaN();
        assertThat(ConfusionMatrix.of(2, new int[0], new int[0]).accuracy()).isNaN();
        assertThat(ConfusionMatrix.of(2, new int[0], new int[0]).picture().width())
                .isPositive();
    }

    @Test
    void rightIsBlueWrongIsRedAndNoneIsWhite() {
        var image = matrix.picture().image();
        boolean blue = false;
        boolean red = false;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y) & 0xFFFFFF;
                blue |= rgb == ColorMap.BLUES.rgb(0.85);
                red |= rgb == ColorMap.REDS.rgb(Math.sqrt(1 / 3.0));
            }
        }
        assertThat(blue).isTrue();
        assertThat(red).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20, 21, 50, 200, 1000})
    void thePictureFitsAScreenForAnyNumberOfClasses(int classes) {
        assertThat(Samples.matrix(classes, 5000, 5).picture().width()).isBetween(160, 1300);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> ConfusionMatrix.of(3, new int[2], new int[3]))
                .hasMessage("there are 2 labels but 3 predictions; give one for each image");
        assertThatThrownBy(() -> ConfusionMatrix.of(3, new int[] {0, 3}, new int[] {0, 0}))
                .hasMessage("label 1 is 3, but the classes go from 0 to 2; check the number of classes");
        assertThatThrownBy(() -> ConfusionMatrix.of(3, new int[] {0}, new int[] {-1}))
                .hasMessageStartingWith("prediction 0 is -1");
        assertThatThrownBy(() -> ConfusionMatrix.of(0, new int[0], new int[0]))
                .hasMessage("a confusion matrix has at least 1 class, not 0");
        assertThatThrownBy(() -> matrix.picture(List.of("a")))
                .hasMessage("there are 3 classes but 1 class names; give one for each");
        assertThatThrownBy(() -> new ConfusionMatrix(List.of(List.of(1, 2))))
                .hasMessageContaining("there are 1 rows with [2] columns");
        assertThatThrownBy(() -> new ConfusionMatrix(List.of(List.of(-1)))).hasMessageContaining("0 or more");
    }
}
