package dev.fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Curves, bars, functions, points and mistakes: what is written in them and what is refused. */
class ChartsTest {
    @TempDir
    Path folder;

    private List<String> texts(Picture picture) throws Exception {
        Path svg = folder.resolve("chart.svg");
        picture.saveSvg(svg);
        return Pattern.compile(">([^<>]*)</text>")
                .matcher(Files.readString(svg))
                .results()
                .map(r -> r.group(1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 12, 137, 1000})
    void aHistoryOfAnyLengthIsDrawn(int epochs) throws Exception {
        Picture picture =
                Curves.of(Map.of("loss", Samples.history(epochs).get("loss"))).picture();
        var image = picture.image();
        int lowest = 0;
        for (int y = 100; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                boolean line = (image.getRGB(x, y) & 0xFFFFFF) == (Theme.RIGHT.getRGB() & 0xFFFFFF);
                lowest = line ? y : lowest;
            }
        }
        assertThat(lowest).isBetween(120, picture.height() - 60);
        assertThat(texts(picture)).contains("Loss", "training");
    }

    @Test
    void theLossComesFirstWhateverTheMapsOrder() throws Exception {
        List<String> texts = texts(Curves.of(Samples.history(4)).picture());

        assertThat(texts.indexOf("Loss")).isLessThan(texts.indexOf("Accuracy"));
        assertThat(texts).contains("validation");
    }

    @Test
    void anEpochWithoutANumberIsNamed() throws Exception {
        Map<String, List<Double>> history = Map.of("loss", List.of(0.5, Double.NaN, Double.POSITIVE_INFINITY));

        assertThat(texts(Curves.of(history).picture())).contains("training (no number in epoch 2)");
    }

    @Test
    void emptyHistoriesAreRefused() {
        assertThatThrownBy(() -> Curves.of(Map.of())).hasMessageContaining("none was given");
        assertThatThrownBy(() -> Curves.of(Map.of("loss", List.of())))
                .hasMessage("curve \"loss\" has no epoch; train for at least one before drawing it");
    }

    @Test
    void barsCarryTheirNamesNumbersAndScale() throws Exception {
        Picture picture = Bars.of(
                        List.of("logistic", "mlp"),
                        Bars.Panel.of("parameters", 7850, 1669706),
                        Bars.Panel.shares("accuracy", 0.925, 0.98).from(0.9),
                        Bars.Panel.of("time", 1.5, 12).unit("s"))
                .picture();

        assertThat(texts(picture))
                .contains("logistic", "mlp", "7,850", "1,669,706", "log scale", "92.5 %", "bars from 90.0 %", "1.5 s")
                .containsOnlyOnce("log scale");
    }

