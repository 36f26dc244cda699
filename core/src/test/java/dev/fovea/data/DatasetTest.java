package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
    /** Image i of one pixel with value i and label i % 5. */
    private static Dataset numbered(int n) {
        Tensor images = Tensor.zeros(n, 1, 1, 1);
        for (int i = 0; i < n; i++) {
            images.data()[i] = i;
        }
        return Dataset.of(images, IntStream.range(0, n).map(i -> i % 5).toArray());
    }

    private static float[] pixels(Dataset data) {
        return data.images(0, data.size()).data();
    }

    @Test
    void filterKeepsTheGivenClassesAndNumbersThemInTheGivenOrder() {
        Dataset twoClasses = numbered(12).filter(3, 1);
        assertThat(pixels(twoClasses)).containsExactly(1, 3, 6, 8, 11);
        assertThat(twoClasses.labels()).containsExactly(1, 0, 1, 0, 1);
        assertThat(twoClasses.classNames()).containsExactly("3", "1");
        assertThat(twoClasses.target(1)).isEqualTo(Tensor.scalar(0));
        assertThat(twoClasses.target(2)).isEqualTo(Tensor.scalar(1));
    }

    @Test
    void filterRefusesAClassThatIsNotThereOrGivenTwice() {
        assertThatThrownBy(() -> numbered(10).filter(0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class 5 does not exist: the 5 classes are numbered 0 to 4: [0, 1, 2, 3, 4]");
        assertThatThrownBy(() -> numbered(10).filter(2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class 2 is chosen twice in [2, 2]; name it once");
    }

    @Test
    void shuffleKeepsEveryImageWithItsLabelAndDependsOnTheSeedAlone() {
        Dataset data = numbered(100);
        Dataset shuffled = data.shuffle(7);
        assertThat(pixels(shuffled)).containsExactlyInAnyOrder(pixels(data)).isNotEqualTo(pixels(data));
        for (int i = 0; i < 100; i++) {
            assertThat(shuffled.label(i)).isEqualTo((int) shuffled.image(i).data()[0] % 5);
        }
        assertThat(pixels(data.shuffle(7))).isEqualTo(pixels(shuffled));
        assertThat(pixels(data.shuffle(8))).isNotEqualTo(pixels(shuffled));
    }

    @Test
    void takeGivesTheFirstImagesOrAllIfThereAreFewer() {
        assertThat(pixels(numbered(10).take(3))).containsExactly(0, 1, 2);
        assertThat(numbered(10).take(11).size()).isEqualTo(10);
        assertThatThrownBy(() -> numbered(10).take(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aViewReachesNoImageBeyondItsEnd() {
        for (Dataset view : List.of(
                numbered(10).slice(2, 4),
                numbered(10).select(2, 3),
                numbered(10).filter(0),
                Dataset.of(Tensor.zeros(2, 1, 1, 1), 0, 0),
                Dataset.of(Tensor.zeros(2, 1, 1, 1), Tensor.zeros(2)).slice(0, 2))) {
            assertThat(view.size()).isEqualTo(2);
            assertThatThrownBy(() -> view.image(2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> view.target(2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> view.images(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> numbered(3).select(0, 3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("image 3 is not in a data set of 3");
    }

    @Test
    void denseTargetsAreReadThroughEveryView() {
        Tensor targets = Tensor.of(Shape.of(4, 2), 0, 10, 1, 11, 2, 12, 3, 13);
        Dataset data = Dataset.of(Tensor.zeros(4, 2, 2, 1), targets);
        assertThat(data.targetShape()).isEqualTo(Shape.of(2));
        assertThat(data.classNames()).isEmpty();
        assertThat(data.slice(1, 3).target(1).data()).containsExactly(2, 12);
        assertThat(data.select(3, 0).target(0).data()).containsExactly(3, 13);
        float[] strided = new float[6];
        data.select(3, 0).copyTarget(0, strided, 1, 3);
        assertThat(strided).containsExactly(0, 3, 0, 0, 13, 0);
        assertThatThrownBy(() -> data.label(0))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("this data set has no class numbers: its targets are tensors of shape [2]; read them with"
                        + " copyTarget or target, or give int labels to Dataset.of");
    }

    @Test
    void denseTargetsMustBeAsManyAsTheImages() {
        assertThatThrownBy(() -> Dataset.of(Tensor.zeros(4, 2, 2, 1), Tensor.zeros(3, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images [4, 2, 2, 1] need targets of shape [4, ...], one per image; got [3, 2]");
    }

    @Test
    void labelsMustBeAsManyAsTheImagesAndNotNegative() {
        assertThatThrownBy(() -> Dataset.of(Tensor.zeros(2, 1, 1, 1), 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 images, but 3 labels; give one label per image");
        assertThatThrownBy(() -> Dataset.of(Tensor.zeros(2, 1, 1, 1), 1, -2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label -2 of image 1 is negative; labels count from 0");
    }

    @Test
    void bytesReadAsNumbersFromZeroToOne() {
        Dataset data = Dataset.ofBytes(
                Shape.of(1, 2, 1), new byte[] {0, 51, (byte) 255, (byte) 128}, new int[] {1, 0}, List.of("cat", "dog"));
        assertThat(data.image(0)).isEqualTo(Tensor.of(Shape.of(1, 2, 1), 0, 0.2f));
        assertThat(data.image(1)).isEqualTo(Tensor.of(Shape.of(1, 2, 1), 1, 128 / 255f));
        float[] strided = new float[5];
        data.copyImage(1, strided, 1, 2);
        assertThat(strided).containsExactly(0, 1, 0, 128 / 255f, 0);
        assertThat(data.classNames()).containsExactly("cat", "dog");
        assertThat(data.targetShape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void bytesMustBeWholeImagesWithLabelsOfTheClasses() {
        assertThatThrownBy(() -> Dataset.ofBytes(Shape.of(2, 2, 1), new byte[7], new int[1], List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("7 bytes are not a whole number of images of shape [2, 2, 1], 4 bytes each");
        assertThatThrownBy(() -> Dataset.ofBytes(Shape.of(2, 2, 1), new byte[4], new int[] {1}, List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label 1 of image 0 is out of range: the 1 classes are numbered 0 to 0");
    }

    @Test
    void theTwoPartsOfASplitAreOfOneKind() {
        Dataset five = numbered(10);
        assertThat(new Split(five, five.take(5)).test().size()).isEqualTo(5);
        assertThatThrownBy(() -> new Split(five, five.filter(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the training classes are [0, 1, 2, 3, 4], the test classes [1]");
        Dataset wide = Dataset.of(Tensor.zeros(5, 1, 2, 1), Arrays.copyOf(five.labels(), 5));
        assertThatThrownBy(() -> new Split(five, wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the training images are [1, 1, 1], the test images [1, 2, 1]");
    }
}
