package dev.fovea.model;

import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.plan.Feed;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Plans for inference, kept for the next call: weights are shared, each call has a plan's buffers to itself. */
final class Predictors {
    /** From so many images on, a call runs them side by side; fewer go one by one, on the caller's thread. */
    private static final int SIDE_BY_SIDE = 16;

    private static final int BATCH = 128;

    private final Network network;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final Queue<Plan> single = new ConcurrentLinkedQueue<>();
    private final Queue<Plan> batched = new ConcurrentLinkedQueue<>();
    private final Workers caller = new Workers(1);

    Predictors(Network network) {
        this.network = network;
    }

    Tensor predict(Tensor images) {
        check(images);
        int n = images.shape().dim(0);
        Shape shape = network.outputShape();
        Tensor result = Tensor.zeros(shape.prepend(n).dims());
        boolean many = n >= SIDE_BY_SIDE;
        Queue<Plan> idle = many ? batched : single;
        Plan plan = idle.poll();
        if (plan == null) {
            Network.Built built = network.build(false);
            plan = compile(built, List.of(built.output()), many ? BATCH : 1, many ? threads : 1);
        }
        try {
            if (many) {
                try (Workers workers = new Workers(threads)) {
                    run(plan, images, workers, 0, shape, result);
                }
            } else {
                run(plan, images, caller, 0, shape, result);
            }
        } finally {
            idle.add(plan);
        }
        return result;
    }

    Map<String, Tensor> activations(Tensor images) {
        check(images);
        Network.Built built = network.build(false);
        Plan plan = compile(built, built.results(), 1, 1);
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (int i = 0; i < built.results().size(); i++) {
            Shape shape = network.shapes().get(i);
            Tensor result = Tensor.zeros(shape.prepend(images.shape().dim(0)).dims());
            all.put(nameOf(i), result);
        }
        for (int n = 0; n < images.shape().dim(0); n++) {
            runOnce(plan, images, caller, n, 1);
            for (int i = 0; i < built.results().size(); i++) {
                int size = network.shapes().get(i).size();
                plan.read(i, 0, all.get(nameOf(i)).data(), n * size);
            }
        }
        return all;
    }

    /** The name of a call's layer, numbered from its second call on. */
    private String nameOf(int call) {
        int layer = network.calls().get(call).layer();
        long before = network.calls().subList(0, call).stream()
                .filter(c -> c.layer() == layer)
                .count();
        return network.names().get(layer) + (before == 0 ? "" : ":" + before);
    }

    private static Plan compile(Network.Built built, List<Node> outputs, int batchSize, int threads) {
        return Plan.compile(
                built.graph(),
                outputs,
                node -> Floats.of(built.weights().get(node).values()),
                KernelChoice.best(),
                batchSize,
                threads);
    }

    private void run(Plan plan, Tensor images, Workers workers, int output, Shape shape, Tensor result) {
        int n = images.shape().dim(0);
        for (int start = 0; start < n; start += plan.batchSize()) {
            int count = Math.min(plan.batchSize(), n - start);
            runOnce(plan, images, workers, start, count);
            for (int i = 0; i < count; i++) {
                plan.read(output, i, result.data(), (start + i) * shape.size());
            }
        }
    }

    private void runOnce(Plan plan, Tensor images, Workers workers, int start, int count) {
        int each = network.inputShape().size();
        Feed feed = (input, image, target, stride) -> {
            int from = (start + Math.min(image, count - 1)) * each;
            for (int i = 0; i < each; i++) {
                target.array[target.offset + i * stride] = images.data()[from + i];
            }
        };
        plan.run(feed, count, 0, workers);
    }

    private void check(Tensor images) {
        Shape given = images.shape();
        if (given.rank() < 1 || !given.dropFirst().equals(network.inputShape())) {
            throw new IllegalArgumentException("the model takes images of shape "
                    + network.inputShape().prepend(given.rank() < 1 ? 1 : given.dim(0)) + ", not " + given
                    + (given.equals(network.inputShape()) ? "; give a single image as a batch of 1" : ""));
        }
    }
}
