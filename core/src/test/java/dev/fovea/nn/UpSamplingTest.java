package dev.fovea.nn;

import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.nn.Interpolation.BILINEAR;
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

class UpSamplingTest {
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

    @Test
    void nearestRepeatsPixels() {
        Tensor x = numbers(3, 2, 3, 4);
        Tensor y = through(UpSampling2D.of(Size.of(3, 2)), x);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 6, 6, 4));
        for (int n = 0; n < 3; n++) {
            for (int h = 0; h < 6; h++) {
                for (int w = 0; w < 6; w++) {
                    for (int c = 0; c < 4; c++) {
                        assertThat(y.get(n, h, w, c)).isEqualTo(x.get(n, h / 3, w / 2, c));
                    }
                }
            }
        }
    }

    /** The image as a function of the plane, pixel (h, w) lying at (h + 1/2, w + 1/2), constant beyond the border. */
    private static double bilinear(Tensor x, int n, double h, double w, int c) {
        double sum = 0;
        double places = 0;
        double row = Math.clamp(h, 0.5, x.shape().dim(1) - 0.5);
        double column = Math.clamp(w, 0.5, x.shape().dim(2) - 0.5);
        for (int i = 0; i < x.shape().dim(1); i++) {
            for (int j = 0; j < x.shape().dim(2); j++) {
                double weight = Math.max(0, 1 - Math.abs(row - i - 0.5)) * Math.max(0, 1 - Math.abs(column - j - 0.5));
                sum += weight * x.get(n, i, j, c);
                places += weight;
            }
        }
        assertThat(places).isCloseTo(1, within(1e-12));
        return sum;
    }

    @Test
    void bilinearInterpolatesBetweenTheMiddlesOfPixels() {
        Tensor x = numbers(2, 3, 4, 2);
        Tensor y = through(UpSampling2D.of(Size.of(3, 2)).interpolation(BILINEAR), x);
        for (int n = 0; n < 2; n++) {
            for (int h = 0; h < 9; h++) {
                for (int w = 0; w < 8; w++) {
                    for (int c = 0; c < 2; c++) {
                        assertThat((double) y.get(n, h, w, c))
                                .isCloseTo(bilinear(x, n, (h + 0.5) / 3, (w + 0.5) / 2, c), within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void channelsFirstIsChannelsLastBetweenTransposes() {
        Tensor last = numbers(3, 2, 3, 4);
        Tensor first = Ops.transpose(last, 0, 3, 1, 2);
        for (Interpolation interpolation : Interpolation.values()) {
            UpSampling2D layer = UpSampling2D.of(Size.of(2, 3)).interpolation(interpolation);
            assertThat(through(layer.dataFormat(CHANNELS_FIRST), first))
                    .isEqualTo(Ops.transpose(through(layer, last), 0, 3, 1, 2));
        }
    }

    @Test
    void aVectorIsRepeated() {
        assertThat(through(RepeatVector.of(3), Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)))
                .isEqualTo(Tensor.of(Shape.of(2, 3, 2), 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4));
    }

    @Test
    void dropoutAndNoiseAreForTrainingOnly() {
        Tensor x = numbers(3, 2, 3, 4);
        assertThat(through(SpatialDropout2D.of(0.5f), x)).isEqualTo(x);
        assertThat(through(GaussianNoise.of(2), x)).isEqualTo(x);
    }

    @Test
    void savedLayersAreReadWithAllTheirArguments(@TempDir Path folder) throws IOException {
        Layer[] layers = {
            UpSampling2D.of(Size.of(2, 3)).interpolation(BILINEAR).name("a"),
            SpatialDropout2D.of(0.25f).seed(3).name("b"),
            GaussianNoise.of(0.5f).name("c"),
            Flatten.of().name("d"),
            RepeatVector.of(2).name("e")
        };
        Sequential.of(Input.of(2, 2, 1), layers).save(folder.resolve("model.safetensors"));
        assertThat(Model.load(folder.resolve("model.safetensors")).layers().subList(1, 6))
                .containsExactly(layers);
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> RepeatVector.of(0)).hasMessageContaining("an n of at least 1, not 0");
        assertThatThrownBy(() -> RepeatVector.of(2).apply(Input.of(2, 3)))
                .hasMessageContaining("it takes vectors [F], not [2, 3]; put a Flatten before it");
        assertThatThrownBy(() -> UpSampling2D.of(2).apply(Input.of(4)))
                .hasMessageContaining("it takes images [H, W, C], not [4]");
        assertThatThrownBy(() -> SpatialDropout2D.of(1.5f)).hasMessageContaining("between 0 and 1, not 1.5");
        assertThatThrownBy(() -> GaussianNoise.of(-1)).hasMessageContaining("stddev of 0 or more, not -1.0");
    }
}
