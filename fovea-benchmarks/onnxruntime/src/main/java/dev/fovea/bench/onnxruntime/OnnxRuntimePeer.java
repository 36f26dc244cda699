package dev.fovea.bench.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.fovea.bench.ChannelsFirst;
import dev.fovea.bench.Materials;
import dev.fovea.bench.Peer;
import dev.fovea.bench.Session;
import dev.fovea.bench.Work;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime on the processor, with all its optimizations of the graph; it predicts only. */
public final class OnnxRuntimePeer implements Peer {
    @Override
    public String version() {
        return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
    }

    @Override
    public Session open(Work work, Materials materials, int threads) throws IOException, OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setSymbolicDimensionValue(Materials.ONNX_BATCH, work.batch());
        OrtSession session =
                environment.createSession(materials.onnx(work.net()).toString(), options);
        Shape image = work.net().imageShape();
        float[] images = ChannelsFirst.images(materials.images(work), image);
        long[] shape = {work.batch(), image.dim(2), image.dim(0), image.dim(1)};
        int logits = work.batch() * work.net().classes();
        return () -> {
            try (OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
                    OrtSession.Result result = session.run(Map.of(Materials.ONNX_INPUT, x))) {
                float[] y = new float[logits];
                ((OnnxTensor) result.get(0)).getFloatBuffer().get(y);
                return y;
            }
        };
    }
}
