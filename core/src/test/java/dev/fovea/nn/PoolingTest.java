package dev.fovea.nn;

import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.nn.DataFormat.CHANNELS_LAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.model.Sequential;
import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.MeanSquaredError;
import dev.fovea.train.SGD;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds pooling of sequences, images and volumes to its definition, in double precision. */
class PoolingTest {
    private static final int[] SIDES = {1, 2, 3, 5, 7};

    /** A pooling of images with their channels last. */
    private record Pool(boolean max, int[] size, int[] strides, Padding padding) {
        static Pool draw(RandomSource random, int axes) {
            Padding padding = random.nextInt(2) == 0 ? Padding.VALID : Padding.SAME;
            int[] size = new int[axes];
            int[] strides = new int[axes];
            for (int axis = 0; axis < axes; axis++) {
                size[axis] = 1 + random.nextInt(5);
                strides[axis] = 1 + random.nextInt(6);
            }
            return new Pool(random.nextInt(2) == 0, size, strides, padding);
        }

        Layer layer(DataFormat format) {
            return switch (size.length) {
                case 1 ->
                    max
                            ? new MaxPooling1D(size[0], strides[0], padding, format, null)
                            : new AveragePooling1D(size[0], strides[0], padding, format, null);
                case 2 -> {
                    Size sides = Size.of(size[0], size[1]);
                    Size steps = Size.of(strides[0], strides[1]);
                    yield max
                            ? new MaxPooling2D(sides, steps, padding, format, null)
                            : new AveragePooling2D(sides, steps, padding, format, null);
                }
                default -> {
                    Size3d sides = Size3d.of(size[0], size[1], size[2]);
                    Size3d steps = Size3d.of(strides[0], strides[1], strides[2]);
                    yield max
                            ? new MaxPooling3D(sides, steps, padding, format, null)
                            : new AveragePooling3D(sides, steps, padding, format, null);
                }
            };
        }

        int outputs(int axis, int length) {
            return padding == Padding.VALID
                    ? (length - size[axis]) / strides[axis] + 1
                    : (length + strides[axis] - 1) / strides[axis];
        }

        /** What the window gives that stands at a place of the output. */
        double at(Tensor x, int[] place) {
            double largest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int real = 0;
            for (int[] tap : Grid.places(size)) {
                int[] from = place.clone();
                boolean inside = true;
                for (int axis = 0; axis < size.length; axis++) {
                    int length = x.shape().dim(axis + 1);
                    int missing = (outputs(axis, length) - 1) * strides[axis] + size[axis] - length;
                    int before = padding == Padding.VALID ? 0 : Math.max(missing, 0) / 2;
                    from[axis + 1] = place[axis + 1] * strides[axis] + tap[axis] - before;
                    inside &= from[axis + 1] >= 0 && from[axis + 1] < length;
                }
                if (inside) {
                    largest = Math.max(largest, Grid.at(x, from));
                    sum += Grid.at(x, from);
                    real++;
                }
            }
            return max ? largest : sum / real;
        }
    }

    private static Tensor through(Layer layer, Tensor images) {
        return Sequential.of(Input.of(images.shape().dropFirst().dims()), layer).predict(images);
    }

    @ParameterizedTest(name = "{0} axes")
    @ValueSource(ints = {1, 2, 3})
    void poolsAreTheLargestAndTheMeansOfWhatIsRealInTheirWindows(int axes) {
        RandomSource random = new RandomSource(axes);
        for (int trial = 0; trial < 150; trial++) {
            Pool pool = Pool.draw(random, axes);
            int[] dims = new int[axes + 2];
            int[] pooled = new int[axes + 2];
            dims[0] = pooled[0] = 1 + random.nextInt(3);
            dims[axes + 1] = pooled[axes + 1] = 1 + 2 * random.nextInt(4);
            for (int axis = 0; axis < axes; axis++) {
                int side = SIDES[random.nextInt(SIDES.length)];
                dims[axis + 1] = pool.padding == Padding.VALID ? Math.max(side, pool.size[axis]) : side;
                pooled[axis + 1] = pool.outputs(axis, dims[axis + 1]);
            }
            Tensor x = Grid.numbers(random, dims);
            Tensor y = through(pool.layer(CHANNELS_LAST), x);
            String what = pool.layer(CHANNELS_LAST) + " of " + x.shape();
            assertThat(y.shape()).as(what).isEqualTo(Shape.of(pooled));
            for (int[] place : Grid.places(pooled)) {
                assertThat((double) Grid.at(y, place))
                        .as("%s at %s", what, Arrays.toString(place))
                        .isCloseTo(pool.at(x, place), within(pool.max ? 0 : 1e-5));
            }
            Integer[] order = Grid.channelsFirst(axes);
            assertThat(through(pool.layer(CHANNELS_FIRST), Ops.transpose(x, order)))
                    .isEqualTo(Ops.transpose(y, order));
        }
    }

