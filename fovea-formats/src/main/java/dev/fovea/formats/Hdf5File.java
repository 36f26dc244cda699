package dev.fovea.formats;

import dev.fovea.model.MalformedModelException;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An HDF5 file, read by jHDF. Whatever is wrong with it comes as {@link MalformedModelException}; links are not followed,
 * so that a file can't name others; a dataset is read only if the file is large enough to hold it.
 */
final class Hdf5File implements AutoCloseable {
    /** What deflate makes of so many bytes is at least one. */
    private static final long DENSEST = 1032;

    private static final long SIGNATURE = 0x0a1a0a0d46444889L;

    private final Path path;
    private final HdfFile file;
    private final Arena arena;
    private final long size;

    private Hdf5File(Path path, HdfFile file, Arena arena, long size) {
        this.path = path;
        this.file = file;
        this.arena = arena;
        this.size = size;
    }

    /** Maps a file into memory, so that jHDF can take no more room for a part of it than there is. */
    @SuppressWarnings("MustBeClosedChecker") // The arena is closed with what is given, or here.
    static Hdf5File open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("can't read " + path + ": it is a folder; name a file");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE) {
                throw new MalformedModelException(
                        path,
                        "it has " + size + " bytes; HDF5 files of up to 2^31 - 1 are read: save the model as .keras"
                                + " or its weights in shards");
            }
            ByteBuffer bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena).asByteBuffer();
            Hdf5File opened = new Hdf5File(path, parsed(path, bytes), arena, size);
            arena = null;
            return opened;
        } catch (NoSuchFileException e) {
            throw new IOException("can't read " + path + ": there is no such file", e);
        } finally {
            if (arena != null) {
                arena.close();
            }
        }
    }

    /** @param path of the file within which the bytes lie, for messages */
    static Hdf5File of(byte[] bytes, Path path) throws IOException {
        return new Hdf5File(path, parsed(path, ByteBuffer.wrap(bytes)), null, bytes.length);
    }

    private static HdfFile parsed(Path path, ByteBuffer bytes) throws IOException {
        return guarded(path, () -> {
            ByteBuffer start = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            // Where the superblock says that the file ends, if it is where nearly all files have it.
            if (start.remaining() > 48 && start.getLong(0) == SIGNATURE) {
                long end = start.getLong(start.get(8) < 2 ? 40 : 28);
                if (end > start.remaining()) {
                    throw new IllegalArgumentException(
                            "it is to be of " + end + " bytes, but has " + start.remaining() + "; it is cut short");
                }
            }
            return HdfFile.fromByteBuffer(bytes);
        });
    }

    /** jHDF trusts a file's numbers: whatever a lie makes it do is the file's fault. */
    private static <T> T guarded(Path path, Supplier<T> read) throws MalformedModelException {
        try {
            return read.get();
        } catch (RuntimeException | StackOverflowError e) {
            MalformedModelException malformed = new MalformedModelException(
                    path, "it is no HDF5 file, or a damaged one: " + (e.getMessage() == null ? e : e.getMessage()));
            malformed.initCause(e);
            throw malformed;
        }
    }

    Path path() {
        return path;
    }

    /** Whether there is a group or dataset at a path. */
    boolean has(String at) throws IOException {
        return guarded(path, () -> find(at)) != null;
    }

    /** The names of what a group holds; none where there is no such group. */
    List<String> children(String at) throws IOException {
        return guarded(path, () -> {
            Map<String, Node> children = find(at) instanceof Group group ? group.getChildren() : Map.of();
            return List.copyOf(children.keySet());
        });
    }

    private Node find(String at) {
        Node node = file;
        for (String name : at.split("/", -1)) {
            if (!name.isEmpty()) {
                node = node instanceof Group group ? group.getChild(name) : null;
                if (node != null && node.isLink()) {
                    throw new IllegalArgumentException("\"" + at + "\" is a link to elsewhere, which is not followed");
                }
            }
        }
        return node;
    }

    /** The text that an attribute holds, or null where there is none. */
    String text(String at, String attribute) throws IOException {
        List<String> texts = texts(at, attribute);
        return texts == null ? null : texts.size() == 1 ? texts.getFirst() : String.join("", texts);
    }

    /** The texts that an attribute holds, or null where there is none. */
    List<String> texts(String at, String attribute) throws IOException {
        return guarded(path, () -> {
            Node node = find(at);
            Attribute found = node == null ? null : node.getAttribute(attribute);
            if (found == null) {
                return null;
            }
            // Each text is named by at least one byte, so more of them than bytes there can't be.
            if (found.getSize() > size) {
                throw new IllegalArgumentException("its attribute \"" + attribute + "\" is larger than the file");
            }
            List<String> texts = new ArrayList<>();
            add(found.isEmpty() ? new Object[0] : found.getData(), texts);
            return texts;
        });
    }

    private static void add(Object data, List<String> texts) {
        switch (data) {
            case Object[] several -> {
                for (Object one : several) {
                    add(one, texts);
                }
            }
            case null -> texts.add("");
            default -> texts.add(data.toString());
        }
    }

    /**
     * The numbers of a dataset as float32.
     *
     * @throws MalformedModelException if there is none at the path, or one that the file can't hold
     */
    Tensor tensor(String at) throws IOException {
        return guarded(path, () -> {
            if (!(find(at) instanceof Dataset dataset)) {
                throw new IllegalArgumentException("it has no dataset \"" + at + "\"");
            }
            boolean half = dataset.getDataType() instanceof FloatingPoint;
            if (!half && !(dataset.getDataType() instanceof FixedPoint)) {
                throw new IllegalArgumentException("dataset \"" + at + "\" holds no numbers, but "
                        + dataset.getDataType().getClass().getSimpleName());
            }
            long bytes = Math.max(1, dataset.getDataType().getSize());
            for (int dim : dataset.getDimensions()) {
                if (dim < 0) {
                    throw new IllegalArgumentException("dataset \"" + at + "\" has an axis of " + dim);
                }
                bytes = Math.multiplyExact(bytes, (long) Math.max(1, dim));
            }
            long most = size;
            if (dataset instanceof ChunkedDataset chunked) {
                most *= chunked.getFilters().isEmpty() ? 1 : DENSEST;
                long chunk = dataset.getDataType().getSize();
                for (int dim : chunked.getChunkDimensions()) {
                    if (dim < 1) {
                        // Beside a 0, other axes could be of any length.
                        throw new IllegalArgumentException("dataset \"" + at + "\" has chunks with an axis of " + dim);
                    }
                    chunk = Math.multiplyExact(chunk, (long) dim);
                }
                // Chunks at the end reach beyond the dataset, by less than one along each axis.
                bytes = Math.max(bytes, chunk);
            }
            if (bytes > most) {
                throw new IllegalArgumentException(
                        "dataset \"" + at + "\" is to hold " + bytes + " bytes, more than a file of " + size + " can");
            }
            Shape shape = Shape.of(dataset.getDimensions());
            return Tensor.of(shape, shape.size() == 0 ? new float[0] : floats(dataset.getDataFlat(), at));
        });
    }

    private static float[] floats(Object data, String at) {
        switch (data) {
            case float[] floats -> {
                return floats;
            }
            case double[] doubles -> {
                float[] floats = new float[doubles.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) doubles[i];
                }
                return floats;
            }
            case int[] ints -> {
                float[] floats = new float[ints.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = ints[i];
                }
                return floats;
            }
            case long[] longs -> {
                float[] floats = new float[longs.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = longs[i];
                }
                return floats;
            }
            case Number number -> {
                return new float[] {number.floatValue()};
            }
            case null, default ->
                throw new IllegalArgumentException("dataset \"" + at + "\" holds numbers of another kind: "
                        + (data == null ? null : data.getClass().getSimpleName()));
        }
    }

    @Override
    public void close() {
        file.close();
        if (arena != null) {
            arena.close();
        }
    }
}
