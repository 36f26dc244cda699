package dev.fovea.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.model.MalformedModelException;
import dev.fovea.tensor.RandomSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files: they are read, or refused as such, and nothing else happens. */
class OnnxFuzzTest {
    private static final int FILES = Integer.getInteger("onnx.fuzz", 1500);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tiny.onnx", "tiny-bn.onnx"})
    void aDamagedFileIsReadOrRefused(String name) throws IOException {
        byte[] whole;
        try (InputStream resource = OnnxFuzzTest.class.getResourceAsStream(name)) {
            whole = resource.readAllBytes();
        }
        RandomSource random = new RandomSource(5);
        Path file = folder.resolve(name);
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            Files.write(file, damaged(whole, random));
            try {
                Onnx.read(file);
            } catch (MalformedModelException e) {
                assertThat(e).hasMessageContaining(name);
                refused++;
            }
        }
        // Numbers of weights may be any; what holds them may not.
        assertThat(refused).isBetween(FILES / 10, FILES - 1);
    }

    private static byte[] damaged(byte[] whole, RandomSource random) {
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    int run = Math.min(bytes.length - at, 1 + random.nextInt(16));
                    System.arraycopy(whole, random.nextInt(whole.length - run), bytes, at, run);
                }
            }
        }
        return bytes;
    }
}
