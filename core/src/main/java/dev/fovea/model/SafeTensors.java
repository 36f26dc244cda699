package dev.fovea.model;

import dev.fovea.data.WholeFile;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of named tensors in the safetensors format: 8 bytes that hold the length of a header, the header as JSON, and the
 * tensors' bytes, little-endian, without gap or overlap. It is mapped into memory, and each tensor read when it is asked
 * for; whatever its type, it is float32 then.
 *
 * <pre>{@code
 * try (SafeTensors file = SafeTensors.open(Path.of("resnet50.safetensors"))) {
 *     Tensor kernel = file.tensor("conv1.weight");  // [64, 3, 7, 7]
 * }
 * }</pre>
 */
public final class SafeTensors implements AutoCloseable {
    private static final String METADATA = "__metadata__";
    private static final int LONGEST_HEADER = 100_000_000;
    private static final int CHUNK = 1 << 20;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** What a tensor's numbers are in a file. */
    public enum Type {
        F64(8),
        F32(4),
        F16(2),
        BF16(2),
        I64(8),
        I32(4),
        I16(2),
        I8(1),
        U8(1),
        BOOL(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    /** A tensor as the header announces it; its bytes are counted from the end of the header. */
    private record Entry(String name, Type type, Shape shape, long begin, long end) {}

    private final Path path;
    private final Arena arena;
    private final MemorySegment data;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;

    private SafeTensors(
            Path path, Arena arena, MemorySegment data, Map<String, Entry> entries, Map<String, String> metadata) {
        this.path = path;
        this.arena = arena;
        this.data = data;
        this.entries = entries;
        this.metadata = metadata;
    }

    /**
     * Writes float32 tensors. The file is written aside and moved into place.
     *
     * @param metadata texts by name
     * @throws IOException if it can't be written; a file of that name is then as it was
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        write(file, tensors, metadata, Type.F32);
    }

    /**
     * The same in another precision.
     *
     * @param type F32, or F16 or BF16, to which numbers are rounded, halves to even
     * @throws IllegalArgumentException if it is another
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata, Type type)
            throws IOException {
        if (type != Type.F32 && type != Type.F16 && type != Type.BF16) {
            throw new IllegalArgumentException("tensors are written as F32, F16 or BF16, not as " + type);
        }
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(METADATA, metadata);
        long end = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long begin = end;
            end += (long) type.bytes * entry.getValue().size();
            Shape shape = entry.getValue().shape();
            // In a fixed order, unlike that of Map.of, so that equal models are equal files.
            Map<String, Object> description = new LinkedHashMap<>();
            description.put("dtype", type.name());
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
                write(tensor.data(), type, out);
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

    private static void write(float[] values, Type type, OutputStream out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, (long) type.bytes * values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; ) {
            int count = Math.min(chunk.capacity() / type.bytes, values.length - from);
            if (type == Type.F32) {
                chunk.asFloatBuffer().put(values, from, count);
            } else {
                for (int i = 0; i < count; i++) {
                    float value = values[from + i];
                    chunk.putShort(2 * i, type == Type.F16 ? Float.floatToFloat16(value) : toBfloat16(value));
                }
            }
            out.write(chunk.array(), 0, type.bytes * count);
            from += count;
        }
    }

    /** The upper half of a float, rounded by the lower, a tie to the even one. */
    private static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40); // A mantissa that is not 0, whatever is cut off.
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /**
     * Opens a file and looks its header over; tensors are read later.
     *
     * @throws MalformedModelException if it is not in the format, cut short, or has tensors that overlap
     * @throws IOException if it can't be read
     */
    @SuppressWarnings("MustBeClosedChecker") // The arena is closed with what is given, or here.
    public static SafeTensors open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("can't read " + file + ": it is a folder; name a file");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file)) {
            SafeTensors opened = open(file, channel, arena);
            arena = null;
            return opened;
        } catch (NoSuchFileException e) {
            throw new IOException("can't read " + file + ": there is no such file", e);
        } finally {
            if (arena != null) {
                arena.close();
            }
        }
    }

    private static SafeTensors open(Path file, FileChannel channel, Arena arena) throws IOException {
        long size = channel.size();
        if (size < 8) {
            throw new MalformedModelException(file, "a safetensors file has 8 bytes or more, but this one has " + size);
        }
        MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
        long length = all.get(LONG, 0);
        if (length < 2 || length > size - 8 || length > LONGEST_HEADER) {
            throw new MalformedModelException(
                    file,
                    "the header's length is given as " + Long.toUnsignedString(length) + " bytes, but the file has "
                            + (size - 8) + " behind it and a header at most " + LONGEST_HEADER
                            + "; it is cut short or not a safetensors file");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> list = entries(file, text(file, all.asSlice(8, length).asByteBuffer()), metadata);
        long data = size - 8 - length;
        long end = 0;
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Entry entry : list) {
            if (entry.begin != end) {
                throw new MalformedModelException(
                        file,
                        "tensor \"" + entry.name + "\" begins at byte " + entry.begin + ", but the one before ends"
                                + " at byte " + end + "; tensors may neither overlap nor leave gaps");
            }
            end = entry.end;
            entries.put(entry.name, entry);
        }
        if (end != data) {
            throw new MalformedModelException(
                    file,
                    "its tensors need " + end + " bytes, but there are " + data
                            + (end > data ? "; it is cut short" : "; it is damaged"));
        }
        return new SafeTensors(file, arena, all.asSlice(8 + length), entries, metadata);
    }

    private static String text(Path file, ByteBuffer bytes) throws MalformedModelException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        String text = new String(copy, StandardCharsets.UTF_8);
        // What stands for bytes that are no text may be in the text itself; the slow way tells them apart.
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedModelException(file, "its header is not UTF-8; it is not a safetensors file");
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The texts beside the tensors, by name. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** The names of the tensors, in the order in which they lie in the file. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * A tensor's shape.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public Shape shape(String name) {
        return entry(name).shape;
    }

    /**
     * What a tensor's numbers are in the file.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public Type type(String name) {
        return entry(name).type;
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("tensor \"" + name + "\" is missing; there are "
                    + String.join(", ", entries.keySet().stream().limit(100).toList()));
        }
        return entry;
    }

    /**
     * Reads a tensor; its numbers become float32, the nearest where they are larger than that.
     *
     * @throws IllegalArgumentException if there is none of this name
     * @throws IllegalStateException if the file is closed
     */
    public Tensor tensor(String name) {
        Entry entry = entry(name);
        float[] values = new float[entry.shape.size()];
        MemorySegment bytes = data.asSlice(entry.begin, entry.end - entry.begin);
        switch (entry.type) {
            case F32 -> MemorySegment.copy(bytes, FLOAT, 0, values, 0, values.length);
            case F16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.float16ToFloat(bytes.get(SHORT, 2L * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(bytes.get(SHORT, 2L * i) << 16);
                }
            }
            case F64, I64, I32, I16, I8, U8, BOOL -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = number(bytes, entry.type, i);
                }
            }
        }
        return Tensor.of(entry.shape, values);
    }

    private static float number(MemorySegment bytes, Type type, long i) {
        return switch (type) {
            case F64 -> (float) bytes.get(DOUBLE, 8 * i);
            case I64 -> bytes.get(LONG, 8 * i);
            case I32 -> bytes.get(INT, 4 * i);
            case I16 -> bytes.get(SHORT, 2 * i);
            case I8 -> bytes.get(ValueLayout.JAVA_BYTE, i);
            default -> bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff;
        };
    }

    /** Gives the file free; tensors that were read stay. */
    @Override
    public void close() {
        arena.close();
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
        Type type = null;
        for (Type known : Type.values()) {
            type = known.name().equals(value.get("dtype")) ? known : type;
        }
        if (type == null) {
            throw new IllegalArgumentException(
                    "tensor \"" + name + "\" has type " + value.get("dtype") + "; types are " + List.of(Type.values()));
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
        if (offsets.length != 2 || offsets[1] - offsets[0] != (long) type.bytes * shape.size()) {
            throw new IllegalArgumentException("tensor \"" + name + "\" of shape " + shape + " needs "
                    + (long) type.bytes * shape.size() + " bytes, but lies at " + value.get("data_offsets"));
        }
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private static long[] numbers(String name, String key, Map<?, ?> value) {
        if (value.get(key) instanceof List<?> list) {
            long[] numbers = new long[list.size()];
            int count = 0;
            while (count < numbers.length && list.get(count) instanceof Long number && number >= 0) {
                numbers[count++] = number;
            }
            if (count == numbers.length) {
                return numbers;
            }
        }
        throw new IllegalArgumentException(
                "tensor \"" + name + "\" needs a list of whole numbers as \"" + key + "\", not " + value.get(key));
    }
}
