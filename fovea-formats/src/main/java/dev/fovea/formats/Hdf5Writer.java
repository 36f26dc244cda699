package dev.fovea.formats;

import dev.fovea.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes HDF5 files as h5py does by default, as far as Keras needs them: superblock 0, object headers 1, groups of link
 * messages, contiguous data, and texts of variable length as attributes. All addresses are known before anything is
 * written, so that a file can go to a stream, and into a zip file, without being held whole.
 *
 * <p>Of the HDF5 File Format Specification, Version 3.0. Why jHDF's own writer is not used: docs/decisions.
 */
final class Hdf5Writer {
    private static final long NONE = -1;
    private static final int SUPERBLOCK = 96;
    private static final int CHUNK = 1 << 16;

    /** The kinds of numbers that Keras's files hold, as an HDF5 datatype message tells them. */
    private enum Type {
        FLOAT32(4, 0x11, 0x20, 31, new int[] {0, 32, 0x0817, 0x1700, 127, 0}),
        INT64(8, 0x10, 0x08, 0, new int[] {0, 64}),
        INT32(4, 0x10, 0x08, 0, new int[] {0, 32}),
        UINT32(4, 0x10, 0x00, 0, new int[] {0, 32});

        final int bytes;
        final byte[] message;

        Type(int bytes, int classAndVersion, int bits, int sign, int[] properties) {
            this.bytes = bytes;
            ByteBuffer out = little(8 + 2 * properties.length);
            out.put((byte) classAndVersion)
                    .put((byte) bits)
                    .put((byte) sign)
                    .put((byte) 0)
                    .putInt(bytes);
            for (int property : properties) {
                out.putShort((short) property);
            }
            this.message = out.array();
        }
    }

    private sealed interface Node {}

    /** A group with its children by name. */
    static final class Group implements Node {
        private final Map<String, Node> children = new LinkedHashMap<>();
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private long address;

        /** The group at a path from here on, made where there is none. */
        Group group(String path) {
            Group group = this;
            for (String name : path.split("/", -1)) {
                if (!name.isEmpty()) {
                    group = (Group) group.children.computeIfAbsent(name, n -> new Group());
                }
            }
            return group;
        }

        void attribute(String name, String text) {
            attributes.put(name, text);
        }

        /** A dataset of float32, in the tensor's shape. */
        void put(String name, Tensor tensor) {
            children.put(name, new Dataset(Type.FLOAT32, tensor.shape().dims(), tensor.data(), new long[0]));
        }

        /** One int64. */
        void int64(String name, long number) {
            children.put(name, new Dataset(Type.INT64, new int[0], null, new long[] {number}));
        }

        /** One int32. */
        void int32(String name, int number) {
            children.put(name, new Dataset(Type.INT32, new int[0], null, new long[] {number}));
        }

        /** A row of uint32. */
        void uint32(String name, long... numbers) {
            children.put(name, new Dataset(Type.UINT32, new int[] {numbers.length}, null, numbers));
        }
    }

    private static final class Dataset implements Node {
        final Type type;
        final int[] dims;
        final float[] floats;
        final long[] longs;
        long address;
        long dataAddress;

        Dataset(Type type, int[] dims, float[] floats, long[] longs) {
            this.type = type;
            this.dims = dims;
            this.floats = floats;
            this.longs = longs;
        }

        long bytes() {
            return (long) type.bytes * (floats == null ? longs.length : floats.length);
        }
    }

    private final Group root;
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final long heapAddress;
    private final byte[] heap;
    private final long end;

    /** @param root is not changed any more once the writer is made */
    Hdf5Writer(Group root) {
        this.root = root;
        collect(root);
        heap = heap();
        heapAddress = SUPERBLOCK;
        long at = SUPERBLOCK + heap.length;
        for (Node node : nodes) {
            // A header's size is the same whatever addresses it holds.
            switch (node) {
                case Group group -> group.address = at;
                case Dataset dataset -> dataset.address = at;
            }
            at += header(node).length;
        }
        for (Node node : nodes) {
            if (node instanceof Dataset dataset) {
                dataset.dataAddress = dataset.bytes() == 0 ? NONE : at;
                at += (dataset.bytes() + 7) & ~7L;
            }
        }
        end = at;
    }

    private void collect(Group group) {
        nodes.add(group);
        for (String text : group.attributes.values()) {
            if (!texts.contains(text)) {
                texts.add(text);
            }
        }
        for (Node child : group.children.values()) {
            switch (child) {
                case Group inner -> collect(inner);
                case Dataset dataset -> nodes.add(dataset);
            }
        }
    }

    /** The file's size in bytes. */
    long size() {
        return end;
    }

    void write(OutputStream out) throws IOException {
        out.write(superblock());
        out.write(heap);
        for (Node node : nodes) {
            out.write(header(node));
        }
        for (Node node : nodes) {
            if (node instanceof Dataset dataset) {
                write(dataset, out);
            }
        }
    }

