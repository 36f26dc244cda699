package dev.fovea.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.op.Apply;
import dev.fovea.op.AveragePool2d;
import dev.fovea.op.BiasAdd;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Dropout;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.op.Softmax;
import dev.fovea.op.SparseCrossEntropy;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Holds each op's gradient, through graph and plan, to central differences of its forward pass. */
class GradientTest {
    private static final int IMAGES = 5;
    private static final float STEP = 1e-3f;

    @Test
    void convolutionWithStrideAndSamePadding() {
        check(Shape.of(7, 5, 3), (g, x) -> g.add(
                Conv2d.of(Size.of(2, 3), Padding.SAME), x, g.parameter(Shape.of(3, 3, 3, 4))));
    }

    @Test
    void convolutionWithDilationAndGroups() {
        check(Shape.of(7, 6, 4), (g, x) -> g.add(
                new Conv2d(Size.of(1), Padding.VALID, Size.of(2), 2), x, g.parameter(Shape.of(2, 3, 2, 6))));
    }

    @Test
    void convolutionBiasAndFunctionInOne() {
        check(Shape.of(5, 5, 2), (g, x) -> {
            Node y = g.add(Conv2d.of(Size.of(1), Padding.VALID), x, g.parameter(Shape.of(3, 3, 2, 3)));
            return g.add(Apply.of(ScalarFunction.TANH), g.add(new BiasAdd(), y, g.parameter(Shape.of(3))));
        });
    }

    @Test
    void matrixProductAfterReshape() {
        check(Shape.of(2, 3, 2), (g, x) -> g.add(
                new MatMul(), g.add(new Reshape(Shape.of(12)), x), g.parameter(Shape.of(12, 5))));
    }

    @Test
    void everyFunction() {
        for (ScalarFunction function : ScalarFunction.values()) {
            check(Shape.of(6), (g, x) -> g.add(
                    new Apply(function, 0.3f), g.add(new MatMul(), x, g.parameter(Shape.of(6, 4)))));
        }
    }

    @Test
    void pooling() {
        check(Shape.of(5, 4, 2), (g, x) -> g.add(
                new MaxPool2d(Size.of(2), Size.of(2), Padding.SAME),
                g.add(Conv2d.of(Size.of(1), Padding.SAME), x, g.parameter(Shape.of(2, 2, 2, 3)))));
        check(Shape.of(5, 4, 2), (g, x) -> g.add(
                new AveragePool2d(Size.of(3), Size.of(2), Padding.SAME),
                g.add(Conv2d.of(Size.of(1), Padding.SAME), x, g.parameter(Shape.of(2, 2, 2, 3)))));
    }

    @Test
    void softmaxDropoutAndCrossEntropy() {
        check(Shape.of(6), (g, x) -> g.add(new Softmax(), g.add(new MatMul(), x, g.parameter(Shape.of(6, 4)))));
        check(Shape.of(6), (g, x) -> g.add(
                new Dropout(0.5f, 7), g.add(new MatMul(), x, g.parameter(Shape.of(6, 4)))));
        check(Shape.of(4), (g, x) -> g.add(
                new SparseCrossEntropy(),
                g.add(new MatMul(), x, g.parameter(Shape.of(4, 3))),
                g.input(Shape.SCALAR)));
    }

    private static void check(Shape inputShape, BiFunction<Graph, Node, Node> network) {
        RandomSource random = new RandomSource(3);
        Graph g = new Graph();
        Node x = g.input(inputShape);
        Node y = network.apply(g, x);
        Node seed = g.input(y.shape());
        List<Node> of = new ArrayList<>(g.parameters());
        of.add(x);
        Map<Node, float[]> weights = new IdentityHashMap<>();
        g.parameters().forEach(p -> weights.put(p, normal(random, p.shape().size())));
        List<Node> inputs = g.inputs();
        float[][][] fed = new float[inputs.size()][IMAGES][];
        for (int i = 0; i < fed.length; i++) {
            for (int n = 0; n < IMAGES; n++) {
                fed[i][n] = normal(random, inputs.get(i).shape().size());
                if (inputs.get(i) != x && inputs.get(i) != seed) {
                    fed[i][n][0] = n % 3;
                }
            }
        }
        List<Node> outputs = new ArrayList<>(List.of(y));
        outputs.addAll(g.gradients(y, seed, of));
        try (Workers workers = new Workers(2)) {
            Plan plan = Plan.compile(
                    g, outputs, node -> Floats.of(weights.get(node)), KernelChoice.best(), IMAGES, 2);
            Feed feed = (input, image, target, stride) -> {
                float[] values = fed[input][Math.min(image, IMAGES - 1)];
                for (int i = 0; i < values.length; i++) {
                    target.array[target.offset + i * stride] =
                            inputs.get(input) == seed && image >= IMAGES ? 0 : values[i];
                }
            };
            int seedIndex = inputs.indexOf(seed);
            plan.run(feed, IMAGES, 1, workers);
            List<float[]> gradients = new ArrayList<>();
            for (int i = 0; i < of.size(); i++) {
                float[] gradient = new float[of.get(i).shape().size()];
                plan.read(i + 1, 2, gradient, 0);
                gradients.add(gradient);
            }
            for (int i = 0; i < of.size(); i++) {
                float[] values = of.get(i) == x ? fed[0][2] : weights.get(of.get(i));
                for (int k = 0; k < values.length; k++) {
                    float before = values[k];
                    values[k] = before + STEP;
                    double above = total(plan, workers, feed, y, fed[seedIndex]);
                    values[k] = before - STEP;
                    double below = total(plan, workers, feed, y, fed[seedIndex]);
                    values[k] = before;
                    double numeric = (above - below) / (2 * STEP);
                    // Float32 results near 1, some of them summed, over a difference of 2e-3; kinks may be crossed.
                    assertThat((double) gradients.get(i)[k])
                            .as("gradient %d of %s, output of %s", k, of.get(i), y)
                            .isCloseTo(numeric, within(2e-2 * (1 + Math.abs(numeric))));
                }
            }
        }
    }

    private static double total(Plan plan, Workers workers, Feed feed, Node y, float[][] seed) {
        plan.run(feed, IMAGES, 1, workers);
        float[] values = new float[y.shape().size()];
        double total = 0;
        for (int n = 0; n < IMAGES; n++) {
            plan.read(0, n, values, 0);
            for (int i = 0; i < values.length; i++) {
                total += (double) values[i] * seed[n][i];
            }
        }
        return total;
    }

    private static float[] normal(RandomSource random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
