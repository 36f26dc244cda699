package dev.fovea.bench;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in terms that every peer has, so that all build the same one. Nodes are in the order of computation: the
 * first is the input, the last gives the logits.
 */
public final class Net {
    private final String name;
    private final List<Node> nodes = new ArrayList<>();
    private int layers;

    /**
     * A part and where its inputs come from.
     *
     * @param inputs numbers of earlier nodes
     * @param shape what it gives for one image
     */
    public record Node(int id, Part part, List<Integer> inputs, Shape shape) {
        public int input() {
            return inputs.getFirst();
        }
    }

    Net(String name, int height, int width, int channels) {
        this.name = name;
        add(new Part.Input(), Shape.of(height, width, channels));
    }

    public String name() {
        return name;
    }

    public List<Node> nodes() {
        return nodes;
    }

    public Node node(int id) {
        return nodes.get(id);
    }

    /** What a node takes, for one image. */
    public Shape inputShape(Node node) {
        return node(node.input()).shape();
    }

    public Shape imageShape() {
        return nodes.getFirst().shape();
    }

    public int classes() {
        return nodes.getLast().shape().size();
    }

    /**
     * The shape {@code [H,W,C]} that a dense layer's input had before it was flattened, or null if it was not: whoever
     * keeps channels first has to reorder the kernel's rows.
     */
    public Shape flattened(Node dense) {
        Node before = node(dense.input());
        while (before.part() instanceof Part.Dropout) {
            before = node(before.input());
        }
        return before.part() instanceof Part.Flatten ? inputShape(before) : null;
    }

    /** The shapes of all weights by their names, in Fovea's order of axes. */
    public Map<String, Shape> weights() {
        Map<String, Shape> all = new LinkedHashMap<>();
        for (Node node : nodes) {
            switch (node.part()) {
                case Part.Conv conv -> {
                    int channels = inputShape(node).dim(2);
                    all.put(conv.name() + "/kernel", Shape.of(conv.size(), conv.size(), channels, conv.filters()));
                    if (conv.bias()) {
                        all.put(conv.name() + "/bias", Shape.of(conv.filters()));
                    }
                }
                case Part.Depthwise conv ->
                    all.put(
                            conv.name() + "/kernel",
                            Shape.of(conv.size(), conv.size(), node.shape().dim(2), 1));
                case Part.BatchNorm norm -> {
                    for (String weight : List.of("gamma", "beta", "moving_mean", "moving_variance")) {
                        all.put(
                                norm.name() + "/" + weight,
                                Shape.of(node.shape().dim(2)));
                    }
                }
                case Part.Dense dense -> {
                    all.put(dense.name() + "/kernel", Shape.of(inputShape(node).size(), dense.units()));
                    all.put(dense.name() + "/bias", Shape.of(dense.units()));
                }
                default -> {}
            }
        }
        return all;
    }

    /**
     * Floating point operations of one image's way through the net, a multiplication and an addition being two, by the
     * definition of each layer whatever the way it is computed; in training the gradients' too.
     */
    public double operations(boolean training) {
        double sum = 0;
        for (Node node : nodes) {
            double taps = switch (node.part()) {
                case Part.Conv conv ->
                    (double) conv.size() * conv.size() * inputShape(node).dim(2);
                case Part.Depthwise conv -> conv.size() * conv.size();
                case Part.Dense dense -> inputShape(node).size();
                default -> 0;
            };
            // The gradient of the images themselves is not needed.
            int passes = !training ? 1 : node.inputs().contains(0) ? 2 : 3;
            sum += 2 * taps * node.shape().size() * passes;
        }
        return sum;
    }

    int input() {
        return 0;
    }

    int conv(int x, int filters, int size, int stride, int pad, boolean bias) {
        Shape in = node(x).shape();
        Shape out = Shape.of(extent(in.dim(0), size, stride, pad), extent(in.dim(1), size, stride, pad), filters);
        return add(new Part.Conv(layerName("conv"), filters, size, stride, pad, bias), out, x);
    }

    int depthwise(int x, int size, int stride, int pad) {
        Shape in = node(x).shape();
        Shape out = Shape.of(extent(in.dim(0), size, stride, pad), extent(in.dim(1), size, stride, pad), in.dim(2));
        return add(new Part.Depthwise(layerName("depthwise"), size, stride, pad), out, x);
    }

    int batchNorm(int x) {
        return add(new Part.BatchNorm(layerName("norm")), node(x).shape(), x);
    }

    int relu(int x) {
        return add(new Part.Relu(), node(x).shape(), x);
    }

    int relu6(int x) {
        return add(new Part.Relu6(), node(x).shape(), x);
    }

    int maxPool(int x, int size, int stride, int pad) {
        Shape in = node(x).shape();
        Shape out = Shape.of(extent(in.dim(0), size, stride, pad), extent(in.dim(1), size, stride, pad), in.dim(2));
        return add(new Part.MaxPool(size, stride, pad), out, x);
    }

    int globalAverage(int x) {
        return add(new Part.GlobalAverage(), Shape.of(node(x).shape().dim(2)), x);
    }

    int flatten(int x) {
        return add(new Part.Flatten(), Shape.of(node(x).shape().size()), x);
    }

    int dropout(int x, float rate) {
        return add(new Part.Dropout(rate), node(x).shape(), x);
    }

    int dense(int x, int units) {
        return add(new Part.Dense(layerName("dense"), units), Shape.of(units), x);
    }

    int sum(int x, int y) {
        return add(new Part.Add(), node(x).shape(), x, y);
    }

    private String layerName(String kind) {
        layers++;
        return kind + layers;
    }

    private static int extent(int n, int size, int stride, int pad) {
        return (n + 2 * pad - size) / stride + 1;
    }

    private int add(Part part, Shape shape, Integer... inputs) {
        nodes.add(new Node(nodes.size(), part, List.of(inputs), shape));
        return nodes.size() - 1;
    }
}