    private static void write(Dataset dataset, OutputStream out) throws IOException {
        ByteBuffer chunk = little(CHUNK);
        int step = CHUNK / dataset.type.bytes;
        int count = dataset.floats == null ? dataset.longs.length : dataset.floats.length;
        for (int from = 0; from < count; from += step) {
            int part = Math.min(step, count - from);
            if (dataset.floats != null) {
                chunk.asFloatBuffer().put(dataset.floats, from, part);
            } else {
                chunk.clear();
                for (int i = from; i < from + part; i++) {
                    if (dataset.type.bytes == 8) {
                        chunk.putLong(dataset.longs[i]);
                    } else {
                        chunk.putInt((int) dataset.longs[i]);
                    }
                }
            }
            out.write(chunk.array(), 0, part * dataset.type.bytes);
        }
        out.write(new byte[(int) (-dataset.bytes() & 7)]);
    }

    private byte[] superblock() {
        ByteBuffer out = little(SUPERBLOCK);
        out.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
        out.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0});
        out.putShort((short) 4).putShort((short) 16).putInt(0);
        out.putLong(0).putLong(NONE).putLong(end).putLong(NONE);
        out.putLong(0).putLong(root.address);
        return out.array();
    }

    /** The collection of all attributes' texts, numbered from 1. */
    private byte[] heap() {
        int size = 16;
        List<byte[]> all = new ArrayList<>();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            all.add(bytes);
            size += 16 + padded(bytes.length);
        }
        int whole = Math.max(4096, size + 16);
        ByteBuffer out = little(whole);
        out.put("GCOL".getBytes(StandardCharsets.US_ASCII)).putInt(1).putLong(whole);
        for (int i = 0; i < all.size(); i++) {
            out.putShort((short) (i + 1)).putShort((short) 1).putInt(0).putLong(all.get(i).length);
            out.put(all.get(i)).position(out.position() + (-all.get(i).length & 7));
        }
        // What is left is object 0.
        int left = whole - out.position();
        out.putLong(0).putLong(left);
        return out.array();
    }

    private byte[] header(Node node) {
        List<byte[]> messages = new ArrayList<>();
        switch (node) {
            case Group group -> {
                messages.add(message(
                        0x02, little(18).put(new byte[] {0, 0}).putLong(NONE).putLong(NONE)));
                messages.add(message(0x0a, little(2)));
                group.children.forEach((name, child) -> messages.add(link(name, child)));
                group.attributes.forEach((name, text) -> messages.add(attribute(name, text)));
            }
            case Dataset dataset -> {
                messages.add(message(0x01, space(dataset.dims)));
                messages.add(message(0x03, little(dataset.type.message.length).put(dataset.type.message)));
                messages.add(message(0x05, little(8).put(new byte[] {2, 2, 2, 1})));
                messages.add(message(
                        0x08,
                        little(18)
                                .put(new byte[] {3, 1})
                                .putLong(dataset.dataAddress)
                                .putLong(dataset.bytes())));
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        messages.forEach(all::writeBytes);
        ByteBuffer out = little(16 + all.size());
        out.put(new byte[] {1, 0})
                .putShort((short) messages.size())
                .putInt(1)
                .putInt(all.size())
                .putInt(0);
        return out.put(all.toByteArray()).array();
    }

    private static byte[] message(int type, ByteBuffer data) {
        int size = padded(data.capacity());
        ByteBuffer out = little(8 + size);
        out.putShort((short) type).putShort((short) size).putInt(0);
        return out.put(data.array()).array();
    }

    private static byte[] link(String name, Node child) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = little(13 + bytes.length);
        // Version 1; the name is UTF-8, its length two bytes.
        out.put(new byte[] {1, 0x11, 1}).putShort((short) bytes.length).put(bytes);
        return message(
                0x06,
                out.putLong(
                        switch (child) {
                            case Group group -> group.address;
                            case Dataset dataset -> dataset.address;
                        }));
    }

    private byte[] attribute(String name, String text) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        // A text of variable length in UTF-8, made of unsigned bytes.
        ByteBuffer type = little(20).put(new byte[] {0x19, 1, 1, 0}).putInt(16);
        type.put(new byte[] {0x10, 0, 0, 0}).putInt(1).putShort((short) 0).putShort((short) 8);
        ByteBuffer space = space(new int[0]);
        ByteBuffer out = little(8 + padded(bytes.length) + padded(type.capacity()) + padded(space.capacity()) + 16);
        out.put(new byte[] {1, 0}).putShort((short) bytes.length);
        out.putShort((short) type.capacity()).putShort((short) space.capacity());
        out.put(bytes).position(8 + padded(bytes.length));
        out.put(type.array()).position(8 + padded(bytes.length) + padded(type.capacity()));
        out.put(space.array());
        out.putInt(text.getBytes(StandardCharsets.UTF_8).length).putLong(heapAddress);
        return message(0x0c, out.putInt(texts.indexOf(text) + 1));
    }

    private static ByteBuffer space(int[] dims) {
        ByteBuffer out = little(8 + 8 * dims.length).put(new byte[] {1, (byte) dims.length, 0, 0, 0, 0, 0, 0});
        for (int dim : dims) {
            out.putLong(dim);
        }
        return out;
    }

    private static int padded(int size) {
        return (size + 7) & ~7;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
