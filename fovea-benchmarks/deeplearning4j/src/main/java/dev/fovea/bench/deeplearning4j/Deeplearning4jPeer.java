package dev.fovea.bench.deeplearning4j;

import dev.fovea.bench.ChannelsFirst;
import dev.fovea.bench.Lesson;
import dev.fovea.bench.Materials;
import dev.fovea.bench.Net;
import dev.fovea.bench.Part;
import dev.fovea.bench.Peer;
import dev.fovea.bench.Session;
import dev.fovea.bench.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j's computation graph on its native backend, channels first. */
public final class Deeplearning4jPeer implements Peer {
    private static final String LOSS = "loss";

    @Override
    public String version() {
        return "Deeplearning4j " + ComputationGraph.class.getPackage().getImplementationVersion() + " ("
                + Nd4j.getBackend().getClass().getSimpleName() + ")";
    }

    @Override
    public Session open(Work work, Materials materials, int threads) throws IOException {
        // The runner gives the number of threads in OMP_NUM_THREADS.
        Net net = work.net();
        ComputationGraph graph = graph(net, work.training());
        for (Net.Node node : net.nodes()) {
            assign(graph, net, node, materials);
        }
        if (work.training()) {
            return training(Lesson.of(work), graph);
        }
        float[] images = ChannelsFirst.images(materials.images(work), net.imageShape());
        int[] shape = channelsFirst(net.imageShape(), work.batch());
        return () -> {
            try (INDArray x = Nd4j.create(images, shape, 'c')) {
                return graph.outputSingle(false, x).dup('c').data().asFloat();
            }
        };
    }

    private static Session training(Lesson lesson, ComputationGraph graph) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < Lesson.BATCHES; i++) {
            float[] images = ChannelsFirst.images(lesson.images(i), lesson.image());
            INDArray x = Nd4j.create(images, channelsFirst(lesson.image(), lesson.batch()), 'c');
            int[] labels = lesson.labels(i);
            INDArray y = Nd4j.zeros(lesson.batch(), 10);
            for (int n = 0; n < labels.length; n++) {
                y.putScalar(n, labels[n], 1);
            }
            batches.add(new DataSet(x, y));
        }
        int[] next = {0};
        return () -> {
            graph.fit(batches.get(next[0]));
            next[0] = (next[0] + 1) % Lesson.BATCHES;
            return new float[] {(float) graph.score()};
        };
    }

    private static int[] channelsFirst(dev.fovea.tensor.Shape image, int batch) {
        return new int[] {batch, image.dim(2), image.dim(0), image.dim(1)};
    }

    private static ComputationGraph graph(Net net, boolean training) {
        dev.fovea.tensor.Shape image = net.imageShape();
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .updater(new Adam(Session.LEARNING_RATE, 0.9, 0.999, Session.ADAM_EPSILON))
                .graphBuilder()
                .validateOutputLayerConfig(false)
                .addInputs(name(0))
                .setInputTypes(InputType.convolutional(image.dim(0), image.dim(1), image.dim(2)));
        for (Net.Node node : net.nodes()) {
            add(builder, node);
        }
        String logits = name(net.nodes().size() - 1);
        if (training) {
            LossLayer loss = new LossLayer.Builder(LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .build();
            builder.addLayer(LOSS, loss, logits);
        }
        ComputationGraph graph = new ComputationGraph(
                builder.setOutputs(training ? LOSS : logits).build());
        graph.init();
        return graph;
    }

    private static void add(GraphBuilder builder, Net.Node node) {
        String name = name(node.id());
        String[] inputs = node.inputs().stream().map(Deeplearning4jPeer::name).toArray(String[]::new);
        switch (node.part()) {
            case Part.Input() -> {}
            case Part.Conv(String layer, int filters, int size, int stride, int pad, boolean bias) ->
                builder.addLayer(
                        name,
                        new ConvolutionLayer.Builder(size, size)
                                .stride(stride, stride)
                                .padding(pad, pad)
                                .nOut(filters)
                                .hasBias(bias)
                                .activation(Activation.IDENTITY)
                                .build(),
                        inputs);
            case Part.Depthwise(String layer, int size, int stride, int pad) ->
                builder.addLayer(
                        name,
                        new DepthwiseConvolution2D.Builder(size, size)
                                .stride(stride, stride)
                                .padding(pad, pad)
                                .depthMultiplier(1)
                                .nOut(node.shape().dim(2))
                                .hasBias(false)
                                .activation(Activation.IDENTITY)
                                .build(),
                        inputs);
            case Part.BatchNorm(String layer) ->
                builder.addLayer(
                        name,
                        new BatchNormalization.Builder()
                                .eps(Part.BatchNorm.EPSILON)
                                .decay(Part.BatchNorm.MOMENTUM)
                                .useLogStd(false)
                                .build(),
                        inputs);
            case Part.Relu() -> builder.addLayer(name, new ActivationLayer(Activation.RELU), inputs);
            case Part.Relu6() -> builder.addLayer(name, new ActivationLayer(Activation.RELU6), inputs);
            case Part.MaxPool(int size, int stride, int pad) ->
                builder.addLayer(
                        name,
                        new SubsamplingLayer.Builder(PoolingType.MAX)
                                .kernelSize(size, size)
                                .stride(stride, stride)
                                .padding(pad, pad)
                                .build(),
                        inputs);
            case Part.GlobalAverage() ->
                builder.addLayer(name, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), inputs);
            // A dense layer flattens what it takes by itself.
            case Part.Flatten() -> builder.addLayer(name, new ActivationLayer(Activation.IDENTITY), inputs);
            // It takes the probability to keep.
            case Part.Dropout(float rate) -> builder.addLayer(name, new DropoutLayer(1 - rate), inputs);
            case Part.Dense(String layer, int units) ->
                builder.addLayer(
                        name,
                        new DenseLayer.Builder()
                                .nOut(units)
                                .activation(Activation.IDENTITY)
                                .build(),
                        inputs);
            case Part.Add() -> builder.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
        }
    }

    private static void assign(ComputationGraph graph, Net net, Net.Node node, Materials materials) throws IOException {
        switch (node.part()) {
            case Part.Conv conv -> {
                set(graph, node, "W", ChannelsFirst.kernel(materials, net, conv.name() + "/kernel"));
                if (conv.bias()) {
                    set(graph, node, "b", materials.weight(net, conv.name() + "/bias"));
                }
            }
            case Part.Depthwise conv -> set(graph, node, "W", materials.weight(net, conv.name() + "/kernel"));
            case Part.BatchNorm norm -> {
                set(graph, node, "gamma", materials.weight(net, norm.name() + "/gamma"));
                set(graph, node, "beta", materials.weight(net, norm.name() + "/beta"));
                set(graph, node, "mean", materials.weight(net, norm.name() + "/moving_mean"));
                set(graph, node, "var", materials.weight(net, norm.name() + "/moving_variance"));
            }
            case Part.Dense dense -> {
                float[] turned = ChannelsFirst.dense(materials, net, node);
                INDArray weights = graph.getLayer(name(node.id())).getParam("W");
                weights.assign(Nd4j.create(turned, new long[] {weights.size(1), weights.size(0)}, 'c')
                        .transpose());
                set(graph, node, "b", materials.weight(net, dense.name() + "/bias"));
            }
            default -> {}
        }
    }

    private static void set(ComputationGraph graph, Net.Node node, String parameter, float[] values) {
        INDArray array = graph.getLayer(name(node.id())).getParam(parameter);
        array.assign(Nd4j.create(values, array.shape(), 'c'));
    }

    private static String name(int node) {
        return "n" + node;
    }
}