    private static Layer global(boolean max, int axes, DataFormat format, boolean keepdims) {
        return switch (axes) {
            case 1 ->
                max
                        ? new GlobalMaxPooling1D(format, keepdims, null)
                        : new GlobalAveragePooling1D(format, keepdims, null);
            case 2 ->
                max
                        ? new GlobalMaxPooling2D(format, keepdims, null)
                        : new GlobalAveragePooling2D(format, keepdims, null);
            default ->
                max
                        ? new GlobalMaxPooling3D(format, keepdims, null)
                        : new GlobalAveragePooling3D(format, keepdims, null);
        };
    }

    @ParameterizedTest(name = "{0} axes")
    @ValueSource(ints = {1, 2, 3})
    void globalPoolsAreOneWindowOverAllPlaces(int axes) {
        RandomSource random = new RandomSource(axes);
        for (int trial = 0; trial < 40; trial++) {
            int[] dims = new int[axes + 2];
            int[] ones = new int[axes + 2];
            Arrays.fill(ones, 1);
            for (int axis = 0; axis < axes + 2; axis++) {
                dims[axis] = SIDES[random.nextInt(SIDES.length)];
            }
            Tensor x = Grid.numbers(random, dims);
            Shape last = Shape.of(ones).with(0, dims[0]).with(-1, dims[axes + 1]);
            Shape first = Shape.of(ones).with(0, dims[0]).with(1, dims[axes + 1]);
            int[] places = Arrays.copyOfRange(dims, 1, axes + 1);
            boolean max = random.nextInt(2) == 0;
            Pool pool = new Pool(max, places, places, Padding.VALID);
            Tensor y = through(global(max, axes, CHANNELS_LAST, true), x);
            assertThat(y.shape()).isEqualTo(last);
            for (int[] place : Grid.places(last.dims())) {
                assertThat((double) Grid.at(y, place)).isCloseTo(pool.at(x, place), within(max ? 0 : 1e-5));
            }
            Tensor flipped = Ops.transpose(x, Grid.channelsFirst(axes));
            assertThat(through(global(max, axes, CHANNELS_LAST, false), x))
                    .isEqualTo(y.reshape(dims[0], dims[axes + 1]));
            assertThat(through(global(max, axes, CHANNELS_FIRST, false), flipped))
                    .isEqualTo(y.reshape(dims[0], dims[axes + 1]));
            assertThat(through(global(max, axes, CHANNELS_FIRST, true), flipped))
                    .isEqualTo(y.reshape(first.dims()));
        }
    }

    @Test
    void ofEqualNumbersTheFirstAloneGetsTheGradient() {
        // All of -1 times a slope of 1; what a slope learns tells which number won.
        Sequential model = Sequential.of(
                Input.of(2, 3, 2, 1),
                PReLU.of().alphaInitializer(Initializer.ONES),
                MaxPooling3D.of(Size3d.of(2, 3, 2)));
        model.compile(SGD.of(0.5f), MeanSquaredError.of());
        Tensor x = Tensor.filled(Shape.of(1, 2, 3, 2, 1), -1);
        model.fit(Dataset.of(x, Tensor.zeros(1, 1, 1, 1, 1)), Fit.epochs(1));
        float[] expected = new float[12];
        Arrays.fill(expected, 1);
        expected[0] = 0;
        assertThat(model.weight("p_re_lu/alpha").values()).containsExactly(expected);
    }

    @Test
    void errorsSayWhatFits() {
        assertThatThrownBy(() -> MaxPooling1D.of(3).name("pool").apply(Input.of(2, 4)))
                .hasMessage("MaxPooling1D \"pool\": pooling window 3 does not fit input 2 with padding \"valid\"; use"
                        + " padding \"same\" or a pooling window of at most 2");
        assertThatThrownBy(() -> AveragePooling3D.of(2).apply(Input.of(4, 1, 3, 2)))
                .hasMessageContaining("pooling window 2x2x2 does not fit input 4x1x3 with padding \"valid\"");
        assertThatThrownBy(() -> MaxPooling1D.of().apply(Input.of(4, 4, 1)))
                .hasMessageContaining("it takes sequences [L, C], not [4, 4, 1]");
        assertThatThrownBy(() ->
                        GlobalAveragePooling3D.of().dataFormat(CHANNELS_FIRST).apply(Input.of(4, 4, 1)))
                .hasMessageContaining("it takes volumes [C, D, H, W], not [4, 4, 1]");
        assertThatThrownBy(() -> MaxPooling1D.of(0))
                .hasMessageContaining("a poolSize and strides of at least 1; got 0");
        assertThatThrownBy(() -> AveragePooling1D.of(2).strides(0)).hasMessageContaining("got 2 and 0");
        assertThatThrownBy(() -> MaxPooling3D.of(0)).hasMessageContaining("at least 1 x 1 x 1, not 0 x 0 x 0");
    }
}
