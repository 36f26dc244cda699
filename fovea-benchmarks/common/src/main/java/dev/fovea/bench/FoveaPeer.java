package dev.fovea.bench;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.ReLU;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Fovea itself. */
public final class FoveaPeer implements Peer {
    @Override
    public String version() {
        return "Fovea 0.1.0-SNAPSHOT";
    }

    @Override
    public Session open(Work work, Materials materials, int threads) throws IOException {
        Model model = model(work.net(), materials);
        if (!work.training()) {
            Tensor images = Tensor.of(work.net().imageShape().prepend(work.batch()), materials.images(work));
            return () -> model.predict(images).data();
        }
        Lesson lesson = Lesson.of(work);
        int count = lesson.labels().length;
        model.compile(
                Adam.of(Session.LEARNING_RATE).epsilon(Session.ADAM_EPSILON), SparseCategoricalCrossentropy.ofLogits());
        Dataset data = Dataset.of(Tensor.of(lesson.image().prepend(count), lesson.images()), lesson.labels());
        return new FoveaTraining(model, data, work.batch(), threads);
    }

    static Model model(Net net, Materials materials) throws IOException {
        List<Symbol> made = new ArrayList<>();
        for (Net.Node node : net.nodes()) {
            Symbol[] inputs = node.inputs().stream().map(made::get).toArray(Symbol[]::new);
            made.add(apply(node.part(), net, inputs));
        }
        Model model = Model.of(made.getFirst(), made.getLast());
        for (Weight weight : model.weights()) {
            // Not through values(), after which no prediction could trust the filters that the last one made ready.
            weight.assign(Tensor.of(weight.shape(), materials.weight(net, weight.name())));
        }
        return model;
    }

    private static Symbol apply(Part part, Net net, Symbol... x) {
        return switch (part) {
            case Part.Input() -> Input.of(net.imageShape().dims());
            case Part.Conv(String name, int filters, int size, int stride, int pad, boolean bias) ->
                Conv2D.of(filters, size)
                        .strides(stride)
                        .padding(padding(size, stride, pad))
                        .useBias(bias)
                        .kernelInitializer(Initializer.ZEROS)
                        .name(name)
                        .apply(padded(x[0], size, stride, pad));
            case Part.Depthwise(String name, int size, int stride, int pad) ->
                DepthwiseConv2D.of(size)
                        .strides(stride)
                        .padding(padding(size, stride, pad))
                        .useBias(false)
                        .depthwiseInitializer(Initializer.ZEROS)
                        .name(name)
                        .apply(padded(x[0], size, stride, pad));
            case Part.BatchNorm(String name) ->
                BatchNormalization.of()
                        .epsilon(Part.BatchNorm.EPSILON)
                        .momentum(Part.BatchNorm.MOMENTUM)
                        .name(name)
                        .apply(x);
            case Part.Relu() -> Activation.of(Activations.RELU).apply(x);
            case Part.Relu6() -> ReLU.of().maxValue(6f).apply(x);
            case Part.MaxPool(int size, int stride, int pad) ->
                MaxPooling2D.of(size)
                        .strides(stride)
                        .apply(pad == 0 ? x[0] : ZeroPadding2D.of(pad).apply(x[0]));
            case Part.GlobalAverage() -> GlobalAveragePooling2D.of().apply(x);
            case Part.Flatten() -> Flatten.of().apply(x);
            case Part.Dropout(float rate) -> Dropout.of(rate).apply(x);
            case Part.Dense(String name, int units) ->
                Dense.of(units).kernelInitializer(Initializer.ZEROS).name(name).apply(x);
            case Part.Add() -> Add.of().apply(x);
        };
    }

    /** Whether padding "same" gives these zeros; of a step over 1 it puts the odd row after, not on both sides. */
    private static boolean same(int size, int stride, int pad) {
        return stride == 1 && pad == size / 2 && size % 2 == 1;
    }

    private static Padding padding(int size, int stride, int pad) {
        return same(size, stride, pad) ? Padding.SAME : Padding.VALID;
    }

    private static Symbol padded(Symbol x, int size, int stride, int pad) {
        return pad == 0 || same(size, stride, pad) ? x : ZeroPadding2D.of(pad).apply(x);
    }
}
