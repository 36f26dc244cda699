package dev.fovea.bench.run;

import java.util.List;
import java.util.Map;

/**
 * A library that takes part.
 *
 * @param name as the command line has it; also the folder of its module
 * @param title as tables have it
 * @param type the class that implements {@link dev.fovea.bench.Peer}
 * @param trains whether it trains, too
 * @param options more options for its JVM
 * @param environment more variables for its process
 * @param fallback variables that it is tried with again where it fails, or none
 */
record Contender(
        String name,
        String title,
        String type,
        boolean trains,
        List<String> options,
        Map<String, String> environment,
        Map<String, String> fallback) {
    /** All of them; Fovea, which the others are held against, is the first. */
    static List<Contender> all() {
        return List.of(
                new Contender(
                        "fovea",
                        "Fovea",
                        "dev.fovea.bench.FoveaPeer",
                        true,
                        // As the fovea command has it.
                        List.of("-XX:+UseTransparentHugePages", "-Djdk.reflect.useNativeAccessorOnly=true"),
                        Map.of(),
                        Map.of()),
                new Contender(
                        "pytorch",
                        "PyTorch",
                        "dev.fovea.bench.pytorch.PyTorchPeer",
                        true,
                        List.of(),
                        Map.of("DJL_OFFLINE", "true"),
                        Map.of()),
                new Contender(
                        "onnxruntime",
                        "ONNX Runtime",
                        "dev.fovea.bench.onnxruntime.OnnxRuntimePeer",
                        false,
                        List.of(),
                        Map.of(),
                        Map.of()),
                new Contender(
                        "tensorflow",
                        "TensorFlow",
                        "dev.fovea.bench.tensorflow.TensorFlowPeer",
                        true,
                        List.of(),
                        Map.of("TF_CPP_MIN_LOG_LEVEL", "2"),
                        // Its kernels of oneDNN end the process in some nets' training; Eigen's don't.
                        Map.of("TF_ENABLE_ONEDNN_OPTS", "0")),
                new Contender(
                        "deeplearning4j",
                        "Deeplearning4j",
                        "dev.fovea.bench.deeplearning4j.Deeplearning4jPeer",
                        true,
                        List.of(),
                        Map.of(),
                        Map.of()));
    }

    String module() {
        return name.equals("fovea") ? "common" : name;
    }
}
