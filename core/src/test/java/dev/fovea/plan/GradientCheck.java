package dev.fovea.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.ReferenceKernels;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Holds the gradients of a network, through graph and plan, to central differences of its forward pass, with reference
 * and best kernels and for batches that do and don't fill their blocks.
 */
final class GradientCheck {
    /** What the network is tried on; it decides the step and what the differences are good for. */
    enum Numbers {
        /** Small whole numbers and steps of 1: for what is linear in each operand, where float32 is then exact. */
        WHOLE,
        /** 4k + 1, all different, and steps of 1: for what is linear but for kinks at 0, 3, 6 and between neighbours. */
        SPREAD,
        /** Normal draws away from 0 and Richardson's extrapolation: for what is smooth but perhaps at 0. */
        NORMAL
    }

    private static final double ROUNDING = 0x1p-24;
    private static final float SMALL_STEP = 0x1p-4f;
    private static final int SAMPLES = 24;

    private final Graph graph = new Graph();
    private final Numbers numbers;
    private final Map<Node, Integer> classes = new HashMap<>();
    private final Set<Node> constants = new HashSet<>();
    private final Node output;
    private final Node seed;
    private final List<Node> of = new ArrayList<>();
    private final List<Node> outputs = new ArrayList<>();

    GradientCheck(Numbers numbers, Function<GradientCheck, Value> network) {
        this.numbers = numbers;
        this.output = (Node) network.apply(this);
        graph.inputs().stream().filter(node -> !constants.contains(node)).forEach(of::add);
        graph.parameters().stream().filter(node -> !constants.contains(node)).forEach(of::add);
        seed = graph.input(output.shape());
        outputs.add(output);
        outputs.addAll(graph.gradients(output, seed, of));
    }

    /** A value of each image, to be differentiated by. */
    Node input(int... dims) {
        return graph.input(Shape.of(dims));
    }

    /** A class number of each image. */
    Node label(int count) {
        Node node = graph.input(Shape.SCALAR);
        classes.put(node, count);
        constants.add(node);
        return node;
    }

    /** A value of each image that counts as constant. */
    Node constant(int... dims) {
        Node node = input(dims);
        constants.add(node);
        return node;
    }

    /** A weight, to be differentiated by. */
    Node parameter(int... dims) {
        return graph.parameter(Shape.of(dims));
    }

    Node add(Op op, Value... operands) {
        return graph.add(op, operands);
    }

    /** What a layer needs to add itself here, in training. */
    LayerContext layers() {
        return new LayerContext() {
            @Override
            public boolean training() {
                return true;
            }

            @Override
            public boolean trainable() {
                return true;
            }

            @Override
            public Value add(Op op, Value... operands) {
                return graph.add(op, operands);
            }

            @Override
            public Value weight(WeightSpec spec) {
                Node node = graph.parameter(spec.shape());
                if (!spec.trainable()) {
                    constants.add(node);
                }
                return node;
            }

            @Override
            public void update(Value weight, Value newValue) {}

            @Override
            public void addLoss(Value perImage) {}

            @Override
            public int randomKey() {
                return 5;
            }
        };
    }

    /** The ops of the network and of its gradients. */
    Set<Class<?>> ops() {
        return graph.nodes().stream()
                .filter(node -> node.op() != null)
                .map(node -> node.op().getClass())
                .collect(Collectors.toSet());
    }

    void run() {
        for (Kernels kernels : List.of(new ReferenceKernels(), KernelChoice.best())) {
            for (int images : new int[] {1, 5, 37}) {
                try (Workers workers = new Workers(1)) {
                    new Trial(kernels, images, workers).run();
                }
            }
        }
    }

    /** One batch on one kind of kernels. */
    private final class Trial {
        private final int images;
        private final Workers workers;
        private final Kernels kernels;
        private final Map<Node, float[]> weights = new HashMap<>();
        private final List<float[][]> fed = new ArrayList<>();
        private final Plan forward;
        private double noise;
        private double reached;

        Trial(Kernels kernels, int images, Workers workers) {
            this.images = images;
            this.workers = workers;
            this.kernels = kernels;
            RandomSource random = new RandomSource(images);
            graph.parameters()
                    .forEach(node ->
                            weights.put(node, draw(random, 1, node.shape().size())[0]));
            int total = graph.inputs().stream().mapToInt(n -> n.shape().size()).sum();
            float[][] all = draw(random, images, total);
            int at = 0;
            for (Node node : graph.inputs()) {
                int from = at;
                at += node.shape().size();
                int to = at;
                float[][] values = Arrays.stream(all)
                        .map(image -> Arrays.copyOfRange(image, from, to))
                        .toArray(float[][]::new);
                if (classes.containsKey(node)) {
                    for (int n = 0; n < images; n++) {
                        Arrays.fill(values[n], n % classes.get(node));
                    }
                }
                if (node.equals(seed)) {
                    // Few digits, so that products with them are exact.
                    for (float[] image : values) {
                        for (int i = 0; i < image.length; i++) {
                            image[i] = random.nextInt(7) - 3;
                        }
                    }
                }
                fed.add(values);
            }
            forward = plan(List.of(output));
        }

