package dev.fovea.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard's events: records of a length, its checksum, an {@code Event} message of TensorFlow's {@code
 * event.proto} and its checksum. Scalars are written as TensorFlow 2 does, as tensors of the plug-in "scalars".
 *
 * <p>Only the few fields that scalars need are written, so the protocol buffers' encoding is done here: a field is its
 * number and kind in a varint, then a varint (kind 0), 8 bytes (1) or a length and bytes (2).
 */
final class EventFile {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;

    private final Path file;
    private final Clock clock;

    private EventFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Makes a file of its own in a folder, which is made too, and writes what version it is of. */
    static EventFile create(Path folder, Clock clock) throws IOException {
        Files.createDirectories(folder);
        String name = "events.out.tfevents.%010d.%s.%d"
                .formatted(
                        clock.instant().getEpochSecond(),
                        System.getenv().getOrDefault("HOSTNAME", "localhost"),
                        ProcessHandle.current().pid());
        for (int i = 0; ; i++) {
            EventFile events = new EventFile(folder.resolve(name + "." + i + ".v2"), clock);
            try {
                Files.createFile(events.file);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            events.append(record(events.event().text(3, "brain.Event:2")));
            return events;
        }
    }

    Path file() {
        return file;
    }

    /** Appends scalars by their tags, each as an event of this step. */
    void scalars(long step, Map<String, Double> values) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        values.forEach((tag, value) -> records.writeBytes(record(scalar(step, tag, value.floatValue()))));
        append(records.toByteArray());
    }

    private void append(byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    private Message scalar(long step, String tag, float value) {
        // DT_FLOAT, no axes, one number.
        Message tensor = new Message().number(1, 1).message(2, new Message()).packed(5, value);
        // DATA_CLASS_SCALAR.
        Message metadata =
                new Message().message(1, new Message().text(1, "scalars")).number(4, 1);
        Message entry = new Message().text(1, tag).message(8, tensor).message(9, metadata);
        return event().number(2, step).message(5, new Message().message(1, entry));
    }

    private Message event() {
        Instant now = clock.instant();
        return new Message().real(1, now.getEpochSecond() + now.getNano() * 1e-9);
    }

    private static byte[] record(Message event) {
        byte[] data = event.out.toByteArray();
        ByteBuffer record = littleEndian(data.length + 16);
        record.putLong(data.length);
        record.putInt(checksum(record.array(), 8));
        record.put(data);
        record.putInt(checksum(data, data.length));
        return record.array();
    }

    /** CRC-32C, turned and shifted so that it differs where data holds checksums. */
    private static int checksum(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A message under way. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private Message varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
            return this;
        }

        private Message key(int field, int kind) {
            return varint(field << 3 | kind);
        }

        Message number(int field, long value) {
            return key(field, VARINT).varint(value);
        }

        Message real(int field, double value) {
            key(field, EIGHT_BYTES);
            out.writeBytes(littleEndian(8).putDouble(value).array());
            return this;
        }

        /** A repeated field of one number. */
        Message packed(int field, float value) {
            return bytes(field, littleEndian(4).putFloat(value).array());
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.out.toByteArray());
        }

        private Message bytes(int field, byte[] value) {
            key(field, BYTES).varint(value.length);
            out.writeBytes(value);
            return this;
        }
    }
}
