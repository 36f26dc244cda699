package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.model.Model;
import dev.fovea.op.Ops;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotTest {
    /** Both inputs of a Dot are made of one: a reshaped and a reshaped and permuted one. */
    private static Model model(int n, Dot dot, Layer first, Layer second) {
        Symbol x = Input.of(n);
        return Model.of(x, dot.apply(first.apply(x), second.apply(x)));
    }

    private static Tensor numbers(int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        RandomSource random = new RandomSource(9);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextInt(9) - 4;
        }
        return tensor;
    }

    @Test
    void productsAreSummedAlongAnAxisOfEach() {
        for (int images : new int[] {1, 5, 40}) {
            Tensor x = numbers(images, 12);
            // a[n, i, k] of 3x4 and b[n, k, j] of 4x3.
            Tensor y =
                    model(12, Dot.of(2, 1), Reshape.of(3, 4), Reshape.of(4, 3)).predict(x);
            assertThat(y.shape()).isEqualTo(Shape.of(images, 3, 3));
            for (int n = 0; n < images; n++) {
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        float sum = 0;
                        for (int k = 0; k < 4; k++) {
                            sum += x.get(n, i * 4 + k) * x.get(n, k * 3 + j);
                        }
                        assertThat(y.get(n, i, j)).isEqualTo(sum);
                    }
                }
            }
        }
    }

    @Test
    void ofVectorsOneNumberIsLeft() {
        Tensor x = numbers(2, 6);
        Tensor y = model(6, Dot.of(1), Flatten.of(), Rescaling.of(2)).predict(x);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 1));
        double squares = 0;
        for (int i = 0; i < 6; i++) {
            squares += x.get(0, i) * x.get(0, i);
        }
        assertThat(y.get(0, 0)).isEqualTo((float) (2 * squares));
        assertThat(model(6, Dot.of(-1).normalize(true), Flatten.of(), Rescaling.of(-2))
                        .predict(x)
                        .data())
                .containsExactly(new float[] {-1, -1}, within(1e-6f));
    }

    @Test
    void axesOfHigherRanksStayInOrder() {
        Tensor x = numbers(2, 24);
        Tensor y =
                model(24, Dot.of(2, 1), Reshape.of(2, 4, 3), Reshape.of(4, 6)).predict(x);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 3, 6));
        Tensor a = Tensor.of(Shape.of(2, 2, 4, 3), x.data());
        Tensor b = Tensor.of(Shape.of(2, 4, 6), x.data());
        float sum = 0;
        for (int k = 0; k < 4; k++) {
            sum += a.get(1, 1, k, 2) * b.get(1, k, 5);
        }
        assertThat(y.get(1, 1, 2, 5)).isEqualTo(sum);
        assertThat(Ops.slice(y, 0, 0, 1).size()).isEqualTo(36);
    }

    @Test
    void aSavedModelComesBack(@TempDir Path folder) throws IOException {
        Model model = model(12, Dot.of(2, 1).normalize(true), Reshape.of(3, 4), Reshape.of(4, 3));
        model.save(folder.resolve("model.safetensors"));
        Tensor x = numbers(3, 12);
        assertThat(Model.load(folder.resolve("model.safetensors")).predict(x)).isEqualTo(model.predict(x));
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> Dot.of(1).apply(Input.of(3), Input.of(4)))
                .hasMessageContaining("axis 1 of an image [3] and axis 1 of [4] must be equally long");
        assertThatThrownBy(() -> Dot.of(1).apply(Input.of(3), Input.of(3), Input.of(3)))
                .hasMessageContaining("it takes two inputs, not 3");
        assertThatThrownBy(() -> Dot.of(0).apply(Input.of(3), Input.of(3)))
                .hasMessageContaining("axis 0 is not one of an image");
    }
}
