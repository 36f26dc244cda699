package dev.fovea.nn;

import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.nn.Interpolation.BICUBIC;
import static dev.fovea.nn.Interpolation.BILINEAR;
import static dev.fovea.nn.Interpolation.LANCZOS3;
import static dev.fovea.nn.Interpolation.NEAREST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.op.Ops;
import dev.fovea.op.Size;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResizingTest {
    private static Tensor numbers(int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        RandomSource random = new RandomSource(tensor.size());
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextInt(21) - 10;
        }
        return tensor;
    }

    private static Tensor through(Layer layer, Tensor images) {
        return Sequential.of(Input.of(images.shape().dropFirst().dims()), layer).predict(images);
    }

    /** How much a pixel at a distance counts, straight from the papers' definitions. */
    private static double kernel(Interpolation interpolation, double x) {
        double d = Math.abs(x);
        return switch (interpolation) {
            case NEAREST -> throw new AssertionError("it weighs nothing");
            case BILINEAR -> Math.max(0, 1 - d);
            case BICUBIC ->
                d <= 1
                        ? 1.5 * Math.pow(d, 3) - 2.5 * d * d + 1
                        : d < 2 ? -0.5 * Math.pow(d, 3) + 2.5 * d * d - 4 * d + 2 : 0;
            case LANCZOS3 -> lanczos(d, 3);
            case LANCZOS5 -> lanczos(d, 5);
        };
    }

    private static double lanczos(double d, int a) {
        double p = Math.PI * d;
        return d == 0 ? 1 : d >= a ? 0 : a * Math.sin(p) * Math.sin(p / a) / (p * p);
    }

    /** The weighted mean of all pixels of the image about a place; pixel (h, w) lies at (h + 1/2, w + 1/2). */
    private static double at(
            Tensor x, int n, double h, double w, int c, Interpolation interpolation, double tall, double wide) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < x.shape().dim(1); i++) {
            for (int j = 0; j < x.shape().dim(2); j++) {
                double weight =
                        kernel(interpolation, (i + 0.5 - h) / tall) * kernel(interpolation, (j + 0.5 - w) / wide);
                sum += weight * x.get(n, i, j, c);
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static void holds(Tensor x, int height, int width, Interpolation interpolation, boolean antialias) {
        Tensor y =
                through(Resizing.of(height, width).interpolation(interpolation).antialias(antialias), x);
        assertThat(y.shape())
                .isEqualTo(Shape.of(x.shape().dim(0), height, width, x.shape().dim(3)));
        double tall = x.shape().dim(1) / (double) height;
        double wide = x.shape().dim(2) / (double) width;
        for (int n = 0; n < x.shape().dim(0); n++) {
            for (int h = 0; h < height; h++) {
                for (int w = 0; w < width; w++) {
                    for (int c = 0; c < x.shape().dim(3); c++) {
                        double expected = at(
                                x,
                                n,
                                (h + 0.5) * tall,
                                (w + 0.5) * wide,
                                c,
                                interpolation,
                                antialias ? Math.max(1, tall) : 1,
                                antialias ? Math.max(1, wide) : 1);
                        assertThat((double) y.get(n, h, w, c)).isCloseTo(expected, within(2e-5));
                    }
                }
            }
        }
    }

    @Test
    void pixelsAreWeightedMeansOfThoseAboutTheirPlace() {
        for (Interpolation interpolation : Interpolation.values()) {
            if (interpolation != NEAREST) {
                for (boolean antialias : new boolean[] {false, true}) {
                    holds(numbers(3, 3, 4, 2), 7, 5, interpolation, antialias);
                    holds(numbers(2, 9, 7, 2), 4, 3, interpolation, antialias);
                    holds(numbers(1, 1, 6, 1), 3, 1, interpolation, antialias);
                }
            }
        }
    }

    @Test
    void nearestTakesThePixelThatAPlaceLiesIn() {
        Tensor x = numbers(3, 5, 4, 2);
        Tensor y = through(Resizing.of(3, 7).interpolation(NEAREST).antialias(true), x);
        for (int n = 0; n < 3; n++) {
            for (int h = 0; h < 3; h++) {
                for (int w = 0; w < 7; w++) {
                    int row = (int) Math.floor((h + 0.5) * 5 / 3);
                    int column = (int) Math.floor((w + 0.5) * 4 / 7);
                    assertThat(y.get(n, h, w, 1)).isEqualTo(x.get(n, row, column, 1));
                }
            }
        }
    }

    @Test
    void numbersAreThoseOfTensorFlow() {
        // tf.image.resize([[1, 2], [3, 4]], [4, 4])
        assertThat(through(Resizing.of(4, 4), Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 4))
                        .data())
                .containsExactly(
                        1, 1.25f, 1.75f, 2, 1.5f, 1.75f, 2.25f, 2.5f, 2.5f, 2.75f, 3.25f, 3.5f, 3, 3.25f, 3.75f, 4);
    }

    @Test
    void aConstantImageStaysConstant() {
        for (Interpolation interpolation : Interpolation.values()) {
            Tensor y = through(
                    Resizing.of(7, 3).interpolation(interpolation).antialias(true),
                    Tensor.filled(Shape.of(1, 5, 9, 1), 3));
            for (float value : y.data()) {
                assertThat(value).isCloseTo(3, within(1e-5f));
            }
        }
    }

    @Test
    void croppedImagesAreTheMiddleInTheNewRatio() {
        Tensor x = numbers(2, 9, 4, 1);
        // 4 columns to 2 rows by 3 columns: 4 * 2 / 3 = 2 rows of 9, from row 3.
        assertThat(through(Resizing.of(2, 3).cropToAspectRatio(true), x))
                .isEqualTo(through(Resizing.of(2, 3), Ops.slice(x, 1, 3, 5)));
        // 9 rows to 3 by 1: 3 columns of 4, from column 0.
        assertThat(through(Resizing.of(3, 1).cropToAspectRatio(true), x))
                .isEqualTo(through(Resizing.of(3, 1), Ops.slice(x, 2, 0, 3)));
    }

    @Test
    void paddedImagesLieInTheMiddleOfTheFillValue() {
        Tensor x = numbers(2, 6, 3, 1);
        Tensor padded =
                Ops.concatenate(2, Tensor.filled(Shape.of(2, 6, 1, 1), 4), x, Tensor.filled(Shape.of(2, 6, 1, 1), 4));
        // 6 columns would be square: 3 are missing, one on either side, as Keras rounds down.
        assertThat(through(Resizing.of(3, 3).padToAspectRatio(true).fillValue(4), x)
                        .data())
                .containsExactly(through(Resizing.of(3, 3), padded).data(), within(1e-5f));
        assertThat(through(Resizing.of(3, 3).padToAspectRatio(true), Tensor.filled(Shape.of(1, 6, 2, 1), 9))
                        .data())
                .containsExactly(0, 9, 0, 0, 9, 0, 0, 9, 0);
    }

    @Test
    void channelsFirstIsChannelsLastBetweenTransposes() {
        Tensor last = numbers(3, 5, 4, 2);
        Tensor first = Ops.transpose(last, 0, 3, 1, 2);
        Layer[][] pairs = {
            {
                Resizing.of(3, 6).cropToAspectRatio(true),
                Resizing.of(3, 6).cropToAspectRatio(true).dataFormat(CHANNELS_FIRST)
            },
            {
                Resizing.of(3, 6).padToAspectRatio(true),
                Resizing.of(3, 6).padToAspectRatio(true).dataFormat(CHANNELS_FIRST)
            },
            {CenterCrop.of(2, 3), CenterCrop.of(2, 3).dataFormat(CHANNELS_FIRST)},
            {CenterCrop.of(6, 3), CenterCrop.of(6, 3).dataFormat(CHANNELS_FIRST)}
        };
        for (Layer[] pair : pairs) {
            assertThat(through(pair[1], first)).isEqualTo(Ops.transpose(through(pair[0], last), 0, 3, 1, 2));
        }
    }

    @Test
    void theCenterIsCroppedWhereTheImageIsLargeEnoughAndElseEnlarged() {
        Tensor x = numbers(2, 5, 6, 2);
        assertThat(through(CenterCrop.of(2, 3), x)).isEqualTo(Ops.slice(Ops.slice(x, 1, 1, 3), 2, 1, 4));
        assertThat(through(CenterCrop.of(5, 6), x)).isEqualTo(x);
        // 8 rows of 8 columns: the middle 5 of 6 columns, from column 0, made 8 by 8.
        assertThat(through(CenterCrop.of(8, 8), x)).isEqualTo(through(Resizing.of(8, 8), Ops.slice(x, 2, 0, 5)));
    }

    @Test
    void anEnlargedImageIsThatOfUpSampling() {
        Tensor x = numbers(2, 3, 4, 2);
        for (Interpolation interpolation : Interpolation.values()) {
            assertThat(through(UpSampling2D.of(Size.of(2, 3)).interpolation(interpolation), x)
                            .data())
                    .containsExactly(
                            through(Resizing.of(6, 12).interpolation(interpolation), x)
                                    .data(),
                            within(1e-5f));
        }
    }

    @Test
    void savedLayersAreReadWithAllTheirArguments(@TempDir Path folder) throws IOException {
        Layer[] layers = {
            Resizing.of(5, 6)
                    .interpolation(BICUBIC)
                    .cropToAspectRatio(true)
                    .antialias(true)
                    .name("a"),
            Resizing.of(4, 4)
                    .interpolation(LANCZOS3)
                    .padToAspectRatio(true)
                    .fillValue(0.5f)
                    .name("b"),
            CenterCrop.of(3, 2).name("c"),
            Resizing.of(4, 1).interpolation(BILINEAR).dataFormat(CHANNELS_FIRST).name("d")
        };
        Sequential.of(Input.of(8, 9, 1), layers).save(folder.resolve("model.safetensors"));
        assertThat(Model.load(folder.resolve("model.safetensors")).layers().subList(1, 5))
                .containsExactly(layers);
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> Resizing.of(0, 3)).hasMessageContaining("at least 1; got 0 and 3");
        assertThatThrownBy(() -> Resizing.of(2, 3).cropToAspectRatio(true).padToAspectRatio(true))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> CenterCrop.of(3, -1)).hasMessageContaining("at least 1; got 3 and -1");
        assertThatThrownBy(() -> Resizing.of(2, 3).apply(Input.of(4)))
                .hasMessageContaining("it takes images [H, W, C], not [4]");
    }
}
