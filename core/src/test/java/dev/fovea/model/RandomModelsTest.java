package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.ReferenceKernels;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Add;
import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.AveragePooling3D;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.MaxPooling3D;
import dev.fovea.nn.Maximum;
import dev.fovea.nn.Multiply;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Padding;
import dev.fovea.oracle.DoubleInterpreter;
import dev.fovea.oracle.Slopes;
import dev.fovea.plan.Fed;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.RandomSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds plans of models put together at random to the same ops run one by one, and gradients to differences. */
class RandomModelsTest {
    private static final int MODELS = 12;
    private static final int KEY = 77;

    /** A network with its gradients, weights that differ from model to model, and images. */
    private static final class Subject {
        final RandomSource random;
        final Network network;
        final Network.Built built;
        final Map<Node, float[]> weights = new HashMap<>();
        final List<Node> trainable = new ArrayList<>();
        final List<Node> outputs;

        Subject(long seed, boolean training, boolean smooth) {
            random = new RandomSource(seed);
            Symbol input = Input.of(6, 5, 2);
            network = Network.drawn(Topology.between(List.of(input), List.of(output(input, smooth, random))), seed);
            built = network.build(training);
            built.weights().forEach((node, weight) -> {
                float[] values = weight.values().clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] += 0.1f * random.nextFloat();
                }
                weights.put(node, values);
                if (weight.trainable()) {
                    trainable.add(node);
                }
            });
            Node scale = built.graph().input(built.outputs().getFirst().shape());
            outputs = new ArrayList<>(built.tensors());
            if (training) {
                outputs.addAll(built.graph().gradients(built.outputs().getFirst(), scale, trainable));
                outputs.addAll(built.updates().values());
            }
        }

        float[][][] feed(int images) {
            List<Node> inputs = built.graph().inputs();
            float[][][] values = new float[inputs.size()][images][];
            for (int input = 0; input < values.length; input++) {
                for (int image = 0; image < images; image++) {
                    float[] one = new float[inputs.get(input).shape().size()];
                    for (int i = 0; i < one.length; i++) {
                        one[i] = (float) random.nextGaussian();
                    }
                    values[input][image] = one;
                }
            }
            return values;
        }

        private static Symbol output(Symbol input, boolean smooth, RandomSource random) {
            List<Symbol> maps = new ArrayList<>(List.of(input));
            Conv2D shared = Conv2D.of(2, 3).padding(Padding.SAME).activation(Activations.TANH);
            BatchNormalization norm = BatchNormalization.of();
            for (int i = 0; i < 9; i++) {
                Symbol a = maps.get(random.nextInt(maps.size()));
                List<Symbol> alike =
                        maps.stream().filter(s -> s.shape().equals(a.shape())).toList();
                Symbol b = alike.get(random.nextInt(alike.size()));
                Activations function = smooth || random.nextInt(2) == 0 ? Activations.SIGMOID : Activations.RELU;
                maps.add(
                        switch (random.nextInt(12)) {
                            case 0 ->
                                Conv2D.of(3, 2)
                                        .padding(Padding.SAME)
                                        .activation(function)
                                        .apply(a);
                            case 1 ->
                                Conv2D.of(2, 3)
                                        .padding(Padding.SAME)
                                        .strides(2)
                                        .useBias(false)
                                        .apply(a);
                            case 2 ->
                                smooth
                                        ? AveragePooling2D.of(2)
                                                .padding(Padding.SAME)
                                                .apply(a)
                                        : MaxPooling2D.of(2)
                                                .padding(Padding.SAME)
                                                .apply(a);
                            case 3 -> Add.of().apply(a, b);
                            case 4 -> Multiply.of().apply(a, b);
                            case 5 -> Concatenate.of().apply(a, b, a);
                            case 6 -> BatchNormalization.of().apply(a);
                            case 7 -> Activation.of(function).apply(a);
                            case 8 -> Dropout.of(0.3f).apply(a);
                            case 9 ->
                                a.shape().dim(-1) == 2
                                        ? norm.apply(shared.apply(shared.apply(a)))
                                        : Dense.of(2).apply(a);
                            case 10 -> pooledAsVolume(a, smooth);
                            default -> {
                                Symbol flat = Reshape.of(a.shape().size()).apply(a);
                                Symbol back = Reshape.of(a.shape().dims()).apply(flat);
                                yield smooth
                                        ? Add.of().apply(back, a)
                                        : Maximum.of().apply(back, b);
                            }
                        });
            }
            Dense twice = Dense.of(7).activation(Activations.TANH);
            Symbol x = Dense.of(7).apply(Flatten.of().apply(maps.getLast()));
            Symbol y = Dense.of(7).apply(Flatten.of().apply(maps.get(maps.size() - 2)));
            Symbol both = Add.of().apply(twice.apply(twice.apply(x)), twice.apply(y));
            return Dense.of(4)
                    .activation(Activations.SOFTMAX)
                    .apply(Concatenate.of().apply(both, x));
        }
    }

    /** A map taken as a volume of one channel, and its halves as a map again. */
    private static Symbol pooledAsVolume(Symbol map, boolean smooth) {
        int[] dims = map.shape().dims();
        Symbol volume = Reshape.of(dims[0], dims[1], dims[2], 1).apply(map);
        Symbol pooled = smooth
                ? AveragePooling3D.of(2).padding(Padding.SAME).apply(volume)
                : MaxPooling3D.of(2).padding(Padding.SAME).apply(volume);
        return Reshape.of(pooled.shape().slice(0, 3).dims()).apply(pooled);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPlanGivesWhatTheOpsGiveOneByOne(boolean training) {
        try (Workers one = new Workers(1);
                Workers two = new Workers(2)) {
            for (int seed = 0; seed < MODELS; seed++) {
                Subject it = new Subject(seed, training, false);
                for (Kernels kernels : List.of(new ReferenceKernels(), KernelChoice.best())) {
                    for (int batch : new int[] {1, 5, 37, 100}) {
                        Workers workers = batch < 37 ? one : two;
                        Plan plan = Plan.compile(
                                it.built.graph(),
                                it.outputs,
                                node -> Floats.of(it.weights.get(node)),
                                kernels,
                                batch,
                                workers.count());
                        compare(it, plan, batch, workers, seed);
                        // The last part of an epoch: what the run before left must not show.
                        compare(it, plan, (batch + 6) / 7, workers, seed);
                    }
                }
            }
        }
    }

    private static void compare(Subject it, Plan plan, int images, Workers workers, int seed) {
        float[][][] fed = it.feed(images);
        plan.run(Fed.of(1, fed), images, KEY, workers);
        Eager eager = new Eager(it.built.graph(), fed, it.weights::get, KEY);
        for (int o = 0; o < it.outputs.size(); o++) {
            Node node = it.outputs.get(o);
            float[][] expected = eager.of(node);
            // A gradient that cancels to nothing, as of a bias before a normalization, is noise.
            double largest = 1e-2;
            for (float[] row : expected) {
                for (float value : row) {
                    largest = Math.max(largest, Math.abs(value));
                }
            }
            for (int image = 0; image < expected.length; image++) {
                float[] read = new float[node.shape().size()];
                plan.read(o, image, read, 0);
                for (int i = 0; i < read.length; i++) {
                    assertThat((double) read[i])
                            .as(
                                    "model %d, %s, element %d of image %d of %d, plan of %d",
                                    seed, node, i, image, images, plan.batchSize())
                            .isCloseTo(expected[image][i], within(2e-3 * largest));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 37})
    void gradientsAreSlopes(int images) {
        int models = images == 37 ? 2 : MODELS;
        for (int seed = 0; seed < models; seed++) {
            Subject it = new Subject(seed, true, true);
            float[][][] fed = it.feed(images);
            DoubleInterpreter exact = new DoubleInterpreter(images, KEY);
            List<Node> inputs = it.built.graph().inputs();
            for (int input = 0; input < fed.length; input++) {
                exact.set(inputs.get(input), DoubleInterpreter.widened(fed[input]));
            }
            it.weights.forEach((node, values) -> exact.set(node, DoubleInterpreter.widened(new float[][] {values})));
            int first = it.built.tensors().size();
            List<Node> gradients = it.outputs.subList(first, first + it.trainable.size());
            Slopes.holdAlong(
                    exact,
                    it.built.graph(),
                    it.built.outputs().getFirst(),
                    inputs.getLast(),
                    it.trainable,
                    gradients,
                    it.random);
        }
    }
}
