package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Add;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Input;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Padding;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.RandomSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images that go through ops together, where filters are larger than they are, against each by itself. */
class TogetherTest {
    private static final int IMAGES = 7;

    private final Network.Built built;
    private final float[][] images = new float[IMAGES][6 * 6 * 8];

    TogetherTest() {
        Symbol input = Input.of(6, 6, 8);
        Symbol wide = Conv2D.of(1024, 3)
                .strides(3)
                .activation(Activations.RELU)
                .apply(Conv2D.of(8, 3).padding(Padding.SAME).apply(input));
        Symbol sum = wide;
        for (int i = 0; i < 2; i++) {
            Symbol more = Conv2D.of(1024, 1).activation(Activations.TANH).apply(sum);
            sum = Add.of().apply(Conv2D.of(1024, 1).apply(more), sum);
        }
        Symbol output =
                Dense.of(10).apply(GlobalAveragePooling2D.of().apply(Add.of().apply(sum, wide)));
        built = Network.drawn(Topology.between(List.of(input), List.of(output)), 3)
                .build(false);
        RandomSource random = new RandomSource(4);
        for (float[] image : images) {
            for (int i = 0; i < image.length; i++) {
                image[i] = (float) random.nextGaussian();
            }
        }
    }

    @Test
    void eachImageComesOutAsByItself() {
        float[][] each = new float[IMAGES][];
        for (int i = 0; i < IMAGES; i++) {
            each[i] = run(1, 1, images[i])[0];
        }
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(run(IMAGES, threads, images)).isDeepEqualTo(each);
            assertThat(run(2 * IMAGES - 1, threads, images)).isDeepEqualTo(each);
        }
    }

    private float[][] run(int batch, int threads, float[]... images) {
        Plan plan = Plan.compile(
                built.graph(),
                built.outputs(),
                node -> Floats.of(built.weights().get(node).array()),
                KernelChoice.best(),
                batch,
                threads);
        float[][] results = new float[images.length][10];
        try (Workers workers = new Workers(threads)) {
            // A second run reads what the first has left.
            for (int run = 0; run < 2; run++) {
                plan.run(
                        (input, image, target, stride) -> {
                            float[] values = images[Math.min(image, images.length - 1)];
                            for (int i = 0; i < values.length; i++) {
                                target.array[target.offset + i * stride] = values[i];
                            }
                        },
                        images.length,
                        0,
                        workers);
            }
        }
        for (int i = 0; i < images.length; i++) {
            plan.read(0, i, results[i], 0);
        }
        return results;
    }
}
