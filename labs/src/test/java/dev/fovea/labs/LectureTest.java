package dev.fovea.labs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The numbers of the lecture, to the digit. */
class LectureTest {
    @Test
    void weightedSumIs59() {
        Tensor sample = Lab01WeightedSum.sample();
        Tensor filter = Lab01WeightedSum.filter();
        assertThat(Lab01WeightedSum.rowSums(sample, filter)).containsExactly(13, -17, 18, 45);
        assertThat(Lab01WeightedSum.convolve(sample, filter)).isEqualTo(Tensor.of(Shape.of(1, 1, 1, 1), 59));
    }

    @Test
    void strideOneGivesRowsOf24To60() {
        assertThat(Lab02Convolution.convolve()).isEqualTo(rows(5, 24, 33, 42, 51, 60));
    }

    @Test
    void strideTwoKeepsEverySecondRow() {
        assertThat(Lab03Stride.convolve()).isEqualTo(rows(3, 24, 42, 60));
    }

    private static Tensor rows(int width, float... values) {
        Tensor image = Tensor.zeros(1, values.length, width, 1);
        for (int y = 0; y < values.length; y++) {
            for (int x = 0; x < width; x++) {
                image.set(values[y], 0, y, x, 0);
            }
        }
        return image;
    }

    @Test
    void elevenPixelsHaveNinePlacesForThreeAndFiveWithStrideTwo() {
        assertThat(Lab04OutputSize.size(1)).isEqualTo(9);
        assertThat(Lab04OutputSize.size(2)).isEqualTo(5);
        assertThat(Lab04OutputSize.convolve(1).shape()).isEqualTo(Shape.of(1, 9, 9, 1));
        assertThat(Lab04OutputSize.convolve(2).shape()).isEqualTo(Shape.of(1, 5, 5, 1));
    }

    @Test
    void coverageCountsEveryPixelOfEveryPlace() {
        float covered = 0;
        for (float count : Lab04OutputSize.coverage(2).data()) {
            covered += count;
        }
        assertThat(covered).isEqualTo(5 * 5 * 9);
        assertThat(Lab04OutputSize.coverage(1).get(0, 5, 5, 0)).isEqualTo(9);
    }

    @Test
    void onlyThreeByThreeWithStrideOneMakesFiveOfSeven() {
        assertThat(Lab05WhichFilter.search()).containsExactly(new Lab05WhichFilter.Answer(3, 1));
        assertThat(Lab05WhichFilter.convolve().shape()).isEqualTo(Shape.of(1, 5, 5, 1));
    }

    @Test
    void formulaRoundsDown() {
        assertThat(Lab06SizeFormula.formula(Lab06SizeFormula.FIRST)).containsExactly(4, 4);
        assertThat(Lab06SizeFormula.formula(Lab06SizeFormula.SECOND)).containsExactly(14, 16);
    }

    @Test
    void formulaAgreesWithTheConvolution() {
        for (var question : List.of(Lab06SizeFormula.FIRST, Lab06SizeFormula.SECOND)) {
            int[] size = Lab06SizeFormula.formula(question);
            assertThat(Lab06SizeFormula.convolve(question).shape()).isEqualTo(Shape.of(1, size[0], size[1], 1));
        }
    }

    @Test
    void validPaddingGives12To28() {
        assertThat(Lab07ValidPadding.convolve()).isEqualTo(Tensor.of(Shape.of(1, 2, 2, 1), 12, 16, 24, 28));
    }

    @Test
    void samePaddingPutsZerosAfter() {
        assertThat(Lab08SamePadding.convolve())
                .isEqualTo(Tensor.of(Shape.of(1, 3, 3, 1), 12, 16, 9, 24, 28, 15, 15, 17, 9));
    }

    @Test
    void threeFiltersGiveTheMapTenTimesTheMapAndItsNegative() {
        Tensor maps = Lab09ThreeFilters.convolve();
        assertThat(Lab09ThreeFilters.filters().shape()).isEqualTo(Shape.of(2, 2, 1, 3));
        assertThat(maps.shape()).isEqualTo(Shape.of(1, 3, 3, 3));
        float[] map = Lab08SamePadding.convolve().data();
        float[] factors = {1, 10, -1};
        for (int i = 0; i < map.length; i++) {
            for (int m = 0; m < 3; m++) {
                assertThat(maps.data()[3 * i + m]).isEqualTo(factors[m] * map[i]);
            }
        }
    }

