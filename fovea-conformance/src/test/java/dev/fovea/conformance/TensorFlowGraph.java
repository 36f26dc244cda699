package dev.fovea.conformance;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Formulas made of TensorFlow's ops, which it differentiates by itself. */
final class TensorFlowGraph {
    private TensorFlowGraph() {}

    /** A formula of inputs, in their order. */
    interface Formula extends BiFunction<Ops, List<Operand<TFloat32>>, Operand<TFloat32>> {}

    /**
     * What came of a formula.
     *
     * @param gradients those of {@code sum(output * dy)} by the inputs
     */
    record Run(Tensor output, List<Tensor> gradients) {}

    static Run run(Formula formula, List<Tensor> inputs, Tensor dy) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            List<Placeholder<TFloat32>> fed = new ArrayList<>();
            for (int i = 0; i <= inputs.size(); i++) {
                fed.add(tf.placeholder(TFloat32.class));
            }
            Placeholder<TFloat32> seed = fed.getLast();
            List<Operand<TFloat32>> operands = List.copyOf(fed.subList(0, inputs.size()));
            Operand<TFloat32> output = formula.apply(tf, operands);
            Output<?>[] gradients = graph.addGradients(
                    "gradients",
                    new Output<?>[] {output.asOutput()},
                    operands.stream().map(Operand::asOutput).toArray(Output<?>[]::new),
                    new Output<?>[] {seed.asOutput()});
            try (Session session = new Session(graph)) {
                Session.Runner runner = session.runner();
                List<TFloat32> values = new ArrayList<>();
                for (int i = 0; i < fed.size(); i++) {
                    values.add(tensor(i < inputs.size() ? inputs.get(i) : dy));
                    runner.feed(fed.get(i).asOutput(), values.getLast());
                }
                runner.fetch(output);
                Arrays.stream(gradients).forEach(runner::fetch);
                try (Result result = runner.run()) {
                    List<Tensor> made = new ArrayList<>();
                    for (int i = 0; i <= gradients.length; i++) {
                        made.add(tensor((TFloat32) result.get(i)));
                    }
                    return new Run(made.getFirst(), made.subList(1, made.size()));
                } finally {
                    values.forEach(TFloat32::close);
                }
            }
        }
    }

    private static TFloat32 tensor(Tensor tensor) {
        long[] dims = Arrays.stream(tensor.shape().dims()).asLongStream().toArray();
        return TFloat32.tensorOf(
                org.tensorflow.ndarray.Shape.of(dims),
                DataBuffers.of(tensor.data().clone()));
    }

    private static Tensor tensor(TFloat32 tensor) {
        int[] dims = Arrays.stream(tensor.shape().asArray())
                .mapToInt(Math::toIntExact)
                .toArray();
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(values);
        return Tensor.of(Shape.of(dims), values);
    }
}
