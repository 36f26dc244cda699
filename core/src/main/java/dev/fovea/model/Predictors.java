package dev.fovea.model;

import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.kernel.Kernels;
import dev.fovea.op.Conv2d;
import dev.fovea.plan.Feed;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Plans for inference, kept for the next call: weights are shared, each call has a plan's buffers to itself. */
final class Predictors {
    /** From so many images on, a call runs them side by side; fewer go one by one, on the caller's thread. */
    private static final int SIDE_BY_SIDE = 16;

    private static final int BATCH = 128;

    /**
     * A network that makes so many numbers of an image takes images one by one, however many there are, and shares out
     * each among the threads: side by side, they would leave no room for each other in the caches.
     */
    private static final long LARGE = 500_000;

    /** The bytes of a file from which a network is taken to be large before it has been read. */
    static final long LARGE_FILE = 4_000_000;

    /** So many images are the first of a large network, which kernels predict that are compiled at once. */
    private static final int FEW = 4;

    private final Network network;
    private final boolean large;
    private final AtomicInteger seen = new AtomicInteger();
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final Queue<Plan> single = new ConcurrentLinkedQueue<>();
    private final Queue<Plan> batched = new ConcurrentLinkedQueue<>();
    private final Workers caller = new Workers(1);

    Predictors(Network network) {
        this.network = network;
        long numbers = 0;
        for (Shape shape : network.shapes()) {
            numbers += shape.size();
        }
        this.large = numbers >= LARGE;
        if (large) {
            KernelChoice.warmUpCold();
        }
    }

    List<Tensor> predict(List<Tensor> images) {
        check(images);
        int n = images.getFirst().shape().dim(0);
        List<Tensor> results = new ArrayList<>();
        for (Shape shape : network.outputShapes()) {
            results.add(Tensor.zeros(shape.prepend(n).dims()));
        }
        if (large && seen.getAndUpdate(before -> Math.min(before + n, FEW + 1)) + n <= FEW) {
            Network.Built built = network.build(false);
            // The reference takes very long for those.
            if (built.graph().nodes().stream().noneMatch(node -> node.op() instanceof Conv2d.InputGradient)) {
                predictCold(built, images, results);
                return results;
            }
        }
        boolean many = n >= SIDE_BY_SIDE && !large;
        Queue<Plan> idle = many ? batched : single;
        Plan plan = idle.poll();
        if (plan == null) {
            Network.Built built = network.build(false);
            if (large) {
                KernelChoice.warmUp();
            }
            plan = compile(built, built.outputs(), KernelChoice.best(), many ? BATCH : 1, many || large ? threads : 1);
            if (large) {
                KernelChoice.awaitWarmUp();
            }
        }
        try {
            if (many || large) {
                try (Workers workers = new Workers(threads)) {
                    run(plan, images, workers, results);
                }
            } else {
                run(plan, images, caller, results);
            }
        } finally {
            idle.add(plan);
        }
        return results;
    }

    /** Few images, by kernels that read weights as they lie and are compiled within milliseconds. */
    private void predictCold(Network.Built built, List<Tensor> images, List<Tensor> results) {
        try (Workers workers = new Workers(threads)) {
            run(compile(built, built.outputs(), KernelChoice.cold(), 1, threads), images, workers, results);
        }
        KernelChoice.warmUp();
    }

