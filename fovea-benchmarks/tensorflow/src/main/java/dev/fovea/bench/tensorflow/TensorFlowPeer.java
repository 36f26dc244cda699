package dev.fovea.bench.tensorflow;

import dev.fovea.bench.Lesson;
import dev.fovea.bench.Materials;
import dev.fovea.bench.Peer;
import dev.fovea.bench.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** TensorFlow for Java: a graph, with the weights as constants to predict and as variables to train. */
public final class TensorFlowPeer implements Peer {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;

    @Override
    public String version() {
        return "TensorFlow " + TensorFlow.version()
                + ("0".equals(System.getenv("TF_ENABLE_ONEDNN_OPTS")) ? " without oneDNN" : "");
    }

    @Override
    public dev.fovea.bench.Session open(Work work, Materials materials, int threads) throws IOException {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        ConfigProto config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(1)
                .build();
        Shape shape = images(work.net().imageShape(), work.batch());
        Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
        if (work.training()) {
            return training(work, materials, tf, x, new Session(graph, config));
        }
        Computation net = new Computation(work.net(), tf, false);
        Operand<TFloat32> y =
                net.logits(x, name -> tf.constantOf(tensor(shape(work, name), materials.weight(work.net(), name))));
        Session session = new Session(graph, config);
        float[] images = materials.images(work);
        return () -> {
            try (TFloat32 fed = tensor(shape, images);
                    Result result = session.runner().feed(x, fed).fetch(y).run()) {
                return floats((TFloat32) result.get(0));
            }
        };
    }

    private static dev.fovea.bench.Session training(
            Work work, Materials materials, Ops tf, Placeholder<TFloat32> x, Session session) throws IOException {
        Map<String, Variable<TFloat32>> variables = new HashMap<>();
        List<Op> initializers = new ArrayList<>();
        Computation net = new Computation(work.net(), tf, true);
        Operand<TFloat32> logits = net.logits(x, name -> {
            TFloat32 values = tensor(shape(work, name), materials.weight(work.net(), name));
            Variable<TFloat32> variable = tf.variable(values.shape(), TFloat32.class);
            initializers.add(tf.assign(variable, tf.constantOf(values)));
            variables.put(name, variable);
            return variable;
        });
        Placeholder<TInt32> y = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(work.batch())));
        SparseSoftmaxCrossEntropyWithLogits<TFloat32> losses =
                SparseSoftmaxCrossEntropyWithLogits.create(tf.scope(), logits, y);
        Operand<TFloat32> loss = tf.math.mean(losses.loss(), tf.constant(0));
        // The C API has no gradient for this op, which gives its own.
        Operand<TFloat32> logitsGradient = tf.math.div(losses.backprop(), tf.constant((float) work.batch()));
        Placeholder<TFloat32> power1 = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        Placeholder<TFloat32> power2 = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        List<Op> updates = new ArrayList<>(net.updates(variables));
        List<Variable<TFloat32>> learned = variables.entrySet().stream()
                .filter(entry -> !entry.getKey().contains("/moving_"))
                .map(Map.Entry::getValue)
                .toList();
        List<? extends Operand<?>> gradients = tf.gradients(logits, learned, Gradients.dx(List.of(logitsGradient)))
                .dy();
        for (int i = 0; i < learned.size(); i++) {
            Variable<TFloat32> variable = learned.get(i);
            Variable<TFloat32> m = zeros(tf, variable, initializers);
            Variable<TFloat32> v = zeros(tf, variable, initializers);
            @SuppressWarnings("unchecked") // The gradients are of the variables' type.
            Operand<TFloat32> gradient = (Operand<TFloat32>) gradients.get(i);
            updates.add(tf.train.applyAdam(
                    variable,
                    m,
                    v,
                    power1,
                    power2,
                    tf.constant(dev.fovea.bench.Session.LEARNING_RATE),
                    tf.constant(BETA1),
                    tf.constant(BETA2),
                    tf.constant(dev.fovea.bench.Session.ADAM_EPSILON),
                    gradient));
        }
        initializers.forEach(
                initializer -> session.runner().addTarget(initializer).run());
        Lesson lesson = Lesson.of(work);
        List<TFloat32> images = new ArrayList<>();
        List<TInt32> labels = new ArrayList<>();
        for (int i = 0; i < Lesson.BATCHES; i++) {
            images.add(tensor(images(lesson.image(), lesson.batch()), lesson.images(i)));
            labels.add(TInt32.vectorOf(lesson.labels(i)));
        }
        int[] steps = {0};
        return () -> {
            int batch = steps[0] % Lesson.BATCHES;
            steps[0]++;
            try (TFloat32 fed1 = TFloat32.scalarOf((float) Math.pow(BETA1, steps[0]));
                    TFloat32 fed2 = TFloat32.scalarOf((float) Math.pow(BETA2, steps[0]))) {
                Session.Runner runner = session.runner()
                        .feed(x, images.get(batch))
                        .feed(y, labels.get(batch))
                        .feed(power1, fed1)
                        .feed(power2, fed2)
                        .fetch(loss);
                updates.forEach(runner::addTarget);
                try (Result result = runner.run()) {
                    return floats((TFloat32) result.get(0));
                }
            }
        };
    }

    private static Variable<TFloat32> zeros(Ops tf, Variable<TFloat32> like, List<Op> initializers) {
        Variable<TFloat32> variable = tf.variable(like.asOutput().shape(), TFloat32.class);
        initializers.add(
                tf.assign(variable, tf.zeros(tf.constant(like.asOutput().shape()), TFloat32.class)));
        return variable;
    }

    private static Shape shape(Work work, String weight) {
        int[] dims = work.net().weights().get(weight).dims();
        long[] sizes = new long[dims.length];
        for (int i = 0; i < dims.length; i++) {
            sizes[i] = dims[i];
        }
        return Shape.of(sizes);
    }

    private static Shape images(dev.fovea.tensor.Shape image, int batch) {
        return Shape.of(batch, image.dim(0), image.dim(1), image.dim(2));
    }

    private static TFloat32 tensor(Shape shape, float[] values) {
        return TFloat32.tensorOf(shape, DataBuffers.of(values));
    }

    private static float[] floats(TFloat32 tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(values);
        return values;
    }
}
