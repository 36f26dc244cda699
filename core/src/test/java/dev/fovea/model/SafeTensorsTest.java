package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {
    @TempDir
    Path folder;

    private static Tensor tensor(float... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    private Tensor throughFile(SafeTensors.Type type, float... values) throws IOException {
        Path file = folder.resolve("t.safetensors");
        SafeTensors.write(file, Map.of("x", tensor(values)), Map.of(), type);
        assertThat(Files.size(file) % 2).isZero();
        try (SafeTensors read = SafeTensors.open(file)) {
            assertThat(read.type("x")).isEqualTo(type);
            return read.tensor("x");
        }
    }

    @Test
    void float32ComesBackAsItWasAndLessPreciseNumbersRounded() throws IOException {
        float third = 1 / 3f;
        assertThat(throughFile(SafeTensors.Type.F32, third, -0f, 1e-40f, Float.MAX_VALUE))
                .isEqualTo(tensor(third, -0f, 1e-40f, Float.MAX_VALUE));
        // 2^-11 and 3 2^-11 lie in the middle between two halves; the even one is taken.
        assertThat(throughFile(SafeTensors.Type.F16, 1 + 0x1p-11f, 1 + 0x3p-11f, 65504, 1e9f, -0x1p-24f))
                .isEqualTo(tensor(1, 1 + 0x1p-9f, 65504, Float.POSITIVE_INFINITY, -0x1p-24f));
        // The same with a mantissa of 7 bits.
        assertThat(throughFile(SafeTensors.Type.BF16, 1 + 0x1p-8f, 1 + 0x3p-8f, 0x1p100f, Float.MAX_VALUE))
                .isEqualTo(tensor(1, 1 + 0x1p-6f, 0x1p100f, Float.POSITIVE_INFINITY));
        float[] none = throughFile(SafeTensors.Type.BF16, Float.intBitsToFloat(0x7f800001), Float.NEGATIVE_INFINITY)
                .data();
        assertThat(none[0]).isNaN();
        assertThat(none[1]).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void manyTensorsOfOddSizesLieWhereTheHeaderSays() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            Tensor tensor = Tensor.zeros(i % 7, i % 3 + 1);
            for (int k = 0; k < tensor.size(); k++) {
                tensor.data()[k] = i + k;
            }
            tensors.put("t" + i, tensor);
        }
        Path file = folder.resolve("many.safetensors");
        SafeTensors.write(file, tensors, Map.of("a", "b"), SafeTensors.Type.F16);
        try (SafeTensors read = SafeTensors.open(file)) {
            assertThat(read.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            assertThat(read.metadata()).containsExactly(Map.entry("a", "b"));
            tensors.forEach((name, tensor) -> assertThat(read.tensor(name)).isEqualTo(tensor));
        }
    }

    /** A file of one tensor whose bytes are given. */
    private Path written(String type, int count, ByteBuffer data) throws IOException {
        String header = "{\"n\":{\"dtype\":\"" + type + "\",\"shape\":[" + count + "],\"data_offsets\":[0,"
                + data.capacity() + "]}}";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .array());
        out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(data.array());
        Path file = folder.resolve(type + ".safetensors");
        Files.write(file, out.toByteArray());
        return file;
    }

    @Test
    void aHeaderMayHoldTheSignForWhatIsNoTextButMustBeText() throws IOException {
        Path file = folder.resolve("sign.safetensors");
        SafeTensors.write(file, Map.of("x", tensor(1)), Map.of("what", "a\uFFFDb"));
        try (SafeTensors read = SafeTensors.open(file)) {
            assertThat(read.metadata()).containsEntry("what", "a\uFFFDb");
        }
        byte[] bytes = Files.readAllBytes(file);
        int sign = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u00EF\u00BF\u00BD");
        bytes[sign] = (byte) 0xFF;
        Files.write(file, bytes);
        assertThatThrownBy(() -> SafeTensors.open(file)).hasMessageContaining("not UTF-8");
    }

    @Test
    void numbersOfOtherTypesAreReadAsFloats() throws IOException {
        ByteBuffer longs = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(-3)
                .putLong(1L << 40);
        ByteBuffer doubles = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0.1)
                .putDouble(-2);
        ByteBuffer bytes = ByteBuffer.allocate(2).put((byte) -1).put((byte) 7);
        try (SafeTensors i64 = SafeTensors.open(written("I64", 2, longs));
                SafeTensors f64 = SafeTensors.open(written("F64", 2, doubles));
                SafeTensors u8 = SafeTensors.open(written("U8", 2, bytes));
                SafeTensors i8 = SafeTensors.open(written("I8", 2, bytes))) {
            assertThat(i64.tensor("n")).isEqualTo(tensor(-3, 1L << 40));
            assertThat(f64.tensor("n")).isEqualTo(tensor(0.1f, -2));
            assertThat(u8.tensor("n")).isEqualTo(tensor(255, 7));
            assertThat(i8.tensor("n")).isEqualTo(tensor(-1, 7));
        }
    }

    @Test
    void whatIsNotThereIsRefusedByName() throws IOException {
        assertThatThrownBy(() -> SafeTensors.open(written("F4", 2, ByteBuffer.allocate(1))))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("has type F4; types are [F64, F32,");
        Path file = written("F32", 1, ByteBuffer.allocate(4));
        try (SafeTensors read = SafeTensors.open(file)) {
            assertThatThrownBy(() -> read.tensor("m"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tensor \"m\" is missing; there are n");
        }
        assertThatThrownBy(() -> SafeTensors.write(file, Map.of(), Map.of(), SafeTensors.Type.I64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("F32, F16 or BF16, not as I64");
    }
}