        private Plan plan(List<Node> wanted) {
            return Plan.compile(graph, wanted, node -> Floats.of(weights.get(node)), kernels, images, 1);
        }

        private void feed(int input, int image, Floats target, int stride) {
            float[] values = fed.get(input)[Math.min(image, images - 1)];
            boolean silent = graph.inputs().get(input).equals(seed) && image >= images;
            for (int i = 0; i < values.length; i++) {
                target.array[target.offset + i * stride] = silent ? 0 : values[i];
            }
        }

        void run() {
            Plan all = plan(outputs);
            all.run(this::feed, images, 1, workers);
            for (int i = 0; i < of.size(); i++) {
                Node node = of.get(i);
                int n = node.shape().size();
                for (int image : node.batched() ? new int[] {0, images / 2, images - 1} : new int[] {0}) {
                    float[] gradient = new float[n];
                    all.read(i + 1, image, gradient, 0);
                    float[] values = node.batched() ? fed.get(graph.inputs().indexOf(node))[image] : weights.get(node);
                    double largest = IntStream.range(0, n)
                            .mapToDouble(k -> Math.abs(gradient[k]))
                            .max()
                            .orElse(0);
                    int stride = Math.max(1, n / SAMPLES);
                    for (int k = 0; k < n; k += stride) {
                        compare(node, image, k, values, gradient[k], largest);
                    }
                }
            }
        }

        private void compare(Node node, int image, int k, float[] values, float gradient, double largest) {
            double slope;
            double tolerance = 0x1p-18 * largest;
            if (numbers == Numbers.NORMAL) {
                double wide = slope(values, k, SMALL_STEP);
                tolerance += noise / 3;
                slope = slope(values, k, SMALL_STEP / 2);
                for (float weight : fed.getLast()[image]) {
                    tolerance += 8 * ROUNDING * Math.abs(weight);
                }
                // What is left of the error after extrapolation is a small part of what it took away.
                tolerance += noise * 4 / 3 + Math.abs(slope - wide) / 16 + 1e-6 * reached;
                slope += (slope - wide) / 3;
            } else {
                slope = slope(values, k, 1);
                tolerance += noise;
            }
            assertThat((double) gradient)
                    .as("gradient %d of %s in image %d of %d, output %s, %s", k, node, image, images, output, kernels)
                    .isCloseTo(slope, within(tolerance));
        }

        /** The central difference of sum(output * seed); {@link #noise} is then how far rounding may put it off. */
        private double slope(float[] values, int k, float step) {
            float before = values[k];
            values[k] = before + step;
            float[][] above = outputs();
            values[k] = before - step;
            float[][] below = outputs();
            values[k] = before;
            double sum = 0;
            noise = 0;
            reached = 0;
            for (int n = 0; n < images; n++) {
                for (int i = 0; i < above[n].length; i++) {
                    double weight = fed.getLast()[n][i];
                    sum += weight * ((double) above[n][i] - below[n][i]);
                    if (above[n][i] != below[n][i]) {
                        // What lies between input and output may be near 1 where the output is near 0.
                        noise += Math.abs(weight) * (1 + Math.abs(above[n][i]) + Math.abs(below[n][i]));
                        reached += Math.abs(weight);
                    }
                }
            }
            noise *= 8 * ROUNDING / (2 * step);
            return sum / (2 * step);
        }

        private float[][] outputs() {
            forward.run(this::feed, images, 1, workers);
            float[][] values = new float[images][output.shape().size()];
            for (int n = 0; n < images; n++) {
                forward.read(0, n, values[n], 0);
            }
            return values;
        }

        private float[][] draw(RandomSource random, int rows, int n) {
            float[][] drawn = new float[rows][n];
            for (float[] row : drawn) {
                int[] order = IntStream.range(0, n).toArray();
                random.shuffle(order);
                for (int i = 0; i < n; i++) {
                    double normal = random.nextGaussian();
                    row[i] = switch (numbers) {
                        case WHOLE -> random.nextInt(7) - 3;
                        case SPREAD -> 4 * (order[i] - n / 2) + 1;
                        case NORMAL -> (float) (normal + Math.copySign(0x1p-3, normal));
                    };
                }
            }
            return drawn;
        }
    }
}
