package dev.fovea.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.ReferenceKernels;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ops refuse, and what at the edge of it they take. */
class OpArgumentsTest {
    @Test
    void sizesAreCountedFromOneAndPaddingFromZero() {
        assertThat(Ops.outputSize(1, 1, 1, Padding.VALID)).isEqualTo(1);
        assertThat(Ops.outputSize(1, 1, 0, 1)).isEqualTo(1);
        for (int[] wrong : new int[][] {{0, 1, 0, 1}, {3, 0, 0, 1}, {3, 1, -1, 1}, {3, 1, 0, 0}}) {
            assertThatThrownBy(() -> Ops.outputSize(wrong[0], wrong[1], wrong[2], wrong[3]))
                    .hasMessageContaining("size, kernel and stride are at least 1 and padding at least 0; got");
        }
        assertThatThrownBy(() -> Ops.outputSize(3, 1, 0, Padding.SAME)).hasMessageContaining("got 3, 1, 0 and 0");
        assertThatThrownBy(() -> Ops.outputSize(0, 1, 1, Padding.SAME)).hasMessageContaining("got 0, 1, 1 and 0");
    }

    @Test
    void zeroPaddingTakesABatchOfImages() {
        assertThatThrownBy(() -> Ops.zeroPad(Tensor.zeros(3, 3, 1), 1))
                .hasMessageContaining("zeroPad takes a batch of images [N, H, W, C], not [3, 3, 1]");
    }

    @Test
    void labelsAreThoseOfTheClasses() {
        assertThat(Ops.crossEntropy(Tensor.zeros(2, 3), 0, 2).shape()).isEqualTo(Shape.of(2));
        for (int label : new int[] {-1, 3}) {
            assertThatThrownBy(() -> Ops.crossEntropy(Tensor.zeros(2, 3), 0, label))
                    .hasMessageContaining("label " + label + " of row 1 is out of range: there are 3 classes");
        }
    }

    @Test
    void aWindowWhosePlacesWouldOverflowIsTooLong() {
        Shape image = Shape.of(4, 4, 1);
        int longest = (Integer.MAX_VALUE - 4) / 2 - 1;
        assertThat(pool(image, 2, longest)).isEqualTo(image);
        assertThatThrownBy(() -> pool(image, 2, longest + 1))
                .hasMessageContaining("a kernel of 2 taps, " + (longest + 1) + " apart, is too long for an axis of 4");
        assertThatThrownBy(() -> pool(image, 1 << 20, 1 << 20)).hasMessageContaining("too long for an axis of 4");
    }

    /** The output of a convolution with one filter, of so many taps in a column, so far apart. */
    private static Shape pool(Shape image, int taps, int dilation) {
        return new Conv2d(Size.of(1), Padding.SAME, new Size(dilation, 1), 1)
                .shape(List.of(image, Shape.of(taps, 1, 1, 1)));
    }

    @Test
    void dropoutRatesAreFromZeroToOne() {
        Shape mask = Shape.of(3);
        assertThat(new MaskedDropout(0, 1, mask, true).rate()).isZero();
        assertThat(new MaskedDropout(1, 1, mask, true).rate()).isEqualTo(1);
        for (float rate : new float[] {-0.1f, 1.1f, Float.NaN}) {
            assertThatThrownBy(() -> new MaskedDropout(rate, 1, mask, true))
                    .hasMessage("a dropout rate is between 0 and 1, not " + rate);
        }
    }

    @Test
    void aMaskIsAsLongAsTheImageOrOneAlongEachAxis() {
        Shape image = Shape.of(2, 3, 4);
        for (Shape mask : List.of(image, Shape.of(1, 3, 1), Shape.of(1, 1, 1))) {
            assertThat(new MaskedDropout(0.5f, 1, mask, true).shape(List.of(image)))
                    .isEqualTo(image);
        }
        for (Shape mask : List.of(Shape.of(3, 4), Shape.of(3, 3, 4), Shape.of(2, 2, 4), Shape.of(2, 3, 2))) {
            assertThatThrownBy(() -> new MaskedDropout(0.5f, 1, mask, true).shape(List.of(image)))
                    .hasMessageContaining("noise of shape " + mask + " does not go with an image " + image);
        }
    }

    @Test
    void batchNormalizationTakesMomentsAndWeightsOfItsChannels() {
        BatchNormalize op = new BatchNormalize(1e-3f, true, true);
        Shape x = Shape.of(2, 3);
        Shape moments = Shape.of(2, 3);
        Shape three = Shape.of(3);
        assertThat(op.shape(List.of(x, moments, three, three))).isEqualTo(x);
        for (List<Shape> wrong : List.of(
                List.of(x, Shape.of(3, 2), three, three),
                List.of(x, moments, Shape.of(2), three),
                List.of(x, moments, three, Shape.of(2)),
                List.of(Shape.of(), moments, three, three),
                List.of(Shape.of(2, 0), Shape.of(2, 0), Shape.of(0), Shape.of(0)))) {
            assertThatThrownBy(() -> op.shape(wrong)).hasMessageContaining("can't normalize " + wrong.get(0));
        }
    }

    @Test
    void crossEntropyTakesATargetForEachLogit() {
        CrossEntropy op = new CrossEntropy();
        assertThat(op.shape(List.of(Shape.of(4), Shape.of(4)))).isEqualTo(Shape.of());
        for (List<Shape> wrong : List.of(
                List.of(Shape.of(2, 4), Shape.of(4)),
                List.of(Shape.of(4), Shape.of(2, 4)),
                List.of(Shape.of(), Shape.of()))) {
            assertThatThrownBy(() -> op.shape(wrong)).hasMessageContaining("do not go with outputs " + wrong.get(0));
        }
    }

    @Test
    void crossEntropyOfLargeLogitsDoesNotOverflow() {
        List<Shape> shapes = List.of(Shape.of(2, 3), Shape.of(2, 3));
        Floats logits = Floats.of(-1000, 1000, 1000, 1000, 999, -1000);
        Floats targets = Floats.of(0, 0.25f, 0.75f, 0, 1, 0);
        Floats losses = Floats.of(0, 0);
        new CrossEntropy()
                .bind(new ReferenceKernels(), shapes, 1)
                .body()
                .run(new Floats[] {logits, targets}, losses, Floats.of(), new Block());
        assertThat(losses.array[0]).isCloseTo((float) Math.log(2), within(1e-6f));
        assertThat(losses.array[1]).isCloseTo((float) Math.log1p(Math.E), within(1e-6f));
    }
}
