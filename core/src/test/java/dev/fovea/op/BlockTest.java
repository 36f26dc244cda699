package dev.fovea.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.ReferenceKernels;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An op does to a block of images, side by side, what it does to each alone: the draws of a random op included. It
 * writes its output and nothing else.
 */
class BlockTest {
    private static final int FIRST_IMAGE = 64;
    private static final int GUARD = 3;
    private static final float BEFORE = 77;

    private record Case(Op op, Shape... operands) {}

    static Stream<Case> ops() {
        Shape image = Shape.of(4, 3, 2);
        Shape row = Shape.of(2, 4);
        return Stream.of(
                        noise(image),
                        augmentation(image),
                        losses(row),
                        resampling(image),
                        Stream.of(
                                new Case(new AveragePool2d(Size.of(3), Size.of(2), Padding.SAME), image),
                                new Case(new MaxPool2d(Size.of(3), Size.of(2), Padding.SAME), image),
                                new Case(new Dot(), row, Shape.of(3, 4)),
                                new Case(new Slice(1, 1, 3), image),
                                new Case(new Pad(1, 2, 1), image),
                                new Case(new Repeat(1, 3), image),
                                new Case(new Repeat.Sum(new Repeat(1, 3)), image),
                                new Case(new Concatenate(1), image, Shape.of(4, 1, 2), image),
                                new Case(new Transpose(List.of(2, 0, 1)), image),
                                new Case(new Reshape(Shape.of(6, 4)), image),
                                new Case(new Combine(Combine.Function.SUBTRACT), image, image),
                                new Case(Apply.of(ScalarFunction.TANH), image),
                                new Case(new Affine(2, -1), image)))
                .flatMap(cases -> cases);
    }

    private static Stream<Case> noise(Shape image) {
        Shape channels = Shape.of(1, 1, 2);
        return Stream.of(
                new Case(new Dropout(0.4f, 3), image),
                new Case(new MaskedDropout(0.4f, 3, channels, true), image),
                new Case(new MaskedDropout(0.4f, 3, Shape.of(4, 1, 2), false), image),
                new Case(new AlphaDropout(new MaskedDropout(0.4f, 3, image, true)), image),
                new Case(new GaussianDropout(0.4f, 3), image),
                new Case(new GaussianNoise(0.4f, 3), image));
    }

    private static Stream<Case> augmentation(Shape image) {
        Uniform some = new Uniform(-0.4f, 0.4f);
        Erase erase = new Erase(0, Uniform.of(0.7f), new Uniform(0.1f, 0.6f), null, -5, 5, 3);
        Erase planes = new Erase(1, Uniform.of(1), new Uniform(0.1f, 0.9f), 2.5f, -5, 5, 3);
        Tone tone = new Tone(new Uniform(0.5f, 1.5f), some, 0.5f, 2.5f, 3);
        Tone brightness = new Tone(Uniform.of(1), some, 0.5f, 2.5f, 3);
        Stream<Case> fixed = Stream.of(
                new Case(erase, image),
                new Case(planes, image),
                new Case(new Erase.Gradient(planes), image),
                new Case(tone, image),
                new Case(brightness, image),
                new Case(new Tone.Gradient(tone), image, image));
        Stream<Motion> motions = Stream.of(
                new Motion.Flip(true, true),
                new Motion.Rotation(some),
                new Motion.Zoom(some, some),
                new Motion.Zoom(some, null),
                new Motion.Translation(some, some),
                new Motion.Shear(some, some),
                new Motion.Crop(Size.of(2)));
        Stream<Case> moved = motions.flatMap(motion -> Stream.of(
                        new Warp(motion, 0, FillMode.CONSTANT, 3.5f, true, 3),
                        new Warp(motion, 0, FillMode.WRAP, 0, false, 3),
                        new Warp(motion, 0, FillMode.CONSTANT, 0.5f, false, 3),
                        new Warp(motion, 1, FillMode.REFLECT, 0, true, 3),
                        new Warp(motion, 1, FillMode.NEAREST, 0, false, 3))
                .flatMap(warp -> {
                    Shape in = warp.axis() == 0 ? image : Shape.of(2, 4, 3);
                    return Stream.of(
                            new Case(warp, in), new Case(new Warp.Gradient(warp, in), warp.shape(List.of(in))));
                }));
        return Stream.concat(fixed, moved);
    }

