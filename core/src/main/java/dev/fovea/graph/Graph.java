package dev.fovea.graph;

import dev.fovea.op.Combine;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Ops put together, each reading what earlier ones made; only shapes are known, nothing is computed.
 *
 * <pre>{@code
 * Graph g = new Graph();
 * Value image = g.input(Shape.of(28, 28, 1));
 * Value kernel = g.parameter(Shape.of(3, 3, 1, 32));
 * Value map = g.add(Conv2d.of(Size.of(1), Padding.VALID), image, kernel);  // [26, 26, 32]
 * }</pre>
 */
public final class Graph implements Wiring {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node> inputs = new ArrayList<>();
    private final List<Node> parameters = new ArrayList<>();

    /** An input that differs for each image, of the given shape without the batch axis. */
    public Node input(Shape shape) {
        Node node = new Node(nodes.size(), null, List.of(), shape, true);
        nodes.add(node);
        inputs.add(node);
        return node;
    }

    /** A weight, which all images share. */
    public Node parameter(Shape shape) {
        Node node = new Node(nodes.size(), null, List.of(), shape, false);
        nodes.add(node);
        parameters.add(node);
        return node;
    }

    /**
     * The result of an op on values of this graph.
     *
     * @throws IllegalArgumentException if the op does not take their shapes
     */
    @Override
    public Node add(Op op, Value... operands) {
        List<Node> ins = new ArrayList<>();
        boolean batched = false;
        for (Value operand : operands) {
            Node node = (Node) operand;
            if (node.id() >= nodes.size() || nodes.get(node.id()) != node) {
                throw new IllegalArgumentException("operand " + operand.shape() + " belongs to another graph");
            }
            ins.add(node);
            batched |= node.batched();
        }
        if (batched
                && (op instanceof Combine || op instanceof Concatenate)
                && !ins.stream().allMatch(Node::batched)) {
            throw new IllegalArgumentException(
                    op.getClass().getSimpleName() + " takes values that are all of the batch or" + " all shared; "
                            + ins.stream().map(Node::shape).toList() + " are of both kinds");
        }
        Shape shape = op.shape(ins.stream().map(Node::shape).toList());
        Node node = new Node(nodes.size(), op, List.copyOf(ins), shape, batched && !op.sumsOverBatch());
        nodes.add(node);
        return node;
    }

    /** All values in an order in which each comes after what it is made of. */
    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** The inputs in the order in which they were added. */
    public List<Node> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    /** The parameters in the order in which they were added. */
    public List<Node> parameters() {
        return Collections.unmodifiableList(parameters);
    }

    /**
     * Adds the ops that give the gradients of {@code sum(output * outputGradient)} over all images and elements.
     *
     * @return for each of {@code of} its gradient, or null where the output does not depend on it
     */
    public List<Node> gradients(Node output, Node outputGradient, List<Node> of) {
        boolean[] depends = new boolean[nodes.size()];
        for (Node node : of) {
            depends[node.id()] = true;
        }
        for (Node node : nodes) {
            depends[node.id()] |= node.operands().stream().anyMatch(operand -> depends[operand.id()]);
        }
        Value[] gradients = new Value[depends.length];
        gradients[output.id()] = outputGradient;
        for (int id = depends.length - 1; id >= 0; id--) {
            Node node = nodes.get(id);
            if (gradients[id] == null || node.op() == null || !depends[id]) {
                continue;
            }
            Value[] operands = node.operands().toArray(Value[]::new);
            boolean[] needed = new boolean[operands.length];
            for (int i = 0; i < operands.length; i++) {
                needed[i] = depends[node.operands().get(i).id()];
            }
            Value[] parts = node.op().gradient(this, operands, node, gradients[id], needed);
            for (int i = 0; i < operands.length; i++) {
                int to = node.operands().get(i).id();
                if (needed[i] && parts[i] != null) {
                    gradients[to] = gradients[to] == null
                            ? parts[i]
                            : add(new Combine(Combine.Function.ADD), gradients[to], parts[i]);
                }
            }
        }
        return Arrays.asList(
                of.stream().map(node -> (Node) gradients[node.id()]).toArray(Node[]::new));
    }
}
