package dev.fovea.nn;

import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds zero padding, cropping and repeating of sequences, images and volumes to their definitions. */
class PlacesTest {
    private static final int TRIALS = 40;

    private static Tensor through(Layer layer, Tensor images) {
        return Sequential.of(Input.of(images.shape().dropFirst().dims()), layer).predict(images);
    }

    /** Images of random sides, each of at least so many. */
    private static Tensor draw(RandomSource random, int... least) {
        int axes = least.length;
        int[] dims = new int[axes + 2];
        dims[0] = 1 + random.nextInt(3);
        dims[axes + 1] = 1 + random.nextInt(5);
        for (int axis = 0; axis < axes; axis++) {
            dims[axis + 1] = least[axis] + random.nextInt(4);
        }
        return Grid.numbers(random, dims);
    }

    private static List<List<Integer>> pairs(RandomSource random, int axes) {
        return Stream.generate(() -> List.of(random.nextInt(4), random.nextInt(4)))
                .limit(axes)
                .toList();
    }

    /** Channels first is channels last between transposes, where the layer has a format. */
    private static void holdChannelsFirst(Layer last, Layer first, Tensor x, Tensor y) {
        if (first != null) {
            Integer[] order = Grid.channelsFirst(x.shape().rank() - 2);
            assertThat(through(first, Ops.transpose(x, order)))
                    .as(last.toString())
                    .isEqualTo(Ops.transpose(y, order));
        }
    }

    @ParameterizedTest(name = "{0} axes")
    @ValueSource(ints = {1, 2, 3})
    void zerosLieAroundWhatWasThere(int axes) {
        RandomSource random = new RandomSource(axes);
        for (int trial = 0; trial < TRIALS; trial++) {
            List<List<Integer>> pairs = pairs(random, axes);
            int[] least = new int[axes];
            Arrays.fill(least, 1);
            Tensor x = draw(random, least);
            int[] padded = x.shape().dims();
            for (int axis = 0; axis < axes; axis++) {
                padded[axis + 1] += pairs.get(axis).get(0) + pairs.get(axis).get(1);
            }
            Tensor y = through(padding(pairs, DataFormat.CHANNELS_LAST), x);
            assertThat(y.shape()).isEqualTo(Shape.of(padded));
            for (int[] place : Grid.places(padded)) {
                int[] from = place.clone();
                boolean inside = true;
                for (int axis = 0; axis < axes; axis++) {
                    from[axis + 1] -= pairs.get(axis).get(0);
                    inside &= from[axis + 1] >= 0 && from[axis + 1] < x.shape().dim(axis + 1);
                }
                assertThat(Grid.at(y, place)).as("%s %s", pairs, x.shape()).isEqualTo(inside ? Grid.at(x, from) : 0);
            }
            holdChannelsFirst(padding(pairs, DataFormat.CHANNELS_LAST), padding(pairs, CHANNELS_FIRST), x, y);
        }
    }

    private static Layer padding(List<List<Integer>> pairs, DataFormat format) {
        return switch (pairs.size()) {
            case 1 -> new ZeroPadding1D(pairs.getFirst(), format, null);
            case 2 -> new ZeroPadding2D(pairs, format, null);
            default -> new ZeroPadding3D(pairs, format, null);
        };
    }