    private static Stream<Case> losses(Shape row) {
        Shape rows = Shape.of(2);
        Stream<Case> normalized = Arrays.stream(Normalize.To.values())
                .map(to -> new Normalize(to, 0.1f))
                .flatMap(to -> Stream.of(new Case(to, row), new Case(new Normalize.Gradient(to), row, row, row)));
        return Stream.concat(
                normalized,
                Stream.of(
                        new Case(new CrossEntropy(), row, row),
                        new Case(new CrossEntropy.Gradient(), row, row, rows),
                        new Case(new SparseCrossEntropy(), row, rows),
                        new Case(new SparseCrossEntropy.Gradient(), row, rows, rows),
                        new Case(new BinaryCrossEntropy(), row, row),
                        new Case(new BinaryCrossEntropy.Gradient(), row, row, row),
                        new Case(new ElementMean(), row),
                        new Case(new ElementMean.Gradient(row), Shape.of()),
                        new Case(new Softmax(), row),
                        new Case(new Softmax.Gradient(), row, row),
                        new Case(new LogSoftmax(), row),
                        new Case(new LogSoftmax.Gradient(), row, row),
                        new Case(new Sparsemax(), row),
                        new Case(new Sparsemax.Gradient(), row, row)));
    }

    private static Stream<Case> resampling(Shape image) {
        return Arrays.stream(Resample.Filter.values())
                .flatMap(filter -> Stream.of(new Resample(0, 3, filter, true), new Resample(1, 5, filter, false)))
                .flatMap(resample -> Stream.of(
                        new Case(resample, image),
                        new Case(
                                new Resample.Gradient(resample, image.dim(resample.axis())),
                                resample.shape(List.of(image)))));
    }

    @ParameterizedTest
    @MethodSource("ops")
    void aBlockIsTheImagesSideBySide(Case c) {
        int whole = Math.max(2, KernelChoice.best().lanesFor(1000));
        holds(c, new ReferenceKernels(), 3);
        holds(c, KernelChoice.best(), whole);
    }

    private static void holds(Case c, Kernels kernels, int lanes) {
        List<Shape> shapes = List.of(c.operands);
        int n = c.op.shape(shapes).size();
        float[][] block = new float[shapes.size()][];
        RandomSource random = new RandomSource(5);
        for (int i = 0; i < block.length; i++) {
            block[i] = new float[shapes.get(i).size() * lanes];
            for (int j = 0; j < block[i].length; j++) {
                block[i][j] = random.nextInt(4);
            }
        }
        float[] together = run(c.op, kernels, shapes, lanes, FIRST_IMAGE, block);
        for (int l = 0; l < lanes; l++) {
            float[][] image = new float[block.length][];
            for (int i = 0; i < image.length; i++) {
                image[i] = lane(block[i], lanes, l);
            }
            float[] alone = run(c.op, kernels, shapes, 1, FIRST_IMAGE + l, image);
            assertThat(alone).hasSize(n);
            assertThat(lane(together, lanes, l)).as("image %d", l).containsExactly(alone, within(1e-5f));
        }
    }

    private static float[] lane(float[] block, int lanes, int l) {
        float[] image = new float[block.length / lanes];
        for (int i = 0; i < image.length; i++) {
            image[i] = block[i * lanes + l];
        }
        return image;
    }

    /** Each operand, the output and the scratch room lie at a place of their own, between floats that stay as they are. */
    private static float[] run(
            Op op, Kernels kernels, List<Shape> shapes, int lanes, int firstImage, float[][] operands) {
        Bound bound = op.bind(kernels, shapes, lanes);
        Floats[] in = new Floats[operands.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = guarded(operands[i].length, 1 + i);
            System.arraycopy(operands[i], 0, in[i].array, in[i].offset, operands[i].length);
        }
        int n = op.shape(shapes).size() * lanes;
        Floats out = guarded(n, 7);
        Floats scratch = guarded(bound.scratch(), 2);
        // Both may hold anything before.
        Arrays.fill(out.array, 7, 7 + n, Float.NaN);
        Arrays.fill(scratch.array, 2, 2 + bound.scratch(), Float.NaN);
        Block block = new Block();
        block.firstImage = firstImage;
        block.valid = lanes;
        block.images = 1000;
        block.stepKey = 11;
        bound.body().run(in, out, scratch, block);
        for (int i = 0; i < in.length; i++) {
            assertThat(in[i].offset).isEqualTo(1 + i);
            assertThat(inside(in[i], operands[i].length, 1 + i)).isEqualTo(operands[i]);
        }
        assertThat(out.offset).isEqualTo(7);
        assertThat(scratch.offset).isEqualTo(2);
        inside(scratch, bound.scratch(), 2);
        return inside(out, n, 7);
    }

    private static Floats guarded(int n, int offset) {
        float[] array = new float[offset + n + GUARD];
        Arrays.fill(array, BEFORE);
        return new Floats(array, offset);
    }

    private static float[] inside(Floats room, int n, int offset) {
        for (int i = 0; i < room.array.length; i++) {
            if ((i < offset || i >= offset + n) && room.array[i] != BEFORE) {
                fail("element %d beside a room of %d was written", i - offset, n);
            }
        }
        return Arrays.copyOfRange(room.array, offset, offset + n);
    }
}
