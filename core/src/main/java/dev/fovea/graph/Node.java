package dev.fovea.graph;

import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;

/** A value of a {@link Graph}; equal only to itself. */
public final class Node implements Value {
    private final int id;
    private final Op op;
    private final List<Node> operands;
    private final Shape shape;
    private final boolean batched;

    Node(int id, Op op, List<Node> operands, Shape shape, boolean batched) {
        this.id = id;
        this.op = op;
        this.operands = operands;
        this.shape = shape;
        this.batched = batched;
    }

    /** Its place in {@link Graph#nodes()}. */
    public int id() {
        return id;
    }

    @Override
    public Op op() {
        return op;
    }

    public List<Node> operands() {
        return operands;
    }

    @Override
    public Node operand(int index) {
        return operands.get(index);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public boolean batched() {
        return batched;
    }

    @Override
    public String toString() {
        return "#" + id + " " + (op == null ? "leaf" : op) + " " + shape;
    }
}