    Map<String, Tensor> activations(List<Tensor> images) {
        check(images);
        int n = images.getFirst().shape().dim(0);
        Network.Built built = network.build(false);
        List<Tensor> results = network.shapes().stream()
                .map(shape -> Tensor.zeros(shape.prepend(n).dims()))
                .toList();
        run(compile(built, built.tensors(), KernelChoice.best(), 1, 1), images, caller, results);
        Map<String, Tensor> all = new LinkedHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < results.size(); i++) {
            String name = network.topology().nameOf(i);
            int before = counts.merge(name, 1, Integer::sum) - 1;
            all.put(before == 0 ? name : name + ":" + before, results.get(i));
        }
        return all;
    }

    Explanation explain(int batch, int runs) {
        Network.Built built = network.build(false);
        Feed noise = (input, image, target, stride) -> {
            RandomSource random = RandomSource.fork(input, image);
            for (int i = 0; i < network.inputShapes().get(input).size(); i++) {
                target.array[target.offset + i * stride] = random.nextFloat();
            }
        };
        List<Explanation.Step> steps = new ArrayList<>();
        for (Plan.Timed timed :
                compile(built, built.outputs(), KernelChoice.best(), batch, 1).time(noise, runs)) {
            Node first = timed.nodes().getFirst();
            if (first.op() == null) {
                // The input as it is fed, or filters that are made ready once.
                continue;
            }
            Node last = timed.nodes().getLast();
            List<Node> counted =
                    timed.nodes().stream().filter(node -> operations(node) > 0).toList();
            int tensor = IntStream.range(0, built.tensors().size())
                    .filter(i -> built.tensors().get(i).id() >= last.id())
                    .boxed()
                    .min(Comparator.comparing(i -> built.tensors().get(i).id()))
                    .orElseThrow();
            steps.add(new Explanation.Step(
                    network.topology().nameOf(tensor),
                    timed.nodes().stream()
                            .map(node -> node.op().getClass().getSimpleName())
                            .collect(Collectors.joining("+")),
                    last.shape(),
                    counted.size() > 1
                            ? "bands of rows, by each in turn"
                            : first.op().way(KernelChoice.best(), shapes(first), timed.lanes()),
                    timed.seconds(),
                    batch * counted.stream().mapToDouble(Predictors::operations).sum()));
        }
        return new Explanation(batch, List.copyOf(steps));
    }

    private static List<Shape> shapes(Node node) {
        return node.operands().stream().map(Node::shape).toList();
    }

    private static double operations(Node node) {
        return node.op().operations(shapes(node));
    }

    private static Plan compile(Network.Built built, List<Node> outputs, Kernels kernels, int batchSize, int threads) {
        return Plan.compile(
                built.graph(),
                outputs,
                node -> Floats.of(built.weights().get(node).array()),
                node -> built.weights().get(node).version(),
                kernels,
                batchSize,
                threads);
    }

    private void run(Plan plan, List<Tensor> images, Workers workers, List<Tensor> results) {
        int n = images.getFirst().shape().dim(0);
        for (int start = 0; start < n; start += plan.batchSize()) {
            int first = start;
            int count = Math.min(plan.batchSize(), n - start);
            Feed feed = (input, image, target, stride) -> {
                float[] values = images.get(input).data();
                int each = network.inputShapes().get(input).size();
                int from = (first + Math.min(image, count - 1)) * each;
                if (stride == 1) {
                    System.arraycopy(values, from, target.array, target.offset, each);
                    return;
                }
                for (int i = 0; i < each; i++) {
                    target.array[target.offset + i * stride] = values[from + i];
                }
            };
            plan.run(feed, count, 0, workers);
            for (int output = 0; output < results.size(); output++) {
                Tensor result = results.get(output);
                int each = result.shape().size() / n;
                for (int i = 0; i < count; i++) {
                    plan.read(output, i, result.data(), (start + i) * each);
                }
            }
        }
    }

    private void check(List<Tensor> images) {
        List<Shape> wanted = network.inputShapes();
        if (images.size() != wanted.size()) {
            throw new IllegalArgumentException("the model takes " + wanted.size() + " inputs, of shapes " + wanted
                    + ", not " + images.size() + (wanted.size() > 1 ? "; give them to predictAll" : ""));
        }
        for (int i = 0; i < wanted.size(); i++) {
            Shape given = images.get(i).shape();
            if (given.rank() < 1 || !given.dropFirst().equals(wanted.get(i))) {
                throw new IllegalArgumentException("the model takes images of shape "
                        + wanted.get(i).prepend(given.rank() < 1 ? 1 : given.dim(0)) + ", not " + given
                        + (given.equals(wanted.get(i)) ? "; give a single image as a batch of 1" : ""));
            }
            if (given.dim(0) != images.getFirst().shape().dim(0)) {
                throw new IllegalArgumentException("inputs are of "
                        + images.getFirst().shape() + " and " + given + "; there must be as many images in each");
            }
        }
    }
}
