package dev.fovea.labs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabsTest {
    @TempDir
    Path pictures;

    private String run(Lab lab) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Labs.show(lab, new PrintStream(bytes, true, UTF_8), pictures);
        return bytes.toString(UTF_8).replace("\r\n", "\n");
    }

    @Test
    void labsAreNumberedInOrder() {
        assertThat(Labs.all())
                .extracting(Lab::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 21).boxed().toList());
        assertThat(Labs.all()).extracting(Lab::title).doesNotHaveDuplicates();
        assertThat(Labs.number(7)).isInstanceOf(Lab07ValidPadding.class);
    }

    @Test
    void anUnknownNumberIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Labs.number(22))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no lab 22; the labs are numbered 1 to 21");
    }

    @Test
    void everyLabPrintsItsHeadingAndSavesThePicturesItNames() throws Exception {
        List<Lab> quick = List.of(
                new Lab18BinaryLogisticRegression(200),
                new Lab19MultinomialLogisticRegression(200),
                new Lab20DenseVersusCnn(200),
                new Lab21TrainAndPredict(200));
        for (int number = 1; number <= 21; number++) {
            Lab lab = number < 18 ? Labs.number(number) : quick.get(number - 18);
            String text = run(lab);
            assertThat(text).startsWith("Lab " + number + ": " + lab.title() + "\n");
            List<String> named = text.lines()
                    .filter(line -> line.startsWith("Picture: "))
                    .map(line -> line.substring("Picture: ".length()))
                    .toList();
            assertThat(named).as(lab.title()).isNotEmpty();
            for (String picture : named) {
                assertThat(Files.size(Path.of(picture))).isPositive();
                assertThat(ImageIO.read(Path.of(picture).toFile()).getWidth()).isBetween(100, 1400);
            }
        }
    }

    @Test
    void theSameLabPrintsTheSameAgain() throws Exception {
        assertThat(run(new Lab19MultinomialLogisticRegression(300)))
                .isEqualTo(run(new Lab19MultinomialLogisticRegression(300)));
    }

    @Test
    void weightedSumIsPrintedWithItsSteps() throws Exception {
        assertThat(run(new Lab01WeightedSum()))
                .contains("    row 2:  8 * (-1) + 4 * (-1) + 1 * (-1) + 4 * (-1) = -17\n")
                .contains("\n    13 - 17 + 18 + 45 = 59\n");
    }

    @Test
    void tablesStandSideBySide() throws Exception {
        assertThat(run(new Lab08SamePadding())).contains("""
                    image    filter    same
                    1 2 3    1 1       12 16  9
                    4 5 6    1 1       24 28 15
                    7 8 9              15 17  9
                """);
        assertThat(run(new Lab03Stride())).contains("    2 2 2 2 2 2 2    1 1 1         33 33 33 33 33    42 42 42\n");
    }

    @Test
    void sizesArePrintedAsTheLectureHasThem() throws Exception {
        assertThat(run(new Lab04OutputSize())).contains("the result is 9x9").contains("the result is 5x5");
        assertThat(run(new Lab05WhichFilter())).contains("a filter of 3x3x3 with stride 1: (7 - 3) / 1 + 1 = 5");
        assertThat(run(new Lab06SizeFormula()))
                .contains("by doing it: (4, 4)")
                .contains("OH = (28 + 2 * 2 - 5) / 2 + 1 = 14.5, rounded down 14")
                .contains("by doing it: (14, 16)");
        assertThat(run(new Lab11UnevenStride()))
                .contains("row and column 11 are not used")
                .contains("1 row of zeros above and 2 below, 1 column on the left and 2 on the right, 14x14 in all");
        assertThat(run(new Lab13MnistThroughFilters()))
                .contains("[1, 14, 14, 5]")
                .contains("[1, 7, 7, 5]");
        assertThat(run(new Lab14Depth())).contains("    5 - 3 + 9 = 11\n");
    }
}
