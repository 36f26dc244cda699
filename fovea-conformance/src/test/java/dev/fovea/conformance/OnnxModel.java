package dev.fovea.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A model of one operator, in ONNX's file format: protocol buffers, whose field numbers are those of onnx.proto.
 *
 * <p>Inputs are named by their numbers, an input left out by the empty name; outputs o0, o1 and so on.
 */
final class OnnxModel {
    /** The set of operators; the first with RMSNormalization. */
    private static final int OPSET = 23;

    private static final int IR_VERSION = 10;

    private final Message node = new Message();
    private final Message graph = new Message();
    private int inputs;

    OnnxModel(String operator) {
        node.text(4, operator);
    }

    /** What numbers are: TensorProto.DataType. */
    enum Type {
        FLOAT(1),
        INT64(7);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    /** Adds an input and gives its name. */
    String input(Type type, int... dims) {
        String name = "i" + inputs++;
        node.text(1, name);
        Message shape = new Message();
        for (int dim : dims) {
            shape.message(1, new Message().number(1, dim));
        }
        graph.message(11, value(name, new Message().number(1, type.number).message(2, shape)));
        return name;
    }

    /** Leaves an optional input out. */
    void absent() {
        node.text(1, "");
    }

    void attribute(String name, float value) {
        node.message(5, new Message().text(1, name).real(2, value).number(20, 1));
    }

    void attribute(String name, long value) {
        node.message(5, new Message().text(1, name).number(3, value).number(20, 2));
    }

    void attribute(String name, String value) {
        node.message(5, new Message().text(1, name).text(4, value).number(20, 3));
    }

    void attribute(String name, int... values) {
        Message list = new Message().text(1, name).number(20, 7);
        for (int value : values) {
            list.number(8, value);
        }
        node.message(5, list);
    }

    /** The file of the model with so many outputs. */
    byte[] bytes(int outputs) {
        for (int i = 0; i < outputs; i++) {
            node.text(2, "o" + i);
            graph.message(12, value("o" + i, new Message().number(1, Type.FLOAT.number)));
        }
        graph.message(1, node).text(2, "one");
        Message opset = new Message().text(1, "").number(2, OPSET);
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, opset)
                .toBytes();
    }

    private static Message value(String name, Message tensorType) {
        return new Message().text(1, name).message(2, new Message().message(1, tensorType));
    }

    /** Fields of a protocol buffer's message, each under its number. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int LENGTH = 2;
        private static final int FIXED32 = 5;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            tag(field, VARINT);
            varint(value);
            return this;
        }

        Message real(int field, float value) {
            tag(field, FIXED32);
            int bits = Float.floatToIntBits(value);
            for (int shift = 0; shift < 32; shift += 8) {
                out.write(bits >>> shift);
            }
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        private Message bytes(int field, byte[] value) {
            tag(field, LENGTH);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private void tag(int field, int wireType) {
            varint((long) field << 3 | wireType);
        }

        /** Seven bits a byte, the lowest first; all but the last have the highest bit set. */
        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] toBytes() {
            return out.toByteArray();
        }
    }
}
