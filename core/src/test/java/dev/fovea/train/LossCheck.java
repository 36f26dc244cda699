package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Softmax;
import dev.fovea.oracle.DoubleInterpreter;
import dev.fovea.oracle.PlanProof;
import dev.fovea.oracle.Slopes;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Holds a loss to a formula in double precision, and its gradient to central differences. */
final class LossCheck {
    /** The last layer that turns logits to what the loss is given. */
    enum End {
        NONE,
        SOFTMAX,
        SIGMOID,
        /** The same numbers, but as the result of an op. */
        SAME,
        /** 2 softmax + 0.1: probabilities that don't add up to 1. */
        SOFTMAX_SCALED,
        /** 0.9 sigmoid + 0.05. */
        SIGMOID_SCALED
    }

    /** The losses of a batch, given the logits and targets of all of its images. */
    @FunctionalInterface
    interface Formula {
        double[] of(double[][] z, float[][] y);
    }

    /** What a loss gives for images, and its gradients by the logits. */
    static final class Result {
        final float[] losses;
        final float[][] gradients;

        Result(int images, int outputs) {
            losses = new float[images];
            gradients = new float[images][outputs];
        }
    }

    /** A loss with its gradient by the logits; the seed of image n's is n + 1. */
    private record Net(Graph graph, Node logits, Node target, Node seed, Node losses, Node gradient) {
        static Net of(Loss loss, End end, Shape outputs, Shape targets) {
            Graph g = new Graph();
            Node logits = g.input(outputs);
            Node target = g.input(targets);
            Node seed = g.input(Shape.SCALAR);
            Node output = switch (end) {
                case NONE -> logits;
                case SAME -> g.add(new Affine(1, 0), logits);
                case SOFTMAX -> g.add(new Softmax(), logits);
                case SOFTMAX_SCALED -> g.add(new Affine(2, 0.1f), g.add(new Softmax(), logits));
                case SIGMOID -> g.add(Apply.of(ScalarFunction.SIGMOID), logits);
                case SIGMOID_SCALED -> g.add(new Affine(0.9f, 0.05f), g.add(Apply.of(ScalarFunction.SIGMOID), logits));
            };
            Node losses = (Node) loss.perImage(g, target, output);
            assertThat(losses.shape()).isEqualTo(Shape.SCALAR);
            assertThat(losses.batched()).isTrue();
            Node gradient = g.gradients(losses, seed, List.of(logits)).getFirst();
            return new Net(g, logits, target, seed, losses, gradient);
        }

        private static float[][] seeds(int images) {
            float[][] seeds = new float[images][1];
            for (int n = 0; n < images; n++) {
                seeds[n][0] = n + 1;
            }
            return seeds;
        }

        /** Holds the gradient to differences in double precision. */
        void holdSlopes(float[][] z, float[][] y) {
            DoubleInterpreter exact = new DoubleInterpreter(z.length, 0);
            exact.set(logits, DoubleInterpreter.widened(z));
            exact.set(target, DoubleInterpreter.widened(y));
            exact.set(seed, DoubleInterpreter.widened(seeds(z.length)));
            Slopes.hold(exact, graph, losses, seed, List.of(logits), List.of(gradient));
        }

        /** Holds what plans compute to double precision. */
        void holdPlans(float[][] z, float[][] y) {
            Map<Node, float[][]> leaves = Map.of(logits, z, target, y, seed, seeds(z.length));
            new PlanProof(graph, List.of(losses, gradient), leaves, z.length, 0).hold();
        }
    }