    @Test
    void aBarIsAsLongAsItsShare() {
        var image = Bars.of(List.of("a"), Bars.Panel.shares("", 0.5)).picture().image();
        int y = image.getHeight() / 2;
        long blue = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            blue += (image.getRGB(x, y) & 0xFFFFFF) == (Theme.RIGHT.getRGB() & 0xFFFFFF) ? 1 : 0;
        }
        assertThat(blue).isEqualTo(210);
    }

    @Test
    void barsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Bars.of(List.of("a", "b"), Bars.Panel.of("time", 1)))
                .hasMessageContaining("panel \"time\" has 1 values for 2 rows");
        assertThatThrownBy(() -> Bars.of(List.of("a"), Bars.Panel.of("time", 0).scale(Bars.Scale.LOGARITHMIC)))
                .hasMessageContaining("make it linear");
        assertThatThrownBy(() -> Bars.of(List.of())).hasMessageContaining("at least one row and one panel");
    }

    @Test
    void panelsThatCannotBeDrawnAreRefused() {
        assertThatThrownBy(() -> FunctionPlot.Panel.of("f", 1, 1)).hasMessageContaining("not from 1 to 1");
        assertThatThrownBy(() -> FunctionPlot.of(FunctionPlot.Panel.of("f", 0, 1)))
                .hasMessage("panel \"f\" has no curve; give it at least one");
        assertThatThrownBy(() ->
                        FunctionPlot.Panel.of("f", 0, 1).curve("a", x -> x).curve("a", x -> 1))
                .hasMessageContaining("two curves of one name");
    }

    @Test
    void theLineOfALogisticRegressionIsDrawnOnlyWhereItIsSeen() throws Exception {
        Tensor points = Tensor.of(Shape.of(2, 2), 0, 0, 1, 1);
        ScatterPlot plot = ScatterPlot.of(points, new int[] {0, 1}, List.of("no", "yes"));

        assertThat(texts(plot.line(1, 1, -1).picture())).contains("no", "yes", "undecided");
        assertThat(texts(plot.line(0, 1, -0.5).picture())).contains("undecided");
        assertThat(texts(plot.line(1, 0, -0.5).picture())).contains("undecided");
        assertThat(texts(plot.line(1, 1, -9).picture())).doesNotContain("undecided");
        assertThatThrownBy(() -> ScatterPlot.of(points, new int[] {0, 2}, List.of("no", "yes")))
                .hasMessage("label 1 is 2, but the classes go from 0 to 1; check the class names");
    }

    @Test
    void theWorstMistakeIsTheOneWhoseTruthWasThoughtLeastLikely() throws Exception {
        Tensor probabilities =
                Tensor.of(Shape.of(4, 3), 0.9f, 0.1f, 0, 0.4f, 0.5f, 0.1f, 0.013f, 0.987f, 0, 0.2f, 0.2f, 0.6f);
        Mistakes mistakes =
                Mistakes.of(Samples.digits(4), new int[] {0, 0, 0, 1}, probabilities, List.of("0", "1", "2"));

        assertThat(mistakes.worst()).containsExactly(2, 3, 1);
        assertThat(texts(mistakes.picture()))
                .contains("All 3 mistakes among 4 images", "0 taken for 1 (98.7 %)", "0: 1.3 %");
        assertThat(texts(mistakes.limit(1).picture())).contains("The worst 1 of 3 mistakes among 4 images");
    }

    @Test
    void noMistakesAreSaidToBeNone() throws Exception {
        Tensor sure = Tensor.of(Shape.of(1, 2), 1, 0);

        assertThat(texts(Mistakes.of(Samples.digits(1), new int[] {0}, sure, List.of("0", "1"))
                        .picture()))
                .containsExactly("No mistakes among 1 images");
    }

    @Test
    void mistakesThatDoNotFitAreRefused() {
        Tensor p = Tensor.zeros(2, 3);
        List<String> names = List.of("0", "1", "2");
        assertThatThrownBy(() -> Mistakes.of(Samples.digits(2), new int[3], p, names))
                .hasMessageContaining("here [3, 3], but [2, 3] was given");
        assertThatThrownBy(() -> Mistakes.of(Samples.digits(3), new int[2], p, names))
                .hasMessageContaining("but [3, 28, 28, 1] was given");
        assertThatThrownBy(() -> Mistakes.of(Samples.digits(2), new int[] {0, 5}, p, names))
                .hasMessageContaining("label 1 is 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "61706|61,706",
                "0.0123|0.0123",
                "3.5|3.5",
                "-3.14159|−3.142",
                "0.00012345|0.0001235",
                "1.2e-7|1.2e-07",
                "1e15|1e+15",
                "NaN|NaN",
                "1234.5678|1,235",
                "-0.0|0"
            })
    void numbersAreShort(double value, String written) {
        assertThat(Theme.number(value)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"0,0.0 %", "1,100.0 %", "0.0001,< 0.1 %", "0.99999,> 99.9 %", "0.987,98.7 %"})
    void percentagesDoNotRoundToAllOrNothing(double share, String written) {
        assertThat(Theme.percent(share)).isEqualTo(written);
    }
}
