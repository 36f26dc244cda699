package dev.fovea.conformance;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.EagerSession;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Runs TensorFlow's raw ops, by their names and attributes, one at a time. */
final class TensorFlow implements AutoCloseable {
    private final EagerSession session = EagerSession.create();
    private final Ops ops = Ops.create(session);

    /** A call of the op of this name. */
    Call op(String name) {
        return new Call(name);
    }

    @Override
    public void close() {
        session.close();
    }

    /** An op with its inputs and attributes. */
    final class Call {
        private final OperationBuilder builder;

        private Call(String name) {
            builder = session.opBuilder(name, name, session.baseScope());
        }

        Call in(Tensor... inputs) {
            for (Tensor input : inputs) {
                builder.addInput(ops.constantOf(TFloat32.tensorOf(
                                org.tensorflow.ndarray.Shape.of(
                                        Arrays.stream(input.shape().dims())
                                                .asLongStream()
                                                .toArray()),
                                DataBuffers.of(input.data().clone())))
                        .asOutput());
            }
            return this;
        }

        /** A vector of whole numbers, as shapes and paddings are given. */
        Call ints(int... values) {
            return ints(org.tensorflow.ndarray.Shape.of(values.length), values);
        }

        Call ints(org.tensorflow.ndarray.Shape shape, int... values) {
            builder.addInput(ops.constantOf(TInt32.tensorOf(shape, DataBuffers.of(values)))
                    .asOutput());
            return this;
        }

        Call attr(String name, String value) {
            builder.setAttr(name, value);
            return this;
        }

        Call attr(String name, boolean value) {
            builder.setAttr(name, value);
            return this;
        }

        Call attr(String name, float value) {
            builder.setAttr(name, value);
            return this;
        }

        Call list(String name, int... values) {
            builder.setAttr(name, Arrays.stream(values).asLongStream().toArray());
            return this;
        }

        /** What the op gives, the float outputs of it. */
        List<Tensor> run() {
            Operation operation = builder.build();
            List<Tensor> outputs = new ArrayList<>();
            for (int i = 0; i < operation.numOutputs(); i++) {
                Output<?> output = operation.output(i);
                if (output.asTensor() instanceof TFloat32 tensor) {
                    int[] dims = Arrays.stream(tensor.shape().asArray())
                            .mapToInt(Math::toIntExact)
                            .toArray();
                    float[] values = new float[Math.toIntExact(tensor.size())];
                    tensor.asRawTensor().data().asFloats().read(values);
                    outputs.add(Tensor.of(Shape.of(dims), values));
                }
            }
            return outputs;
        }

        /** The op's first output. */
        Tensor get() {
            return run().getFirst();
        }
    }
}
