package dev.fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.onnx.Onnx;
import dev.fovea.formats.onnx.proto.ModelProto;
import dev.fovea.formats.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ONNX's own tests of its ops, as of version 1.12: those of ops that {@link Onnx} reads. The archive has its source and
 * licence beside it.
 */
class OnnxNodeTest {
    /** What Fovea has not of the ops that it reads, by the beginnings of the tests' names. */
    private static final Map<String, String> OUTSIDE = Map.ofEntries(
            Map.entry("batchnorm_epsilon_training", "training"),
            Map.entry("batchnorm_example_training", "training"),
            Map.entry("training_dropout", "training"),
            Map.entry("ceil", "rounding, but for what a file holds"),
            Map.entry("floor", "rounding, but for what a file holds"),
            Map.entry("round", "rounding, but for what a file holds"),
            Map.entry("mod_", "remainders, but for what a file holds"),
            Map.entry("range_", "ranges, but for what a file holds"),
            Map.entry("reduce_prod", "products along axes, but for what a file holds"),
            Map.entry("pow", "powers to other than one number, which pow_bcast_scalar has"),
            Map.entry("maxpool_2d_dilations", "dilated pooling"),
            Map.entry("MaxPool1d_stride_padding_dilation", "dilated pooling"),
            Map.entry("MaxPool2d_stride_padding_dilation", "dilated pooling"),
            Map.entry("operator_pow", "powers to other than one number"),
            Map.entry("PReLU_1d_multiparam", "slopes by opset 6, where they are channels' without being said so"),
            Map.entry("PReLU_2d_multiparam", "slopes by opset 6"),
            Map.entry("PReLU_3d_multiparam", "slopes by opset 6"),
            Map.entry("reshape_allowzero", "images of no numbers"),
            Map.entry("split_zero_size", "images of no numbers"),
            Map.entry("resize_tf_crop", "parts of images, resized"),
            // Their outputs take 0.6 of 4 entries for 2.4 between the corners; Fovea and ONNX Runtime for the 2 there
            // are.
            Map.entry("resize_downsample_scales_cubic_align_corners", "a length that is not whole"),
            Map.entry("resize_downsample_scales_linear_align_corners", "a length that is not whole"));

    private static final Set<String> INSIDE = Set.of("pow_bcast_scalar");

    @TempDir
    Path folder;

    @Test
    void everyOpThatIsReadGivesWhatOnnxsOwnTestsExpect() throws IOException {
        Set<String> operators = Onnx.operators();
        int passed = 0;
        int outside = 0;
        Map<String, String> failed = new TreeMap<>();
        for (OnnxNodeCase test : cases()) {
            if (!test.inScope(operators) || isOutside(test.name())) {
                outside++;
                continue;
            }
            String failure = test.failure(folder);
            if (failure == null) {
                passed++;
            } else {
                failed.put(test.name(), failure);
            }
        }
        System.out.printf(
                "ONNX's tests of ops: %d passed, %d failed, %d not in scope%n", passed, failed.size(), outside);
        assertThat(failed).isEmpty();
        assertThat(passed).isEqualTo(512);
    }

    private static boolean isOutside(String name) {
        return !INSIDE.contains(name) && OUTSIDE.keySet().stream().anyMatch(name::startsWith);
    }

    private static List<OnnxNodeCase> cases() throws IOException {
        Map<String, Map<String, byte[]>> files = new LinkedHashMap<>();
        try (InputStream resource = OnnxNodeTest.class.getResourceAsStream("onnx-node-tests.zip");
                ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                int slash = entry.getName().indexOf('/');
                files.computeIfAbsent(entry.getName().substring(0, slash), name -> new TreeMap<>())
                        .put(entry.getName().substring(slash + 1), zip.readAllBytes());
            }
        }
        List<OnnxNodeCase> cases = new ArrayList<>();
        for (Map.Entry<String, Map<String, byte[]>> test : files.entrySet()) {
            Map<String, byte[]> parts = test.getValue();
            cases.add(new OnnxNodeCase(
                    test.getKey(),
                    ModelProto.parseFrom(parts.get("model.onnx")),
                    tensors(parts, "input_"),
                    tensors(parts, "output_")));
        }
        return cases;
    }

    private static List<TensorProto> tensors(Map<String, byte[]> parts, String prefix) throws IOException {
        List<TensorProto> tensors = new ArrayList<>();
        for (int i = 0; parts.containsKey(prefix + i + ".pb"); i++) {
            tensors.add(TensorProto.parseFrom(parts.get(prefix + i + ".pb")));
        }
        return tensors;
    }
}
