package dev.fovea.model;

import dev.fovea.data.WholeFile;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of named float32 tensors in the safetensors format: 8 bytes that hold the length of a header, the header as
 * JSON, and the tensors' bytes, little-endian, without gap or overlap.
 *
 * @param metadata texts by name
 */
record SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    private static final String METADATA = "__metadata__";
    private static final int LONGEST_HEADER = 100_000_000;
    private static final int CHUNK = 1 << 20;

    /** A tensor as the header announces it; its bytes are counted from the end of the header. */
    private record Entry(String name, Shape shape, long begin, long end) {}

    void write(Path file) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(METADATA, metadata);
        long end = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long begin = end;
            end += 4L * entry.getValue().size();
            Shape shape = entry.getValue().shape();
            // In a fixed order, unlike that of Map.of, so that equal models are equal files.
            Map<String, Object> description = new LinkedHashMap<>();
            description.put("dtype", "F32");
            description.put("shape", sizes(shape));
            description.put("data_offsets", List.of(begin, end));
            header.put(entry.getKey(), description);
        }
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        // Spaces behind the header let the tensors begin at a multiple of 8 bytes.
        int length = (text.length + 7) & ~7;
        WholeFile.write(file, out -> {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array());
            out.write(text);
            out.write(" ".repeat(length - text.length).getBytes(StandardCharsets.UTF_8));
            for (Tensor tensor : tensors.values()) {
                write(tensor.data(), out);
            }
        });
    }

    private static List<Object> sizes(Shape shape) {
        List<Object> sizes = new ArrayList<>();
        for (int dim : shape.dims()) {
            sizes.add(dim);
        }
        return sizes;
    }

    private static void write(float[] values, OutputStream out) throws IOException {
        ByteBuffer chunk =
                ByteBuffer.allocate((int) Math.min(CHUNK, 4L * values.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; ) {
            int count = Math.min(chunk.capacity() / 4, values.length - from);
            chunk.asFloatBuffer().put(values, from, count);
            out.write(chunk.array(), 0, 4 * count);
            from += count;
        }
    }

    /**
     * Reads a file whole.
     *
     * @throws MalformedModelException if it is not in the format, cut short, or has tensors that overlap
     * @throws IOException if it can't be read
     */
    static SafeTensors read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("can't read " + file + ": it is a folder; name a file");
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            if (size < 8) {
                throw new MalformedModelException(
                        file, "a safetensors file has 8 bytes or more, but this one has " + size);
            }
            long length = bytes(channel, 8).getLong();
            if (length < 2 || length > size - 8 || length > LONGEST_HEADER) {
                throw new MalformedModelException(
                        file,
                        "the header's length is given as " + Long.toUnsignedString(length) + " bytes, but the file has "
                                + (size - 8) + " behind it and a header at most " + LONGEST_HEADER
                                + "; it is cut short or not a safetensors file");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            List<Entry> entries = entries(file, text(file, bytes(channel, (int) length)), metadata);
            long data = size - 8 - length;
            long end = 0;
            for (Entry entry : entries) {
                if (entry.begin != end) {
                    throw new MalformedModelException(
                            file,
                            "tensor \"" + entry.name + "\" begins at byte " + entry.begin + ", but the one before ends"
                                    + " at byte " + end + "; tensors may neither overlap nor leave gaps");
                }
                end = entry.end;
            }
            if (end != data) {
                throw new MalformedModelException(
                        file,
                        "its tensors need " + end + " bytes, but there are " + data
                                + (end > data ? "; it is cut short" : "; it is damaged"));
            }
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Entry entry : entries) {
                tensors.put(entry.name, Tensor.of(entry.shape, floats(channel, entry.shape.size())));
            }
            return new SafeTensors(tensors, metadata);
        } catch (NoSuchFileException e) {
            throw new IOException("can't read " + file + ": there is no such file", e);
        }
    }

    private static ByteBuffer bytes(SeekableByteChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, buffer);
        return buffer;
    }

    private static void fill(SeekableByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        buffer.flip();
    }

    private static String text(Path file, ByteBuffer bytes) throws MalformedModelException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedModelException(file, "its header is not UTF-8; it is not a safetensors file");
        }
    }

    private static float[] floats(SeekableByteChannel channel, int count) throws IOException {
        float[] values = new float[count];
        ByteBuffer chunk =
                ByteBuffer.allocateDirect((int) Math.min(CHUNK, 4L * count)).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < count; ) {
            int part = Math.min(chunk.capacity() / 4, count - from);
            chunk.clear().limit(4 * part);
            fill(channel, chunk);
            chunk.asFloatBuffer().get(values, from, part);
            from += part;
        }
        return values;
    }

    private static List<Entry> entries(Path file, String header, Map<String, String> metadata)
            throws MalformedModelException {
        List<Entry> entries = new ArrayList<>();
        try {
            if (!(Json.parse(header) instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException("the header is no JSON object");
            }
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = (String) entry.getKey();
                if (!(entry.getValue() instanceof Map<?, ?> value)) {
                    throw new IllegalArgumentException("\"" + name + "\" is no JSON object");
                }
                if (name.equals(METADATA)) {
                    value.forEach((key, text) -> metadata.put((String) key, String.valueOf(text)));
                } else {
                    entries.add(entry(name, value));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedModelException(file, "its header is not that of a safetensors file: " + e.getMessage());
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return entries;
    }

    private static Entry entry(String name, Map<?, ?> value) {
        if (!"F32".equals(value.get("dtype"))) {
            throw new IllegalArgumentException(
                    "tensor \"" + name + "\" has type " + value.get("dtype") + "; a model file of Fovea has F32 only");
        }
        long[] offsets = numbers(name, "data_offsets", value);
        long[] sizes = numbers(name, "shape", value);
        int[] dims = new int[sizes.length];
        for (int i = 0; i < dims.length; i++) {
            if (sizes[i] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("tensor \"" + name + "\" has an axis of " + sizes[i]);
            }
            dims[i] = (int) sizes[i];
        }
        Shape shape = Shape.of(dims);
        if (offsets.length != 2 || offsets[1] - offsets[0] != 4L * shape.size()) {
            throw new IllegalArgumentException("tensor \"" + name + "\" of shape " + shape + " needs "
                    + 4L * shape.size() + " bytes, but lies at " + value.get("data_offsets"));
        }
        return new Entry(name, shape, offsets[0], offsets[1]);
    }

    private static long[] numbers(String name, String key, Map<?, ?> value) {
        if (value.get(key) instanceof List<?> list
                && list.stream().allMatch(n -> n instanceof Long number && number >= 0)) {
            return list.stream().mapToLong(n -> (Long) n).toArray();
        }
        throw new IllegalArgumentException(
                "tensor \"" + name + "\" needs a list of whole numbers as \"" + key + "\", not " + value.get(key));
    }
}
