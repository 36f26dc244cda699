package dev.fovea.formats.onnx;

import dev.fovea.formats.onnx.proto.AttributeProto;
import dev.fovea.formats.onnx.proto.NodeProto;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Op;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A node of an ONNX graph with what it is applied to, and what a rule needs to turn it into layers. */
final class Call {
    private final Importer importer;
    private final NodeProto node;
    private final List<Operand> operands;

    Call(Importer importer, NodeProto node, List<Operand> operands) {
        this.importer = importer;
        this.node = node;
        this.operands = operands;
    }

    String type() {
        return node.getOpType();
    }

    /** The version of ONNX's own ops. */
    long opset() {
        return importer.opset();
    }

    /** Whether the first axis of every value is the batch. */
    boolean batched() {
        return importer.batched();
    }

    /** How many images the file was written for, or -1 where it leaves that open. */
    long batchSize() {
        return importer.batchSize();
    }

    /** How many values the node gives. */
    int outputs() {
        return node.getOutputCount();
    }

    /** Whether an output after the first has a name, so that it may be used. */
    boolean gives(int output) {
        return output < node.getOutputCount() && !node.getOutput(output).isEmpty();
    }

    int operands() {
        return operands.size();
    }

    /** An operand, or null where it is left out. */
    Operand operand(int index) {
        return index < operands.size() ? operands.get(index) : null;
    }

    /** An operand that is known before the model runs, or null where it is left out. */
    Known known(int index) {
        return switch (operand(index)) {
            case null -> null;
            case Known known -> known;
            case Mapped mapped ->
                throw new IllegalArgumentException("its input " + index + ", \"" + node.getInput(index)
                        + "\", is computed by the model; Fovea takes one that the file holds");
        };
    }

    /** An operand that the model computes. */
    Mapped mapped(int index) {
        return switch (operand(index)) {
            case null -> throw new IllegalArgumentException("its input " + index + " is missing");
            case Mapped mapped -> mapped;
            case Known known ->
                throw new IllegalArgumentException("its input " + index + ", \"" + node.getInput(index)
                        + "\", is held by the file; Fovea takes one that the model computes");
        };
    }

    private AttributeProto attribute(String name) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                return attribute;
            }
        }
        return null;
    }

    boolean has(String name) {
        return attribute(name) != null;
    }

    long integer(String name, long otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? otherwise : attribute.getI();
    }

    boolean flag(String name, boolean otherwise) {
        return integer(name, otherwise ? 1 : 0) != 0;
    }

    float number(String name, float otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? otherwise : attribute.getF();
    }

    String text(String name, String otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? otherwise : attribute.getS().toStringUtf8();
    }

    /** An attribute of whole numbers, or null where it is left out. */
    List<Long> integers(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? null : attribute.getIntsList();
    }

    /** An attribute of numbers, or null where it is left out. */
    List<Float> numbers(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? null : attribute.getFloatsList();
    }

    Known tensor(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? null : importer.read(attribute.getT());
    }

    /** Whole numbers that older versions have as an attribute and newer ones as an input; null where there are none. */
    List<Long> integers(String attribute, int input) {
        if (has(attribute)) {
            return integers(attribute);
        }
        Known known = known(input);
        return known == null ? null : Arrays.stream(known.asIntegers()).boxed().toList();
    }

    /**
     * The axis of an image that ONNX numbers so, counted without the batch; in ONNX's order.
     *
     * @throws IllegalArgumentException if it is that of the batch, or none
     */
    int axis(long axis, Mapped of) {
        return axis(axis, of.rank());
    }

    int axis(long axis, int imageRank) {
        int rank = imageRank + lead();
        long found = axis < 0 ? axis + rank : axis;
        if (found < 0 || found >= rank) {
            throw new IllegalArgumentException("there is no axis " + axis + " of " + rank);
        }
        if (found < lead()) {
            throw new IllegalArgumentException(
                    "it is over axis 0, that of the batch, in which Fovea's images are apart");
        }
        return (int) found - lead();
    }

    /** How many axes of ONNX come before those of an image. */
    int lead() {
        return batched() ? 1 : 0;
    }

    /** A name for the next layer, made of the node's. */
    String name() {
        return importer.name(node, -1);
    }

    /** A name for the next layer, made of that of a weight where it tells. */
    String name(int weight) {
        return importer.name(node, weight);
    }

    /** What a layer of no weights gives. */
    Symbol add(Layer layer, Symbol... inputs) {
        return layer.apply(inputs);
    }

    /** What a layer gives whose weights are these, by their names within it. */
    Symbol add(Layer layer, Map<String, Tensor> weights, Symbol... inputs) {
        weights.forEach((weight, tensor) -> importer.weight(layer.name() + "/" + weight, tensor));
        return layer.apply(inputs);
    }

    Symbol add(Op op, Symbol... inputs) {
        return new Operation(op, name()).apply(inputs);
    }

    /** A value with its axes in this order. */
    Symbol ordered(Mapped value, List<Integer> order) {
        return importer.ordered(value, order);
    }

    Symbol straight(Mapped value) {
        return ordered(value, Mapped.straight(value.rank()));
    }

    /**
     * A value with its channels last.
     *
     * @throws IllegalArgumentException if there are no channels, as the model has no batch axis
     */
    Symbol channelsLast(Mapped value) {
        if (!batched() || value.rank() < 1) {
            throw new IllegalArgumentException("it takes a batch [N, C, ...], not " + value.shape()
                    + (batched() ? " of each image" : " without a batch axis"));
        }
        return ordered(value, Mapped.channelsLast(value.rank()));
    }

    /** What is channels last here, as a value. */
    static Mapped ofChannelsLast(Symbol symbol) {
        return Mapped.of(symbol, Mapped.channelsLast(symbol.shape().rank()));
    }

    /** The same numbers in another shape, in ONNX's order. */
    Mapped reshape(Mapped value, Shape shape) {
        List<Integer> wide = new ArrayList<>();
        for (int axis : value.order()) {
            if (value.shape().dim(axis) != 1) {
                wide.add(axis);
            }
        }
        // Where axes of one entry alone lie elsewhere, the numbers are in order.
        Symbol x = wide.equals(wide.stream().sorted().toList()) ? value.symbol() : straight(value);
        return x.shape().equals(shape)
                ? Mapped.of(x).positive(value.positive())
                : Mapped.of(Reshape.of(shape.dims()).name(name()).apply(x)).positive(value.positive());
    }
}