    @ParameterizedTest(name = "{0} axes")
    @ValueSource(ints = {1, 2, 3})
    void cropsAreWhatLiesWithin(int axes) {
        RandomSource random = new RandomSource(axes);
        for (int trial = 0; trial < TRIALS; trial++) {
            List<List<Integer>> pairs = pairs(random, axes);
            Tensor x = draw(
                    random,
                    pairs.stream()
                            .mapToInt(pair -> pair.get(0) + pair.get(1) + 1)
                            .toArray());
            int[] cropped = x.shape().dims();
            for (int axis = 0; axis < axes; axis++) {
                cropped[axis + 1] -= pairs.get(axis).get(0) + pairs.get(axis).get(1);
            }
            Layer layer = cropping(pairs, DataFormat.CHANNELS_LAST);
            Tensor y = through(layer, x);
            assertThat(y.shape()).isEqualTo(Shape.of(cropped));
            for (int[] place : Grid.places(cropped)) {
                int[] from = place.clone();
                for (int axis = 0; axis < axes; axis++) {
                    from[axis + 1] += pairs.get(axis).get(0);
                }
                assertThat(Grid.at(y, place)).as("%s of %s", layer, x.shape()).isEqualTo(Grid.at(x, from));
            }
            holdChannelsFirst(layer, axes == 1 ? null : cropping(pairs, CHANNELS_FIRST), x, y);
        }
    }

    private static Layer cropping(List<List<Integer>> pairs, DataFormat format) {
        return switch (pairs.size()) {
            case 1 -> new Cropping1D(pairs.getFirst(), null);
            case 2 -> new Cropping2D(pairs, format, null);
            default -> new Cropping3D(pairs, format, null);
        };
    }

