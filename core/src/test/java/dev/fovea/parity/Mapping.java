package dev.fovea.parity;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can't be seen from names: where Fovea has an argument under another one, which different values mean the same, and
 * why something is missing. Every target is looked up in the compiled classes, so none can name what isn't there.
 */
final class Mapping {
    /**
     * Keras's argument, as {@code Class.argument}, to a value inside what {@code of} makes, or to a method, as {@code
     * Class.method}, or to a parameter of one, as {@code Class.method(parameter)}.
     */
    static final Map<String, String> TARGETS = Map.ofEntries(
            Map.entry("Input.shape", "Input.of(shape)"),
            Map.entry("EarlyStopping.monitor", "monitor.name"),
            Map.entry("EarlyStopping.mode", "monitor.mode"),
            Map.entry("EarlyStopping.min_delta", "monitor.minDelta"),
            Map.entry("ReduceLROnPlateau.monitor", "monitor.name"),
            Map.entry("ReduceLROnPlateau.mode", "monitor.mode"),
            Map.entry("ReduceLROnPlateau.min_delta", "monitor.minDelta"),
            Map.entry("ModelCheckpoint.monitor", "monitor.name"),
            Map.entry("ModelCheckpoint.mode", "monitor.mode"),
            Map.entry("ModelCheckpoint.filepath", "filepath.text"),
            Map.entry("Layer.trainable", "Model.trainable(layer)"),
            Map.entry("Optimizer.ema_momentum", "Tuned.emaMomentum"),
            Map.entry("Optimizer.ema_overwrite_frequency", "Tuned.emaOverwriteFrequency"),
            Map.entry("compile.loss_weights", "Objective.weight"),
            Map.entry("fit.sample_weight", "Dataset.weighted(weights)"),
            Map.entry("evaluate.sample_weight", "Dataset.weighted(weights)"),
            Map.entry("predict_on_batch", "Model.predict"),
            Map.entry("predict_on_batch.x", "Model.predict(images)"),
            Map.entry("Sequential.trainable", "Model.trainable(trainable)"),
            Map.entry("Sequential.layers", "Sequential.of(layers)"),
            Map.entry("Sequential.name", "Sequential.named(name)"),
            Map.entry("Model.name", "Model.named(name)"),
            Map.entry("History", "History.epochs"),
            Map.entry("on_train_batch_begin", "Callback.onBatchBegin"),
            Map.entry("on_train_batch_end", "Callback.onBatchEnd"),
            Map.entry("on_train_batch_begin.batch", "Callback.onBatchBegin(step)"),
            Map.entry("on_train_batch_end.batch", "Callback.onBatchEnd(step)"),
            Map.entry("on_epoch_begin.epoch", "Training.epoch"),
            Map.entry("on_epoch_end.logs", "Callback.onEpochEnd(epoch)"),
            Map.entry("fit.x", "Model.fit(data)"),
            Map.entry("fit.y", "Model.fit(data)"),
            Map.entry("fit.validation_data", "Fit.validation"),
            Map.entry("evaluate.x", "Model.evaluate(data)"),
            Map.entry("evaluate.y", "Model.evaluate(data)"),
            Map.entry("predict.x", "Model.predict(images)"),
            Map.entry("save.filepath", "Model.save(file)"),
            Map.entry("load_model.filepath", "Model.load(file)"),
            Map.entry("load_model.custom_objects", "Model.load(custom)"),
            Map.entry("get_weights", "Model.weights"),
            Map.entry("set_weights", "Weight.assign"),
            Map.entry("set_weights.weights", "Weight.assign(tensor)"),
            Map.entry("load_model", "Model.load"));

    /** @param here a value as {@link Python} writes it */
    record Equal(String argument, String keras, String here) {}

    /** Values that are written differently and mean the same; of a class's argument, or of all of that name. */
    static final List<Equal> EQUAL = List.of(
            new Equal("activation", "None", "'linear'"),
            new Equal("data_format", "None", "'channels_last'"),
            new Equal("weight_decay", "None", "0.0"),
            new Equal("batch_size", "None", "32"),
            new Equal("LambdaCallback", "None", "a function"),
            new Equal("RandomErasing.factor", "1.0", "(0.0, 1.0)"),
            new Equal("CutMix.factor", "1.0", "(0.0, 1.0)"),
            new Equal("TensorBoard.update_freq", "'epoch'", "0"));

    /** Why something is missing: of a class's argument, of a class, or of all arguments of that name. */
    static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("dtype", "all is float32"),
            Map.entry("reduction", "always this"),
            Map.entry("lora_rank", "no low-rank adaptation"),
            Map.entry("lora_alpha", "no low-rank adaptation"),
            Map.entry("quantization_config", "no quantization"),
            Map.entry("Input.batch_size", "any batch is taken"),
            Map.entry("batch_shape", "any batch is taken"),
            Map.entry("sparse", "tensors are dense"),
            Map.entry("ragged", "tensors are dense"),
            Map.entry("tensor", "an input is never a tensor"),
            Map.entry("optional", "an input is never left out"),
            Map.entry("run_eagerly", "a model is always compiled"),
            Map.entry("jit_compile", "a model is always compiled"),
            Map.entry("auto_scale_loss", "float32 needs no scaling"),
            Map.entry("loss_scale_factor", "float32 needs no scaling"),
            Map.entry("LossScaleOptimizer", "float32 needs no scaling"),
            Map.entry("logs", "none yet"),
            Map.entry("ProgbarLogger", "the command draws progress"),
            Map.entry("MixUp.data_format", "values and weights alone are looked at"),
            Map.entry("F1Score.average", "Keras's gives a figure for each class"),
            Map.entry("FBetaScore.average", "Keras's gives a figure for each class"),
            Map.entry("num_labels", "known from the model"),
            Map.entry("synchronized", "there is one machine"),
            Map.entry("Optimizer.name", "an optimizer goes by its class"),
            Map.entry("Lambda", "write a record that implements `Layer`"),
            Map.entry("MeanMetricWrapper", "write a record that implements `Metric`"),
            Map.entry("MaxNumBoundingBoxes", "data sets have no boxes yet"),
            Map.entry("CTC", "for text and audio"),
            Map.entry("Initializers.seed", "the seed is the model's"),
            Map.entry("evaluate.return_dict", "figures always have names"),
            Map.entry("save.overwrite", "always"),
            Map.entry("save.zipped", "one safetensors file"),
            Map.entry("load_model.safe_mode", "a file never brings code"),
            Map.entry("load_model.compile", "always"),
            Map.entry("add", "a model does not change; give `Sequential.of` all layers"),
            Map.entry("pop", "a model does not change; give `Sequential.of` all layers"),
            Map.entry("write_graph", "not written"),
            Map.entry("write_images", "not written"),
            Map.entry("histogram_freq", "not written"),
            Map.entry("profile_batch", "not written"),
            Map.entry("embeddings_freq", "not written"),
            Map.entry("embeddings_metadata", "not written"));

    /** Arguments that may be several numbers in Keras. */
    static final Set<String> SEVERAL = Set.of("thresholds");

    private Mapping() {}
}
