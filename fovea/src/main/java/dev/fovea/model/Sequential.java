package dev.fovea.model;

import dev.fovea.data.Dataset;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.nn.Layer;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.Loss;
import dev.fovea.train.Optimizer;
import dev.fovea.train.Score;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A stack of layers, each fed by the one before, as Keras's {@code Sequential}.
 *
 * <p>Predictions are safe from many threads at once; training is not.
 *
 * <pre>{@code
 * var model = Sequential.of(Shape.of(28, 28, 1), Flatten.of(), Dense.of(10).activation(Activation.SOFTMAX));
 * model.compile(Adam.of(1e-3f), SparseCategoricalCrossentropy.of());
 * model.fit(mnist.train(), Fit.epochs(3).batchSize(128).validation(mnist.test()));
 * Tensor probabilities = model.predict(images);  // [N, 10]
 * }</pre>
 */
public final class Sequential {
    private final Network network;
    private final ConcurrentLinkedQueue<Predictor> idle = new ConcurrentLinkedQueue<>();
    private Optimizer optimizer = Adam.of();
    private Loss loss = SparseCategoricalCrossentropy.of();

    private Sequential(Network network) {
        this.network = network;
    }

    /**
     * A model of these layers, with weights drawn by seed 0.
     *
     * @param inputShape the shape of an image, {@code [H, W, C]}
     * @throws IllegalArgumentException if a layer does not take what the one before gives, named
     */
    public static Sequential of(Shape inputShape, Layer... layers) {
        return seeded(0, inputShape, layers);
    }

    /** As {@link #of}, with weights drawn by another seed. */
    public static Sequential seeded(long seed, Shape inputShape, Layer... layers) {
        return new Sequential(new Network(inputShape, List.of(layers), seed));
    }

    /** Sets what {@link #fit} uses; without it, Adam and cross entropy of class numbers. */
    public void compile(Optimizer optimizer, Loss loss) {
        this.optimizer = Objects.requireNonNull(optimizer);
        this.loss = Objects.requireNonNull(loss);
    }

    /**
     * Trains on labelled images.
     *
     * @throws IllegalArgumentException if images or labels don't fit the model
     * @throws dev.fovea.train.DivergedException if the loss stops being finite
     */
    public History fit(Dataset data, Fit fit) {
        return new Trainer(network, optimizer, loss).fit(data, fit);
    }

    /** Mean loss and accuracy on labelled images. */
    public Score evaluate(Dataset data) {
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            return new Trainer(network, optimizer, loss).evaluate(data, 128, workers);
        }
    }

    /**
     * What the model makes of images: {@code [N, ...] -> [N, K]}.
     *
     * @throws IllegalArgumentException if the images have another shape than the model takes
     */
    public Tensor predict(Tensor images) {
        if (images.shape().rank() < 1 || !images.shape().dropFirst().equals(network.inputShape())) {
            throw new IllegalArgumentException("the model takes images of shape "
                    + network.inputShape().prepend(images.shape().rank() < 1 ? 1 : images.shape().dim(0))
                    + ", not " + images.shape());
        }
        Predictor predictor = idle.poll();
        if (predictor == null) {
            predictor = new Predictor();
        }
        try {
            return predictor.predict(images);
        } finally {
            idle.add(predictor);
        }
    }

    /** The shape of an image that the model takes. */
    public Shape inputShape() {
        return network.inputShape();
    }

    public List<Weight> weights() {
        return network.weights();
    }

    /** The number of values in all weights. */
    public long countParams() {
        return weights().stream().mapToLong(w -> w.shape().size()).sum();
    }

    /** The model as Keras prints it: a table of layers with output shapes and numbers of parameters. */
    public String summary() {
        return Summary.of("sequential", network);
    }

    /** A plan for one image, used by one thread at a time. */
    private final class Predictor {
        private final Plan plan;

        Predictor() {
            Network.Built built = network.build(false);
            plan = Plan.compile(
                    built.graph(),
                    List.of(built.output()),
                    node -> Floats.of(built.weights().get(node).values()),
                    KernelChoice.best(),
                    1,
                    new Workers(1));
        }

        Tensor predict(Tensor images) {
            int n = images.shape().dim(0);
            int each = network.inputShape().size();
            Shape shape = network.outputShapes().getLast();
            Tensor result = Tensor.zeros(shape.prepend(n).dims());
            for (int i = 0; i < n; i++) {
                int from = i * each;
                plan.run(
                        (input, image, target, stride) ->
                                System.arraycopy(images.data(), from, target.array, target.offset, each),
                        1,
                        0);
                plan.read(0, 0, result.data(), i * shape.size());
            }
            return result;
        }
    }
}
