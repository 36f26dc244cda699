package dev.fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One picture of each kind, kept in target/gallery to be looked at. */
class GalleryTest {
    private static final Path GALLERY = Path.of("target", "gallery");

    static Stream<Arguments> pictures() {
        Tensor three = Samples.digit(3);
        int[] labels = IntStream.range(0, 60).map(i -> i % 10).toArray();
        return Stream.of(
                kind(
                        "grid",
                        () -> ImageGrid.of(Samples.digits(16))
                                .title("Sixteen digits")
                                .captions(IntStream.range(0, 16)
                                        .mapToObj(i -> "label " + i % 10)
                                        .toList())
                                .picture()),
                kind(
                        "grid-greys-gray",
                        () -> Picture.row(
                                ImageGrid.of(three)
                                        .title("greys")
                                        .colorMap(ColorMap.GREYS)
                                        .picture(),
                                ImageGrid.of(three).title("gray").picture(),
                                ImageGrid.of(three)
                                        .title("viridis")
                                        .colorMap(ColorMap.VIRIDIS)
                                        .picture())),
                kind(
                        "grid-numbers",
                        () -> ImageGrid.of(List.of(
                                        Tensor.of(Shape.of(3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9),
                                        Tensor.of(Shape.of(3, 3), 12, 16, 9, 24, 28, 15, 15, 17, 9),
                                        Tensor.of(Shape.of(3, 3), -12, -16, -9, 24, 28.5f, 15, 15, 17, 9)))
                                .captions(List.of("image", "2x2 filter of ones, same padding", "both signs"))
                                .numbers()
                                .picture()),
                kind(
                        "grid-colour",
                        () -> ImageGrid.of(colours()).columns(2).scale(6).picture()),
                kind(
                        "feature-maps",
                        () -> FeatureMaps.of(Samples.activations(three))
                                .input(three)
                                .classNames(Samples.CLOTHES)
                                .title("What each layer makes of the image")
                                .picture()),
                kind(
                        "feature-maps-layer",
                        () -> FeatureMaps.of(Samples.activations(three))
                                .input(three)
                                .colorMap(ColorMap.VIRIDIS)
                                .picture("conv2d_1")),
                kind(
                        "feature-maps-large",
                        () -> FeatureMaps.of(Map.of("block1_conv1", Samples.random(1, 224, 224, 40)))
                                .picture()),
                kind(
                        "filters",
                        () -> Filters.of(Samples.random(4, 3, 3, 1, 32))
                                .title("First-layer filters")
                                .picture()),
                kind(
                        "filters-rgb",
                        () -> Filters.of(Samples.random(5, 7, 7, 3, 24))
                                .title("First-layer filters")
                                .picture()),
                kind(
                        "filters-deep",
                        () -> Filters.of(Samples.random(6, 3, 3, 32, 64)).picture()),
                kind(
                        "filters-one",
                        () -> Filters.of(Samples.random(6, 3, 3, 1, 1)).picture()),
                kind(
                        "curves",
                        () -> Curves.of(Samples.history(12))
                                .title("mnist, convnet")
                                .picture()),
                kind("curves-one-epoch", () -> Curves.of(Samples.history(1)).picture()),
                kind("curves-three", () -> Curves.of(Samples.history(3)).picture()),
                kind("curves-long", () -> Curves.of(Samples.history(137)).picture()),
                kind(
                        "curves-nan",
                        () -> Curves.of(Map.of(
                                        "loss", List.of(0.5, 0.4, Double.NaN, 0.3, 0.2),
                                        "val_loss", List.of(Double.NaN, Double.NaN),
                                        "accuracy", List.of(Double.NaN)))
                                .picture()),
                kind("confusion-2", () -> Samples.matrix(2, 2000, 9).picture(List.of("cat", "dog"))),
                kind("confusion-10", () -> Samples.matrix(10, 10000, 40).picture()),
                kind("confusion-10-names", () -> Samples.matrix(10, 10000, 6).picture(Samples.CLOTHES)),
                kind("confusion-20", () -> Samples.matrix(20, 60000, 20).picture(names("class ", 20))),
                kind("confusion-100", () -> Samples.matrix(100, 20000, 5).picture(names("class ", 100))),
                kind("confusion-1000", () -> Samples.matrix(1000, 50000, 4).picture(names("", 1000))),
                kind(
                        "mistakes",
                        () -> Mistakes.of(Samples.digits(60), labels, Samples.probabilities(60, 10), Samples.DIGITS)
                                .limit(18)
                                .picture()),
                kind(
                        "mistakes-names",
                        () -> Mistakes.of(Samples.digits(60), labels, Samples.probabilities(60, 10), Samples.CLOTHES)
                                .limit(5)
                                .picture()),
                kind(
                        "bars-prediction",
                        () -> Bars.of(
                                        Samples.CLOTHES,
                                        Bars.Panel.shares(
                                                "probability",
                                                0.9,
                                                0.05,
                                                0.02,
                                                0.01,
                                                0.01,
                                                0.0095,
                                                0.0004,
                                                0,
                                                0,
                                                0.0001))
                                .highlight(0)
                                .title("This is a T-shirt/top")
                                .picture()),
                kind(
                        "bars-comparison",
                        () -> Bars.of(
                                        List.of("logistic", "mlp", "convnet", "lenet5"),
                                        Bars.Panel.of("parameters", 7850, 669706, 34826, 61706)
                                                .scale(Bars.Scale.LOGARITHMIC),
                                        Bars.Panel.shares("test accuracy", 0.9252, 0.9831, 0.9918, 0.9895)
                                                .from(0.9),
                                        Bars.Panel.of("training time", 1.4, 9.25, 41.3, 12)
                                                .unit("s"))
                                .title("Four models of MNIST")
                                .picture()),
                kind(
                        "bars-signed",
                        () -> Bars.of(List.of("a", "b", "c"), Bars.Panel.of("logits", -3.5, 0.25, Double.NaN))
                                .picture()),
                kind(
                        "functions",
                        () -> functions()
                                .title("Activation functions and their slopes")
                                .picture()),
                kind(
                        "function-one",
                        () -> FunctionPlot.of(FunctionPlot.Panel.of("", -6, 6)
                                        .curve("sigmoid", x -> 1 / (1 + Math.exp(-x)))
                                        .curve("tanh", Math::tanh))
                                .picture()),
                kind(
                        "scatter",
                        () -> ScatterPlot.of(cloud(), cloudLabels(), List.of("zero", "one"))
                                .line(1, 0.6, -0.9)
                                .axes("mean of the middle", "width")
                                .title("Two digits, told apart by a line")
                                .picture()));
    }

    private static Arguments kind(String name, Supplier<Picture> picture) {
        return Arguments.of(name, picture);
    }

    private static List<String> names(String prefix, int n) {
        return IntStream.range(0, n).mapToObj(i -> prefix + i).toList();
    }

    private static Tensor colours() {
        Tensor images = Tensor.zeros(4, 16, 16, 3);
        for (int i = 0; i < 4 * 256; i++) {
            int x = i % 16;
            int y = i / 16 % 16;
            images.data()[3 * i] = x / 15f;
            images.data()[3 * i + 1] = y / 15f;
            images.data()[3 * i + 2] = i / 256 / 3f;
        }
        return images;
    }

    private static FunctionPlot functions() {
        return FunctionPlot.of(
                panel("ReLU", x -> Math.max(0, x), x -> x > 0 ? 1 : 0),
                panel("leaky ReLU", x -> x > 0 ? x : 0.1 * x, x -> x > 0 ? 1 : 0.1),
                panel("ELU", x -> x > 0 ? x : Math.expm1(x), x -> x > 0 ? 1 : Math.exp(x)),
                panel("sigmoid", x -> 1 / (1 + Math.exp(-x)), x -> Math.exp(-x) / Math.pow(1 + Math.exp(-x), 2)),
                panel("tanh", Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x)),
                panel("linear", x -> x, x -> 1));
    }

    private static FunctionPlot.Panel panel(String name, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
        return FunctionPlot.Panel.of(name, -4, 4).curve("value", value).curve("slope", slope);
    }

    private static Tensor cloud() {
        Tensor points = Samples.random(8, 200, 2);
        for (int i = 0; i < 200; i++) {
            points.data()[2 * i] += i % 2 * 2.5f;
            points.data()[2 * i + 1] *= 0.8f;
        }
        return points;
    }

    private static int[] cloudLabels() {
        return IntStream.range(0, 200).map(i -> i % 2).toArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pictures")
    void isDrawnAlikeEachTimeAndSavedWhole(String name, Supplier<Picture> kind) throws IOException {
        Picture picture = kind.get();
        Path png = GALLERY.resolve(name + ".png");
        Path svg = GALLERY.resolve(name + ".svg");
        picture.save(png);
        picture.saveSvg(svg);

        assertThat(kind.get()).isEqualTo(picture);
        assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(picture.width());
        assertThat(ImageIO.read(png.toFile()).getHeight()).isEqualTo(picture.height());
        assertThat(Files.readString(svg)).contains("<svg").endsWith("</svg>\n");
        assertThat(picture.width()).isLessThan(1500);
    }
}
