package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Holds to numbers worked out by hand what has no second implementation to be compared with. */
class ReferenceKernelsTest {
    private static final Kernels REFERENCE = new ReferenceKernels();

    @Test
    void blocksHoldOneImageAndThoseOfVectorsOneOrTwoVectors() {
        assertThat(REFERENCE.lanesFor(1000)).isEqualTo(1);
        int v = Simd.V;
        Kernels vector = new VectorKernels();
        assertThat(vector.lanesFor(1)).isEqualTo(1);
        assertThat(vector.lanesFor(2 * v - 1)).isEqualTo(1);
        assertThat(vector.lanesFor(2 * v)).isEqualTo(v);
        assertThat(vector.lanesFor(4 * v - 1)).isEqualTo(v);
        assertThat(vector.lanesFor(4 * v)).isEqualTo(2 * v);
        assertThat(vector.lanesFor(1000 * v)).isEqualTo(2 * v);
    }

    @Test
    void copyMovesRunsBetweenStrides() {
        Floats from = new Floats(new float[] {9, 1, 2, 8, 3, 4, 7, 5, 6}, 1);
        Floats to = new Floats(new float[12], 2);
        REFERENCE.copy(3, 2, from, 3, to, 4);
        assertThat(to.array).containsExactly(0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 5, 6);
    }

    @Test
    void fillSetsOnlyWhatItIsTold() {
        Floats y = new Floats(new float[] {1, 1, 1, 1, 1}, 1);
        REFERENCE.fill(3, 7, y);
        assertThat(y.array).containsExactly(1, 7, 7, 7, 1);
    }

    @Test
    void transposeReadsByStridesAndKeepsLanesTogether() {
        // Two rows of three, two lanes each: 1.1 is the first element in the second lane.
        Floats x = new Floats(new float[] {9, 1, 1.1f, 2, 2.1f, 3, 3.1f, 4, 4.1f, 5, 5.1f, 6, 6.1f}, 1);
        Floats y = new Floats(new float[14], 1);
        REFERENCE.transpose(new int[] {3, 2}, new int[] {1, 3}, 2, x, y);
        assertThat(y.array).containsExactly(0, 1, 1.1f, 4, 4.1f, 2, 2.1f, 5, 5.1f, 3, 3.1f, 6, 6.1f, 0);
    }

    @Test
    void transposeOfThreeAxesGivesEveryElementItsPlace() {
        Floats x = Floats.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        Floats y = Floats.of(new float[12]);
        REFERENCE.transpose(new int[] {2, 2, 3}, new int[] {1, 6, 2}, 1, x, y);
        assertThat(y.array).containsExactly(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11);
    }

    @Test
    void theFirstOfEqualsWinsAlsoAtTheStartOfTheArray() {
        Window window = new Window(1, 4, 1, 2, 1, 2, 0, 0, 1, 1, 1, 2);
        Floats x = Floats.of(5, 5, -1, 3);
        Floats y = Floats.of(0, 0);
        REFERENCE.maxPool(window, 1, 1, x, y);
        assertThat(y.array).containsExactly(5, 3);
        Floats dx = Floats.of(9, 9, 9, 9);
        REFERENCE.maxPoolGradient(window, 1, 1, x, y, Floats.of(10, 20), dx);
        assertThat(dx.array).containsExactly(10, 0, 0, 20);
    }

    @Test
    void crossEntropyIsTheLogarithmOfTheLabelsShare() {
        // Two rows of three classes in two lanes; exp of the logits is 1, 2, 5 and such.
        float[] exp = {1, 3, 2, 3, 5, 3, 4, 1, 4, 2, 8, 1};
        Floats logits = new Floats(new float[13], 1);
        for (int i = 0; i < exp.length; i++) {
            logits.array[1 + i] = (float) Math.log(exp[i]);
        }
        Floats labels = new Floats(new float[] {9, 9, 1, 2, 0, 1}, 2);
        Floats loss = new Floats(new float[6], 1);
        REFERENCE.sparseCrossEntropy(2, 3, 2, logits, labels, loss);
        double[] shares = {2 / 8.0, 3 / 9.0, 4 / 16.0, 2 / 4.0};
        assertThat(loss.array[0]).isZero();
        for (int i = 0; i < shares.length; i++) {
            assertThat((double) loss.array[1 + i]).isCloseTo(-Math.log(shares[i]), within(1e-6));
        }
        assertThat(loss.array[5]).isZero();
    }

    @Test
    void crossEntropyOfLargeLogitsIsANumber() {
        Floats loss = Floats.of(0);
        REFERENCE.sparseCrossEntropy(1, 2, 1, Floats.of(1000, 990), Floats.of(1), loss);
        assertThat(loss.array[0]).isCloseTo(10.0000454f, within(1e-5f));
    }

    @Test
    void uniformNumbersAreFromZeroToOneAndDifferByPlaceImageAndKey() {
        int image = Hash.imageKey(3, 4);
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            float u = Hash.uniform(image, i);
            assertThat(u).isBetween(0f, 1 - 0x1p-24f);
            assertThat(u).isNotEqualTo(Hash.uniform(image, i + 1));
            assertThat(Hash.keeps(image, i, Hash.threshold(u))).isTrue();
            assertThat(Hash.keeps(image, i, Hash.threshold(u) + 1)).isFalse();
            sum += u;
        }
        assertThat(sum / 1000).isCloseTo(0.5, within(0.03));
        assertThat(Hash.imageKey(3, 5)).isNotEqualTo(image);
        assertThat(Hash.imageKey(4, 4)).isNotEqualTo(image);
    }

    @Test
    void aBitOfTheInputChangesHalfOfTheMixedBits() {
        for (int bit = 0; bit < 32; bit++) {
            int changed = 0;
            for (int x = 0; x < 500; x++) {
                changed += Integer.bitCount(Hash.mix(x) ^ Hash.mix(x ^ 1 << bit));
            }
            assertThat(changed / 500.0).as("bits that bit %d changes", bit).isBetween(14.0, 18.0);
        }
    }

    @Test
    void everyThresholdIsOneOfTwentyFourBits() {
        assertThat(Hash.threshold(0)).isZero();
        assertThat(Hash.threshold(0.5f)).isEqualTo(1 << 23);
        assertThat(Hash.threshold(1)).isEqualTo(1 << 24);
    }

    @Test
    void theVectorKernelsRunWhereTheirModuleIs() {
        assertThat(KernelChoice.best()).isInstanceOf(VectorKernels.class);
    }
}