    /** Runs a loss; the seed of image n's gradient is n + 1. */
    static Result run(Loss loss, End end, Shape outputs, Shape targets, float[][] z, float[][] y) {
        Net net = Net.of(loss, end, outputs, targets);
        Result result = new Result(z.length, outputs.size());
        try (Workers workers = new Workers(2)) {
            Plan plan = Plan.compile(
                    net.graph,
                    List.of(net.losses, net.gradient),
                    node -> null,
                    KernelChoice.best(),
                    z.length,
                    workers.count());
            plan.run(
                    (input, image, to, stride) -> {
                        int real = Math.min(image, z.length - 1);
                        float[] seeds = {image < z.length ? 1 + real : 0};
                        float[] values = input == 0 ? z[real] : input == 1 ? y[real] : seeds;
                        for (int i = 0; i < values.length; i++) {
                            to.array[to.offset + i * stride] = values[i];
                        }
                    },
                    z.length,
                    0,
                    workers);
            for (int n = 0; n < z.length; n++) {
                plan.read(0, n, result.losses, n);
                plan.read(1, n, result.gradients[n], 0);
            }
        }
        return result;
    }

    /** Holds the gradient of a loss, and what plans of it compute, to double precision, on random logits. */
    static void prove(Loss loss, End end, Shape outputs, Shape targets, float[][] y) {
        Net net = Net.of(loss, end, outputs, targets);
        float[][] z = logits(y.length, outputs.size());
        for (int images : new int[] {1, Math.min(3, y.length)}) {
            net.holdSlopes(Arrays.copyOf(z, images), Arrays.copyOf(y, images));
        }
        net.holdPlans(z, y);
    }

    private static float[][] logits(int images, int outputs) {
        RandomSource random = new RandomSource(9);
        float[][] z = new float[images][outputs];
        for (float[] image : z) {
            for (int i = 0; i < image.length; i++) {
                image[i] = (float) (3 * random.nextGaussian());
            }
        }
        return z;
    }

    /** Checks a loss that looks at each image by itself on random logits. */
    static void check(Loss loss, End end, Shape outputs, float[][] y, BiFunction<double[], float[], Double> formula) {
        Shape targets = y[0].length == outputs.size() && outputs.size() > 1 ? outputs : Shape.SCALAR;
        checkBatch(loss, end, outputs, targets, y, (z, all) -> {
            double[] losses = new double[z.length];
            for (int n = 0; n < z.length; n++) {
                losses[n] = formula.apply(z[n], all[n]);
            }
            return losses;
        });
    }

    /** Holds the losses of random logits to a formula, and their gradient to differences. */
    static void checkBatch(Loss loss, End end, Shape outputs, Shape targets, float[][] y, Formula formula) {
        float[][] z = logits(y.length, outputs.size());
        Result result = run(loss, end, outputs, targets, z, y);
        double[] expected = formula.of(DoubleInterpreter.widened(z), y);
        for (int n = 0; n < y.length; n++) {
            assertThat((double) result.losses[n])
                    .as("loss of image %d", n)
                    .isCloseTo(expected[n], within(1e-6 * (1 + Math.abs(expected[n]))));
        }
        prove(loss, end, outputs, targets, y);
    }

    static float[][] oneHot(int images, int classes) {
        float[][] y = new float[images][classes];
        for (int n = 0; n < images; n++) {
            y[n][n % classes] = 1;
        }
        return y;
    }

    /** Random targets from 0 to 1. */
    static float[][] soft(int images, int outputs) {
        RandomSource random = new RandomSource(4);
        float[][] y = new float[images][outputs];
        for (float[] row : y) {
            for (int i = 0; i < outputs; i++) {
                row[i] = random.nextFloat();
            }
        }
        return y;
    }

    /** Random targets of 1 and of another number. */
    static float[][] either(int images, int outputs, float other) {
        float[][] y = soft(images, outputs);
        for (float[] row : y) {
            for (int i = 0; i < outputs; i++) {
                row[i] = row[i] < 0.5f ? other : 1;
            }
        }
        return y;
    }

    static float[][] numbers(int images, int classes) {
        float[][] y = new float[images][1];
        for (int n = 0; n < images; n++) {
            y[n][0] = n % classes;
        }
        return y;
    }

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** Softmax over every so many numbers. */
    static double[] softmax(double[] z, int classes) {
        double[] p = new double[z.length];
        for (int at = 0; at < z.length; at += classes) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += Math.exp(z[at + k]);
            }
            for (int k = 0; k < classes; k++) {
                p[at + k] = Math.exp(z[at + k]) / sum;
            }
        }
        return p;
    }

    private LossCheck() {}
}
