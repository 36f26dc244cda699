package dev.fovea.formats.onnx;

import com.google.protobuf.ByteString;
import dev.fovea.formats.onnx.proto.StringStringEntryProto;
import dev.fovea.formats.onnx.proto.TensorProto;
import dev.fovea.formats.onnx.proto.TensorProto.DataLocation;
import dev.fovea.formats.onnx.proto.TensorProto.DataType;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads tensors of ONNX files: within the file or beside it, in any of the types that hold numbers. Nothing is made
 * that is larger than the bytes that are there.
 */
final class TensorReader {
    private final Path folder;

    /** @param folder where data beside the file may lie */
    TensorReader(Path folder) {
        this.folder = folder;
    }

    /** @throws IllegalArgumentException if the tensor is damaged, or of a type that holds no numbers */
    Known read(TensorProto tensor) throws IOException {
        try {
            Shape shape = shape(tensor.getDimsList());
            DataType type = DataType.forNumber(tensor.getDataType());
            if (type == null || type == DataType.UNDEFINED || type == DataType.STRING) {
                throw new IllegalArgumentException("it is of type "
                        + (type == null ? Integer.toString(tensor.getDataType()) : type.toString())
                        + ", which holds no numbers that Fovea reads");
            }
            boolean raw = tensor.hasRawData() || tensor.getDataLocation() == DataLocation.EXTERNAL;
            return raw ? raw(tensor, type, shape) : typed(tensor, type, shape);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor \"" + tensor.getName() + "\": " + e.getMessage(), e);
        }
    }

    static Shape shape(List<Long> dims) {
        int[] sizes = new int[dims.size()];
        long size = 1;
        for (int i = 0; i < sizes.length; i++) {
            long dim = dims.get(i);
            if (dim < 0 || dim > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("its shape is " + dims + "; sizes are 0 to 2^31 - 1");
            }
            sizes[i] = (int) dim;
            size = Math.multiplyHigh(size, dim) == 0 ? Math.max(size * dim, 0) : -1;
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("its shape is " + dims + ", of more than 2^31 - 1 numbers");
            }
        }
        return Shape.of(sizes);
    }

    private Known raw(TensorProto tensor, DataType type, Shape shape) throws IOException {
        long expected = (long) shape.size() * bytes(type);
        ByteBuffer data;
        if (tensor.getDataLocation() == DataLocation.EXTERNAL) {
            data = external(tensor.getExternalDataList(), expected);
        } else {
            ByteString bytes = tensor.getRawData();
            data = bytes.asReadOnlyByteBuffer();
        }
        if (data.remaining() != expected) {
            throw new IllegalArgumentException(
                    "it has " + data.remaining() + " bytes, where " + shape + " of " + type + " takes " + expected);
        }
        data.order(ByteOrder.LITTLE_ENDIAN);
        return floating(type) ? Known.of(shape, floats(type, data)) : Known.of(shape, integers(type, data));
    }

    private static int bytes(DataType type) {
        return switch (type) {
            case UINT8, INT8, BOOL -> 1;
            case UINT16, INT16, FLOAT16, BFLOAT16 -> 2;
            case FLOAT, INT32, UINT32 -> 4;
            default -> 8;
        };
    }

    static boolean floating(DataType type) {
        return switch (type) {
            case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> true;
            default -> false;
        };
    }

    private static float[] floats(DataType type, ByteBuffer data) {
        float[] values = new float[data.remaining() / bytes(type)];
        if (type == DataType.FLOAT) {
            data.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case DOUBLE -> (float) data.getDouble();
                case FLOAT16 -> Float.float16ToFloat(data.getShort());
                default -> bfloat16(data.getShort());
            };
        }
        return values;
    }

    /** The upper half of a float32. */
    private static float bfloat16(int bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    private static long[] integers(DataType type, ByteBuffer data) {
        long[] values = new long[data.remaining() / bytes(type)];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case UINT8, BOOL -> Byte.toUnsignedLong(data.get());
                case INT8 -> data.get();
                case UINT16 -> Short.toUnsignedLong(data.getShort());
                case INT16 -> data.getShort();
                case UINT32 -> Integer.toUnsignedLong(data.getInt());
                case INT32 -> data.getInt();
                default -> data.getLong();
            };
        }
        return values;
    }

    private static Known typed(TensorProto tensor, DataType type, Shape shape) {
        int count = switch (type) {
            case FLOAT -> tensor.getFloatDataCount();
            case DOUBLE -> tensor.getDoubleDataCount();
            case INT64 -> tensor.getInt64DataCount();
            case UINT32, UINT64 -> tensor.getUint64DataCount();
            default -> tensor.getInt32DataCount();
        };
        if (count != shape.size()) {
            throw new IllegalArgumentException(
                    "it has " + count + " numbers of " + type + ", where " + shape + " takes " + shape.size());
        }
        if (!floating(type)) {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = switch (type) {
                    case INT64 -> tensor.getInt64Data(i);
                    case UINT32, UINT64 -> tensor.getUint64Data(i);
                    default -> tensor.getInt32Data(i);
                };
            }
            return Known.of(shape, values);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (type) {
                case FLOAT -> tensor.getFloatData(i);
                case DOUBLE -> (float) tensor.getDoubleData(i);
                case FLOAT16 -> Float.float16ToFloat((short) tensor.getInt32Data(i));
                default -> bfloat16(tensor.getInt32Data(i));
            };
        }
        return Known.of(shape, values);
    }

    private ByteBuffer external(List<StringStringEntryProto> entries, long expected) throws IOException {
        String location = null;
        long offset = 0;
        long length = expected;
        for (StringStringEntryProto entry : entries) {
            switch (entry.getKey()) {
                case "location" -> location = entry.getValue();
                case "offset" -> offset = Long.parseLong(entry.getValue());
                case "length" -> length = Long.parseLong(entry.getValue());
                default -> {}
            }
        }
        if (length != expected) {
            throw new IllegalArgumentException("its data has " + length + " bytes, where it takes " + expected);
        }
        try (FileChannel channel = FileChannel.open(inside(location))) {
            if (offset < 0 || offset > channel.size() - length) {
                throw new IllegalArgumentException("its data is " + length + " bytes at " + offset + " of " + location
                        + ", which has " + channel.size());
            }
            ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(length));
            while (data.hasRemaining() && channel.read(data, offset + data.position()) >= 0) {
                // Reads on until all is there.
            }
            return data.flip();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("its data has " + length + " bytes; at most 2^31 - 1 can be read", e);
        }
    }

    /** The file of a location, which lies in the model's folder even where links lead. */
    private Path inside(String location) throws IOException {
        if (location == null || location.isEmpty() || location.indexOf(0) >= 0) {
            throw new IllegalArgumentException("its data lies in another file, which is not named");
        }
        Path within = Path.of(location);
        Path file = folder.resolve(within).normalize();
        if (within.isAbsolute() || !file.startsWith(folder.normalize())) {
            throw new IllegalArgumentException(
                    "its data is in \"" + location + "\", outside of the model's folder, and is not read");
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("its data is in \"" + location + "\", which is not in " + folder);
        }
        if (!file.toRealPath().startsWith(folder.toRealPath())) {
            throw new IllegalArgumentException(
                    "its data is in \"" + location + "\", a link that leads out of the model's folder");
        }
        return file;
    }
}