    @Test
    void zeroPaddingMakesTheBorderWeaker() {
        float[] counts = {
            4, 6, 6, 6, 4,
            6, 9, 9, 9, 6,
            6, 9, 9, 9, 6,
            6, 9, 9, 9, 6,
            4, 6, 6, 6, 4
        };
        assertThat(Lab10ZeroPadding.convolve()).isEqualTo(Tensor.of(Shape.of(1, 5, 5, 1), counts));
    }

    @Test
    void unevenStrideLeavesTheLastRowAndColumnOut() {
        assertThat(Lab11UnevenStride.convolve(Padding.VALID)).isEqualTo(Tensor.filled(Shape.of(1, 2, 2, 1), 36));
        assertThat(Lab11UnevenStride.usedRows()).isEqualTo(10);
    }

    @Test
    void unevenStrideIsPaddedByOneBeforeAndTwoAfter() {
        assertThat(Lab11UnevenStride.samePadding()).containsExactly(1, 2);
        assertThat(Lab11UnevenStride.padded().shape()).isEqualTo(Shape.of(1, 14, 14, 1));
        assertThat(Lab11UnevenStride.convolve(Padding.SAME))
                .isEqualTo(Tensor.of(Shape.of(1, 3, 3, 1), 25, 30, 20, 30, 36, 24, 20, 24, 16));
    }

    @Test
    void maxPoolingKeepsTheLargest() {
        assertThat(Lab12MaxPooling.pool(Padding.VALID)).isEqualTo(Tensor.of(Shape.of(1, 1, 1, 1), 4));
        assertThat(Lab12MaxPooling.pool(Padding.SAME)).isEqualTo(Tensor.of(Shape.of(1, 2, 2, 1), 4, 3, 2, 1));
    }

    @Test
    void fiveFiltersHalveADigitAndPoolingHalvesItAgain() {
        Tensor maps = Lab13MnistThroughFilters.convolve(
                Lab13MnistThroughFilters.digit(), Lab13MnistThroughFilters.filters(13));
        Tensor pooled = Lab13MnistThroughFilters.pool(maps);
        assertThat(maps.shape()).isEqualTo(Shape.of(1, 14, 14, 5));
        assertThat(pooled.shape()).isEqualTo(Shape.of(1, 7, 7, 5));
        assertThat(pooled.get(0, 3, 3, 2))
                .isEqualTo(Math.max(
                        Math.max(maps.get(0, 6, 6, 2), maps.get(0, 6, 7, 2)),
                        Math.max(maps.get(0, 7, 6, 2), maps.get(0, 7, 7, 2))));
    }

    @Test
    void filtersAreNormalWithDeviationOneHundredth() {
        double squares = 0;
        for (int seed = 0; seed < 200; seed++) {
            for (float weight : Lab13MnistThroughFilters.filters(seed).data()) {
                squares += weight * weight;
            }
        }
        // 9000 draws: the deviation's own deviation is 0.01 / sqrt(2 * 9000), and five of them are allowed.
        assertThat(Math.sqrt(squares / (200 * 45))).isBetween(0.01 - 0.0004, 0.01 + 0.0004);
    }

    @Test
    void convolutionAddsOverTheDepth() {
        assertThat(Lab14Depth.channelSum(0)).isEqualTo(5);
        assertThat(Lab14Depth.channelSum(1)).isEqualTo(-3);
        assertThat(Lab14Depth.channelSum(2)).isEqualTo(9);
        float sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += Lab14Depth.sample().data()[i] * Lab14Depth.filter().data()[i];
        }
        assertThat(Lab14Depth.convolve()).isEqualTo(Tensor.of(Shape.of(1, 1, 1, 1), 11));
        assertThat(sum).isEqualTo(11);
    }
}
