package dev.fovea.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message of Protocol Buffers' wire format, to be written; what it holds is not copied, as weights are large. */
final class Message {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final List<byte[]> pieces = new ArrayList<>();
    private int length;

    Message number(int field, long value) {
        return piece(tag(field, VARINT)).piece(varint(value));
    }

    Message real(int field, float value) {
        byte[] bytes = ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        return piece(tag(field, FIXED32)).piece(bytes);
    }

    Message text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message bytes(int field, byte[] value) {
        return piece(tag(field, LENGTH_DELIMITED)).piece(varint(value.length)).piece(value);
    }

    Message message(int field, Message value) {
        return piece(tag(field, LENGTH_DELIMITED)).piece(varint(value.length)).append(value);
    }

    /** Adds the fields of another message. */
    Message append(Message fields) {
        fields.pieces.forEach(this::piece);
        return this;
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] piece : pieces) {
            out.write(piece);
        }
    }

    private Message piece(byte[] bytes) {
        pieces.add(bytes);
        length = Math.addExact(length, bytes.length);
        return this;
    }

    private static byte[] tag(int field, int wireType) {
        return varint((long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; the eighth says that more follow. */
    private static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }
}
