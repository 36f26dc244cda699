package dev.fovea.conformance;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs ONNX's operators in ONNX Runtime, by their names and attributes, one at a time. */
final class OnnxRuntime {
    private OnnxRuntime() {}

    /** A call of the operator of this name. */
    static Call op(String name) {
        return new Call(name);
    }

    /** What the model of a file makes of inputs, in the file's order of both. */
    static List<Tensor> run(Path file, Tensor... inputs) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        List<OnnxTensor> fed = new ArrayList<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options)) {
                Map<String, OnnxTensor> feed = new LinkedHashMap<>();
                for (String name : session.getInputNames()) {
                    fed.add(Call.tensor(environment, inputs[fed.size()]));
                    feed.put(name, fed.getLast());
                }
                List<Tensor> outputs = new ArrayList<>();
                try (OrtSession.Result result = session.run(feed)) {
                    for (Map.Entry<String, OnnxValue> output : result) {
                        outputs.add(values((OnnxTensor) output.getValue()));
                    }
                }
                return outputs;
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            fed.forEach(OnnxTensor::close);
        }
    }

    private static Tensor values(OnnxTensor output) {
        int[] dims = Arrays.stream(output.getInfo().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        float[] values = new float[Shape.of(dims).size()];
        output.getFloatBuffer().get(values);
        return Tensor.of(Shape.of(dims), values);
    }

    /** An operator with its inputs and attributes. */
    static final class Call {
        private final OnnxModel model;
        private final Map<String, Object> inputs = new LinkedHashMap<>();

        private Call(String name) {
            model = new OnnxModel(name);
        }

        Call in(Tensor... tensors) {
            for (Tensor tensor : tensors) {
                inputs.put(model.input(OnnxModel.Type.FLOAT, tensor.shape().dims()), tensor);
            }
            return this;
        }

        /** A vector of whole numbers, as sizes and paddings are given. */
        Call longs(int... values) {
            inputs.put(model.input(OnnxModel.Type.INT64, values.length), values);
            return this;
        }

        /** No tensor for an optional input. */
        Call absent() {
            model.absent();
            return this;
        }

        Call attr(String name, String value) {
            model.attribute(name, value);
            return this;
        }

        Call attr(String name, int value) {
            model.attribute(name, (long) value);
            return this;
        }

        Call attr(String name, float value) {
            model.attribute(name, value);
            return this;
        }

        Call list(String name, int... values) {
            model.attribute(name, values);
            return this;
        }

        /** The operator's first output. */
        Tensor get() {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            List<OnnxTensor> fed = new ArrayList<>();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                Map<String, OnnxTensor> feed = new LinkedHashMap<>();
                for (Map.Entry<String, Object> input : inputs.entrySet()) {
                    OnnxTensor tensor = tensor(environment, input.getValue());
                    fed.add(tensor);
                    feed.put(input.getKey(), tensor);
                }
                try (OrtSession session = environment.createSession(model.bytes(1), options);
                        OrtSession.Result result = session.run(feed)) {
                    return values((OnnxTensor) result.get(0));
                }
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            } finally {
                fed.forEach(OnnxTensor::close);
            }
        }

        private static OnnxTensor tensor(OrtEnvironment environment, Object value) throws OrtException {
            if (value instanceof Tensor tensor) {
                return OnnxTensor.createTensor(
                        environment,
                        FloatBuffer.wrap(tensor.data()),
                        widened(tensor.shape().dims()));
            }
            int[] numbers = (int[]) value;
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(widened(numbers)), new long[] {numbers.length});
        }

        private static long[] widened(int[] values) {
            return Arrays.stream(values).asLongStream().toArray();
        }
    }
}
