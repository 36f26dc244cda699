package dev.fovea.model;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Value;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.Logs;
import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import dev.fovea.train.Objective;
import dev.fovea.train.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Layers with their weights, to be trained and to predict with, as Keras's {@code Model}. A model is itself a layer: in
 * another model, or applied twice in one, it keeps its weights, which all share.
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
public abstract sealed class Model implements Layer permits Functional, Sequential {
    private final String name;
    private final Network network;
    private final Predictors predictors;
    private Compiled compiled;

    /** What {@code compile} was given. */
    record Compiled(Optimizer optimizer, List<Objective> objectives, OptimizerState state) {}

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
        return named("functional", 0, List.of(input), List.of(output));
    }

    /** As {@link #of(Symbol, Symbol)}, with several inputs and outputs. */
    public static Model of(List<Symbol> inputs, List<Symbol> outputs) {
        return named("functional", 0, inputs, outputs);
    }

    /** As {@link #of(Symbol, Symbol)}, with a name for the model and weights drawn by another seed. */
    public static Model named(String name, long seed, Symbol input, Symbol output) {
        return named(name, seed, List.of(input), List.of(output));
    }

    /** As {@link #of(List, List)}, with a name for the model and weights drawn by another seed. */
    public static Model named(String name, long seed, List<Symbol> inputs, List<Symbol> outputs) {
        return new Functional(name, Network.drawn(Topology.between(inputs, outputs), seed));
    }

    /** Sets what {@link #fit} and {@link #evaluate} use; what an optimizer remembered of earlier fits is forgotten. */
    public void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
        compile(optimizer, Objective.of(loss, metrics));
    }

    /**
     * The same for a model of several outputs: what is asked of each, in their order. The loss is the sum of theirs,
     * each times its weight.
     *
     * @throws IllegalArgumentException if there are not as many as outputs
     */
    public void compile(Optimizer optimizer, Objective... objectives) {
        int outputs = network.outputShapes().size();
        if (objectives.length != outputs) {
            throw new IllegalArgumentException("model \"" + name + "\" has " + outputs + " outputs, "
                    + String.join(", ", outputNames()) + ", and needs an objective for each; given are "
                    + objectives.length);
        }
        compiled = new Compiled(optimizer, List.of(objectives), new OptimizerState(optimizer));
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
     * <p>A large model's first four images, where they come by ones or few, are predicted by code that the JVM has compiled
     * at once; they may differ by rounding from what later calls make of them.
     *
     * @throws IllegalArgumentException if the images have another shape than the model takes, or it has several inputs
     *     or outputs
     */
    public Tensor predict(Tensor images) {
        if (network.outputShapes().size() > 1) {
            throw new IllegalArgumentException("model \"" + name + "\" has several outputs, "
                    + String.join(", ", outputNames()) + "; ask for them by predictAll");
        }
        return predictors.predict(List.of(images)).getFirst();
    }

    /**
     * The same for several inputs and outputs, each {@code [N, ...]}, in the order in which the model was given them.
     *
     * @throws IllegalArgumentException if the inputs have other shapes than the model takes, or differ in N
     */
    public List<Tensor> predictAll(Tensor... inputs) {
        return predictors.predict(List.of(inputs));
    }

    /**
     * What every layer makes of images, by the layers' names, in their order; the inputs are among them. Of a layer that
     * is called again, or gives several values, the later ones are numbered, as {@code dense:1}.
     *
     * @throws IllegalArgumentException if the images have another shape than the model takes
     */
    public Map<String, Tensor> activations(Tensor... images) {
        return predictors.activations(List.of(images));
    }

    /**
     * How predictions are computed on this machine, and what each part of it takes: runs the model on noise.
     *
     * @param batch how many images at a time, at least 1
     * @param runs how often, at least 1; the least time of each part counts
     */
    public Explanation explain(int batch, int runs) {
        if (batch < 1 || runs < 1) {
            throw new IllegalArgumentException(
                    "there must be at least 1 image and 1 run, not " + batch + " and " + runs);
        }
        return predictors.explain(batch, runs);
    }

    /**
     * A model of the same inputs and weights that gives what these layers give, as Keras's {@code
     * Model(model.inputs, model.get_layer(name).output)}: intermediate outputs, or a backbone without its head.
     *
     * @throws IllegalArgumentException if there is no such layer; the message lists those there are
     */
    public Model upTo(String... layers) {
        if (layers.length == 0) {
            throw new IllegalArgumentException("name the layers to end with; there are " + layerNames());
        }
        return new Functional(name, network.upTo(List.of(layers)));
    }

    /** The name, as {@code summary()} shows it. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return call(List.of(input), context);
    }

    @Override
    public Value call(List<Value> inputs, LayerContext context) {
        List<Value> outputs = callAll(inputs, context);
        if (outputs.size() != 1) {
            throw new IllegalArgumentException("it gives " + outputs.size() + " values; take them with callAll");
        }
        return outputs.getFirst();
    }

    @Override
    public List<Value> callAll(List<Value> inputs, LayerContext context) {
        return network.run(inputs, context);
    }

    /**
     * Sets whether training changes the layers' weights, as Keras's {@code trainable}. What is frozen keeps its weights
     * from the next fit on, and its batch normalizations their moving averages, by which they then normalize. Of a model
     * within this one, all layers are set.
     */
    public void trainable(boolean trainable) {
        for (int i = 0; i < layers().size(); i++) {
            network.learns(i, trainable);
        }
    }

    /**
     * The same for one layer.
     *
     * @throws IllegalArgumentException if there is no such layer; the message lists those there are
     */
    public void trainable(String layer, boolean trainable) {
        network.learns(network.topology().numberOf(layer), trainable);
    }

    /** Whether any layer may learn; of a model with weights, any that has some. */
    public boolean trainable() {
        boolean empty = weights().isEmpty();
        return IntStream.range(0, layers().size())
                .anyMatch(i ->
                        network.learns(i) && (empty || !network.weightsOf(i).isEmpty()));
    }

    /**
     * Whether a layer may learn.
     *
     * @throws IllegalArgumentException if there is no such layer; the message lists those there are
     */
    public boolean trainable(String layer) {
        return network.learns(network.topology().numberOf(layer));
    }

    /**
     * The shape of one image that the model takes, {@code [H, W, C]}.
     *
     * @throws IllegalStateException if it has several inputs
     */
    public Shape inputShape() {
        return only("inputs", network.inputShapes());
    }

    /**
     * The shape of what the model makes of one image.
     *
     * @throws IllegalStateException if it has several outputs
     */
    public Shape outputShape() {
        return only("outputs", network.outputShapes());
    }

    private Shape only(String what, List<Shape> shapes) {
        if (shapes.size() > 1) {
            throw new IllegalStateException(
                    "model \"" + name + "\" has several " + what + ", of shapes " + shapes + "; ask for all of them");
        }
        return shapes.getFirst();
    }

    /** The shapes of the inputs, without the batch axis, in their order. */
    public List<Shape> inputShapes() {
        return network.inputShapes();
    }

    /** The shapes of the outputs, without the batch axis, in their order. */
    public List<Shape> outputShapes() {
        return network.outputShapes();
    }

    /** The names of the layers that give the outputs. */
    public List<String> outputNames() {
        return network.topology().outputs().stream()
                .map(network.topology()::nameOf)
                .toList();
    }

    /** The layers, the input among them, each after those it takes. */
    public List<Layer> layers() {
        return network.topology().layers();
    }

    /** The names of {@link #layers()}: those given to them or, as in Keras, made of their classes'. */
    public List<String> layerNames() {
        return network.topology().names();
    }

    /**
     * The layer of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public Layer getLayer(String name) {
        return layers().get(network.topology().numberOf(name));
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

    /**
     * How many updates of the weights the optimizer has done, over all fits since {@code compile}: one in each step, or
     * in every few where gradients are accumulated.
     */
    public long iterations() {
        return compiled == null ? 0 : compiled.state().iterations();
    }

    /** The number of values in all weights. */
    public long countParams() {
        return weights().stream().mapToLong(w -> w.shape().size()).sum();
    }

    /** The model as Keras prints it: a table of layers with output shapes and numbers of parameters. */
    public String summary() {
        return Summary.of(this, network);
    }

    /**
     * How the model is made, without its weights, as Keras's {@code to_json}: layers with their arguments, in Keras's
     * order, and how they are joined.
     *
     * @throws IllegalArgumentException if a layer is no record
     */
    public String toJson() {
        return Json.write(Architecture.of(this));
    }

    /**
     * The model that {@link #toJson}, or Keras 3, described so; its weights are drawn by a seed once they are needed.
     *
     * @param custom the classes of layers that are not Fovea's own
     * @throws IllegalArgumentException if it describes none, or has layers of classes that are not there; the message
     *     names them all
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // The classes are only read.
    public static Model fromJson(String json, long seed, Class<? extends Layer>... custom) {
        return Architecture.of(Json.parse(json), seed, new Configs(List.of(custom)));
    }

    /** What {@code compile} was given, as Keras's {@code get_compile_config} in JSON; null where it was not called. */
    public String compileConfig() {
        return compiled == null ? null : Json.write(CompileConfig.of(compiled));
    }

    /**
     * Compiles the model with what {@link #compileConfig}, or Keras 3, described so, as {@code compile_from_config}.
     *
     * @throws IllegalArgumentException if it is not written so, or names losses, metrics or an optimizer that are not
     *     there
     */
    public void compileFromConfig(String json) {
        try {
            CompileConfig.compile(this, (Map<?, ?>) Json.parse(json), new Configs(List.of()));
        } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("it was not compiled as Keras writes it: " + e.getMessage(), e);
        }
    }

    /**
     * What the optimizer remembers, to be kept or put into a file.
     *
     * @throws IllegalStateException if the model is not compiled
     */
    public OptimizerVariables optimizerVariables() {
        return need("its optimizer's variables").state().variables(weights());
    }

    /**
     * Sets what the optimizer remembers, as of a fit that is to go on.
     *
     * @throws IllegalStateException if the model is not compiled
     * @throws IllegalArgumentException if the optimizer does not remember so much, or there are no such weights
     */
    public void optimizerVariables(OptimizerVariables variables) {
        need("its optimizer's variables").state().variables(this, variables);
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