    @ParameterizedTest(name = "{0} axes")
    @ValueSource(ints = {1, 2, 3})
    void upSamplingRepeatsAlongEachAxis(int axes) {
        RandomSource random = new RandomSource(axes);
        for (int trial = 0; trial < TRIALS; trial++) {
            int[] times = {1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3)};
            int[] least = new int[axes];
            Arrays.fill(least, 1);
            Tensor x = draw(random, least);
            int[] longer = x.shape().dims();
            for (int axis = 0; axis < axes; axis++) {
                longer[axis + 1] *= times[axis];
            }
            Layer layer = upSampling(axes, times, DataFormat.CHANNELS_LAST);
            Tensor y = through(layer, x);
            assertThat(y.shape()).isEqualTo(Shape.of(longer));
            for (int[] place : Grid.places(longer)) {
                int[] from = place.clone();
                for (int axis = 0; axis < axes; axis++) {
                    from[axis + 1] /= times[axis];
                }
                assertThat(Grid.at(y, place)).as("%s of %s", layer, x.shape()).isEqualTo(Grid.at(x, from));
            }
            holdChannelsFirst(layer, axes == 1 ? null : upSampling(axes, times, CHANNELS_FIRST), x, y);
        }
    }

    private static Layer upSampling(int axes, int[] times, DataFormat format) {
        return switch (axes) {
            case 1 -> UpSampling1D.of(times[0]);
            case 2 -> UpSampling2D.of(Size.of(times[0], times[1])).dataFormat(format);
            default -> UpSampling3D.of(Size3d.of(times[0], times[1], times[2])).dataFormat(format);
        };
    }

    @Test
    void oneNumberForAnAxisIsForBothOfItsEnds() {
        assertThat(ZeroPadding3D.of(1, 2, 3)).isEqualTo(ZeroPadding3D.of(1, 1, 2, 2, 3, 3));
        assertThat(Cropping3D.of(1, 2, 3)).isEqualTo(Cropping3D.of(1, 1, 2, 2, 3, 3));
        assertThat(ZeroPadding2D.of(1, 2)).isEqualTo(ZeroPadding2D.of(1, 1, 2, 2));
        assertThat(Cropping2D.of(1, 2)).isEqualTo(Cropping2D.of(1, 1, 2, 2));
        assertThat(ZeroPadding1D.of(2)).isEqualTo(ZeroPadding1D.of(2, 2));
        assertThat(Cropping1D.of(2)).isEqualTo(Cropping1D.of(2, 2));
    }

    @Test
    void dropoutIsForTrainingOnly() {
        Tensor volumes = Grid.numbers(new RandomSource(1), 2, 3, 2, 2, 5);
        assertThat(through(SpatialDropout3D.of(0.5f), volumes)).isEqualTo(volumes);
        Tensor sequences = volumes.reshape(2, 12, 5);
        assertThat(through(SpatialDropout1D.of(0.5f), sequences)).isEqualTo(sequences);
    }

    @Test
    void savedLayersAreReadWithAllTheirArgumentsAndPredictTheSame(@TempDir Path folder) throws IOException {
        Layer[] volumes = {
            ZeroPadding3D.of(1, 0, 2, 1, 0, 3).name("a"),
            MaxPooling3D.of(Size3d.of(1, 2, 3)).strides(1).padding(Padding.SAME).name("b"),
            SpatialDropout3D.of(0.25f).seed(3).name("c"),
            Cropping3D.of(1, 0, 0, 1, 0, 2).name("d"),
            UpSampling3D.of(Size3d.of(2, 1, 3)).name("e"),
            AveragePooling3D.of(2).dataFormat(CHANNELS_FIRST).name("f"),
            GlobalMaxPooling3D.of().keepdims(true).name("g"),
            GlobalAveragePooling3D.of().name("h")
        };
        Layer[] sequences = {
            ZeroPadding1D.of(1, 2).name("a"),
            MaxPooling1D.of(3).padding(Padding.SAME).name("b"),
            AveragePooling1D.of(2).strides(1).name("c"),
            SpatialDropout1D.of(0.25f).name("d"),
            UpSampling1D.of(3).name("e"),
            Cropping1D.of(1, 2).name("f"),
            GlobalMaxPooling1D.of().keepdims(true).name("g"),
            GlobalAveragePooling1D.of().dataFormat(CHANNELS_FIRST).name("h")
        };
        Tensor x = Grid.numbers(new RandomSource(1), 2, 4, 4, 4, 2);
        hold(folder.resolve("volumes.safetensors"), x, volumes);
        hold(folder.resolve("sequences.safetensors"), x.reshape(2, 16, 8), sequences);
    }

    private static void hold(Path file, Tensor x, Layer... layers) throws IOException {
        Sequential model = Sequential.of(Input.of(x.shape().dropFirst().dims()), layers);
        model.save(file);
        Model read = Model.load(file);
        assertThat(read.layers().subList(1, layers.length + 1)).containsExactly(layers);
        assertThat(read.predict(x)).isEqualTo(model.predict(x));
        assertThat(read.summary()).isEqualTo(model.summary());
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> ZeroPadding1D.of(-1))
                .hasMessage("ZeroPadding1D takes [before, after], each 0 or more; got [-1, -1]");
        assertThatThrownBy(() -> new Cropping1D(List.of(1), null)).hasMessageContaining("each 0 or more; got [1]");
        assertThatThrownBy(() -> new ZeroPadding3D(List.of(List.of(1, 1)), DataFormat.CHANNELS_LAST, null))
                .hasMessage("ZeroPadding3D takes [[front, back], [top, bottom], [left, right]], each 0 or more; got"
                        + " [[1, 1]]");
        assertThatThrownBy(() -> Cropping1D.of(1).apply(Input.of(2, 3)))
                .hasMessage("Cropping1D: cropping [1, 1] leaves nothing of a sequence of 2");
        assertThatThrownBy(() -> Cropping3D.of(1, 0, 2).apply(Input.of(3, 3, 3, 1)))
                .hasMessageContaining("cropping [[1, 1], [0, 0], [2, 2]] leaves nothing of a volume of 3x3x3");
        assertThatThrownBy(() -> UpSampling1D.of(0)).hasMessageContaining("a size of at least 1, not 0");
        assertThatThrownBy(() -> UpSampling3D.of(2).apply(Input.of(2, 3)))
                .hasMessageContaining("it takes volumes [D, H, W, C], not [2, 3]");
        assertThatThrownBy(() -> SpatialDropout1D.of(1.5f)).hasMessageContaining("between 0 and 1, not 1.5");
        assertThatThrownBy(() -> SpatialDropout3D.of(0.5f).apply(Input.of(2, 3)))
                .hasMessageContaining("it takes volumes [D, H, W, C], not [2, 3]");
    }
}
