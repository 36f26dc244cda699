package dev.fovea.model;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Symbol;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.Logs;
import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import dev.fovea.train.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Layers with their weights, to be trained and to predict with, as Keras's {@code Model}.
 *
 * <p>Predictions are safe from many threads at once; training is not.
 *
 * <pre>{@code
 * Symbol image = Input.of(28, 28, 1);
 * Symbol maps = Conv2D.of(8, 3).padding(SAME).apply(image);
 * Symbol both = Concatenate.of().apply(image, maps);
 * Model model = Model.of(image, Dense.of(10).apply(Flatten.of().apply(both)));
 * }</pre>
 */
public abstract sealed class Model permits Functional, Sequential {
    private final String name;
    private final Network network;
    private final Predictors predictors;
    private Compiled compiled;

    /** What {@code compile} was given. */
    record Compiled(Optimizer optimizer, Loss loss, List<Metric> metrics, OptimizerState state) {}

    Model(String name, Network network) {
        this.name = name;
        this.network = network;
        this.predictors = new Predictors(network);
    }

    /**
     * All that lies between an input and an output, with weights drawn by seed 0.
     *
     * @throws IllegalArgumentException if the output does not depend on the input, or on another one too
     */
    public static Model of(Symbol input, Symbol output) {
        return named("functional", 0, input, output);
    }

    /** As {@link #of}, with a name for the model and weights drawn by another seed. */
    public static Model named(String name, long seed, Symbol input, Symbol output) {
        return new Functional(name, Network.between(input, output, seed));
    }

    /** Sets what {@link #fit} and {@link #evaluate} use; what an optimizer remembered of earlier fits is forgotten. */
    public void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
        compile(optimizer, loss, List.of(metrics));
    }

    void compile(Optimizer optimizer, Loss loss, List<Metric> metrics) {
        Objects.requireNonNull(loss, "a model is compiled with a loss");
        OptimizerState state = new OptimizerState(optimizer, network.weights());
        compiled = new Compiled(optimizer, loss, List.copyOf(metrics), state);
    }

    /** What {@code compile} was given, or null. */
    Compiled compiled() {
        return compiled;
    }

    /**
     * Trains on labelled images; goes on from the weights and the optimizer's state that earlier fits left.
     *
     * @throws IllegalStateException if the model is not compiled
     * @throws IllegalArgumentException if images or labels don't fit the model
     * @throws dev.fovea.train.DivergedException if the loss stops being finite; the weights are then those of the end
     *     of the epoch before
     */
    public History fit(Dataset data, Fit fit) {
        return new Trainer(this, need("fit")).fit(data, fit);
    }

    /**
     * Loss and metrics on labelled images.
     *
     * @throws IllegalStateException if the model is not compiled
     */
    public Logs evaluate(Dataset data) {
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            return new Trainer(this, need("evaluate")).evaluate(data, 128, workers);
        }
    }

    private Compiled need(String what) {
        if (compiled == null) {
            throw new IllegalStateException("the model is not compiled; call compile(optimizer, loss) before " + what);
        }
        return compiled;
    }

    /**
     * What the model makes of images: {@code [N, ...] -> [N, ...]}.
     *
     * @throws IllegalArgumentException if the images have another shape than the model takes
     */
    public Tensor predict(Tensor images) {
        return predictors.predict(images);
    }

    /**
     * What every layer makes of images, by the layers' names, in their order; the input is the first.
     *
     * @throws IllegalArgumentException if the images have another shape than the model takes
     */
    public Map<String, Tensor> activations(Tensor images) {
        return predictors.activations(images);
    }

    /** The name, as {@code summary()} shows it. */
    public String name() {
        return name;
    }

    /** The shape of one image that the model takes, {@code [H, W, C]}. */
    public Shape inputShape() {
        return network.inputShape();
    }

    /** The shape of what the model makes of one image. */
    public Shape outputShape() {
        return network.outputShape();
    }

    /** The layers, the input among them, each after those it takes. */
    public List<Layer> layers() {
        return network.layers();
    }

    /** The names of {@link #layers()}: those given to them or, as in Keras, made of their classes'. */
    public List<String> layerNames() {
        return network.names();
    }

    /**
     * The layer of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public Layer getLayer(String name) {
        int at = network.names().indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "no layer is named \"" + name + "\"; there are " + String.join(", ", network.names()));
        }
        return network.layers().get(at);
    }

    /** All weights, layer by layer. */
    public List<Weight> weights() {
        return network.weights();
    }

    /**
     * The weight of this name, as {@code conv2d/kernel}.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public Weight weight(String name) {
        return weights().stream()
                .filter(weight -> weight.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no weight is named \"" + name + "\"; there are "
                        + String.join(", ", weights().stream().map(Weight::name).toList())));
    }

    /** How many steps of training the optimizer has done, over all fits since {@code compile}. */
    public long iterations() {
        return compiled == null ? 0 : compiled.state().iterations;
    }

    /** The number of values in all weights. */
    public long countParams() {
        return weights().stream().mapToLong(w -> w.shape().size()).sum();
    }

    /** The model as Keras prints it: a table of layers with output shapes and numbers of parameters. */
    public String summary() {
        return Summary.of(this, network);
    }

    Network network() {
        return network;
    }

    /**
     * Writes the whole model to one safetensors file: architecture, weights and, once compiled, optimizer, loss, metrics
     * and the optimizer's state. It is written aside and moved into place.
     *
     * @throws IOException if it can't be written; a file of that name is then as it was
     */
    public void save(Path file) throws IOException {
        ModelFile.save(this, file);
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @param custom the classes of layers that are not Fovea's own
     * @throws MalformedModelException if the file is no such model, or a damaged one
     * @throws IOException if it can't be read
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // The classes are only read.
    public static Model load(Path file, Class<? extends Layer>... custom) throws IOException {
        return ModelFile.load(file, List.of(custom));
    }
}
