package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.model.Sequential;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What layers and initializers do that are made without an argument. */
class KerasDefaultsTest {
    private static final Tensor IMAGE = Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);

    private static Tensor predict(Layer layer) {
        return Sequential.of(Input.of(2, 2, 1), layer).predict(IMAGE);
    }

    @Test
    void identityPassesItsInputOn() {
        assertThat(predict(Identity.of())).isEqualTo(IMAGE);
        assertThat(Identity.of().name("same").name()).isEqualTo("same");
    }

    @Test
    void paddingIsOneOnEachSideAndCroppingNone() {
        assertThat(predict(ZeroPadding2D.of()))
                .isEqualTo(Tensor.of(Shape.of(1, 4, 4, 1), 0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0));
        assertThat(predict(Cropping2D.of())).isEqualTo(IMAGE);
    }

    @Test
    void shearIsNoneAndAConstantZero() {
        assertThat(RandomShear.of()).isEqualTo(RandomShear.of(0, 0));
        float[] values = {7, 7};
        Initializer.Constant.of().fill(Shape.of(1), new RandomSource(0), values, 1);
        assertThat(values).containsExactly(7, 0);
    }
}
