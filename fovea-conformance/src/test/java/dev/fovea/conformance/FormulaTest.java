package dev.fovea.conformance;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.GroupNormalization;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerNormalization;
import dev.fovea.nn.RMSNormalization;
import dev.fovea.nn.UnitNormalization;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/** Holds functions and normalizations that TensorFlow has no op for to their formulas, as it differentiates them. */
class FormulaTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 200)
    void activationsAreThoseThatTensorFlowDifferentiates(@ForAll("draws") Draw draw) {
        Activations f = draw.of(
                Activations.GELU,
                Activations.SILU,
                Activations.MISH,
                Activations.LOG_SIGMOID,
                Activations.TANH_SHRINK,
                Activations.SQUAREPLUS,
                Activations.CELU);
        Tensor x = draw.normal(draw.images(), draw.side(), draw.channels());
        float wide = draw.of(1f, 3f);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] *= wide;
        }
        Tensor dy = draw.normal(x.shape().dims());
        TensorFlowGraph.Run expected = TensorFlowGraph.run((tf, in) -> function(tf, f, in.getFirst()), List.of(x), dy);
        double[] bound = new double[x.size()];
        double[] slope = new double[x.size()];
        for (int i = 0; i < bound.length; i++) {
            double size = Math.abs(x.data()[i]);
            bound[i] = Terms.value(f, x.data()[i], expected.output().data()[i]);
            // Products of x and slopes of functions from 0 to 1, added to the function.
            slope[i] = Bound.of(6 * Bound.FUNCTION, Math.abs(dy.data()[i]) * (1 + 2 * size));
        }
        Check check = new Check("Activation", "TensorFlow, formula", f, x.shape());
        Fovea.Run run = Fovea.train(Activation.of(f), List.of(x), Map.of(), dy);
        check.forward(run.output(), expected.output(), bound);
        check.gradient("input", run.inputs().getFirst(), expected.gradients().getFirst(), slope);
    }

    private static Operand<TFloat32> function(Ops tf, Activations f, Operand<TFloat32> x) {
        return switch (f) {
            case GELU -> {
                Operand<TFloat32> share = tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))));
                yield tf.math.mul(tf.math.mul(x, tf.constant(0.5f)), tf.math.add(share, tf.constant(1f)));
            }
            case SILU -> tf.math.mul(x, tf.math.sigmoid(x));
            case MISH -> tf.math.mul(x, tf.math.tanh(tf.math.softplus(x)));
            case LOG_SIGMOID -> tf.math.neg(tf.math.softplus(tf.math.neg(x)));
            case TANH_SHRINK -> tf.math.sub(x, tf.math.tanh(x));
            case SQUAREPLUS -> {
                Operand<TFloat32> root = tf.math.sqrt(tf.math.add(tf.math.square(x), tf.constant(4f)));
                yield tf.math.mul(tf.math.add(x, root), tf.constant(0.5f));
            }
            case CELU -> tf.nn.elu(x);
            default -> throw new IllegalArgumentException("no formula of " + f);
        };
    }

    @Property(tries = 100)
    void normalizationsAreThoseThatTensorFlowDifferentiates(@ForAll("draws") Draw draw) {
        boolean grouped = draw.maybe();
        int groups = grouped ? draw.between(1, 4) : 1;
        int each = draw.between(2, 7);
        int c = groups * each;
        int pixels = draw.between(1, 20);
        Tensor x = draw.normal(draw.images(), pixels, c);
        int n = x.shape().dim(0);
        Tensor gamma = draw.normal(c);
        Tensor beta = draw.normal(c);
        Tensor dy = draw.normal(x.shape().dims());
        Layer layer = grouped ? GroupNormalization.of(groups) : LayerNormalization.of();
        float epsilon = grouped
                ? GroupNormalization.of().epsilon()
                : LayerNormalization.of().epsilon();
        TensorFlowGraph.Formula formula = (tf, in) -> {
            int[] split = grouped ? new int[] {n, pixels, groups, each} : new int[] {n, pixels, 1, c};
            int[] axes = grouped ? new int[] {1, 3} : new int[] {3};
            Operand<TFloat32> parts = tf.reshape(in.getFirst(), tf.constant(split));
            Operand<TFloat32> mean = tf.math.mean(parts, tf.constant(axes), Mean.keepDims(true));
            Operand<TFloat32> centred = tf.math.sub(parts, mean);
            Operand<TFloat32> variance = tf.math.mean(tf.math.square(centred), tf.constant(axes), Mean.keepDims(true));
            Operand<TFloat32> standard =
                    tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(epsilon))));
            Operand<TFloat32> whole = tf.reshape(standard, tf.constant(new int[] {n, pixels, c}));
            return tf.math.add(tf.math.mul(whole, in.get(1)), in.get(2));
        };
        TensorFlowGraph.Run expected = TensorFlowGraph.run(formula, List.of(x, gamma, beta), dy);
        Terms.Standard terms = grouped
                ? Terms.Standard.of(x, n * groups, i -> i / (pixels * c) * groups + i % c / each, epsilon)
                : Terms.Standard.of(x, n * pixels, i -> i / c, epsilon);
        Check check = new Check(layer.className(), "TensorFlow, formula", layer, x.shape());
        Fovea.Run run = Fovea.train(layer, List.of(x), Map.of("gamma", gamma, "beta", beta), dy);
        Terms.Normalized bounds = terms.normalized(gamma, beta, dy);
        check.forward(run.output(), expected.output(), bounds.output());
        check.gradient("input", run.inputs().getFirst(), expected.gradients().get(0), bounds.byInput());
        check.gradient("gamma", run.weights().get("gamma"), expected.gradients().get(1), bounds.byGamma());
        check.gradient("beta", run.weights().get("beta"), expected.gradients().get(2), bounds.byBeta());
    }

    /** With s the root of the squares' sum or mean: x / s, and dx = (dy - y sum(y dy)) / s, or of their mean. */
    @Property(tries = 100)
    void normalizationsBySquaresAreThoseThatTensorFlowDifferentiates(@ForAll("draws") Draw draw) {
        boolean unit = draw.maybe();
        int c = draw.channels();
        Tensor x = draw.normal(draw.images(), draw.side(), c);
        Tensor scale = unit ? Tensor.filled(Tensor.zeros(c).shape(), 1) : draw.normal(c);
        Tensor dy = draw.normal(x.shape().dims());
        Layer layer = unit ? UnitNormalization.of() : RMSNormalization.of();
        float epsilon = unit ? 1e-12f : RMSNormalization.of().epsilon();
        TensorFlowGraph.Formula formula = (tf, in) -> {
            Operand<TFloat32> square = tf.math.square(in.getFirst());
            Operand<TFloat32> size = unit
                    ? tf.math.maximum(
                            tf.reduceSum(square, tf.constant(-1), ReduceSum.keepDims(true)), tf.constant(epsilon))
                    : tf.math.add(tf.math.mean(square, tf.constant(-1), Mean.keepDims(true)), tf.constant(epsilon));
            return tf.math.mul(tf.math.mul(in.getFirst(), tf.math.rsqrt(size)), in.get(1));
        };
        TensorFlowGraph.Run expected = TensorFlowGraph.run(formula, List.of(x, scale), dy);
        double[] byInput = new double[x.size()];
        for (int row = 0; row < x.size(); row += c) {
            double squares = 0;
            for (int i = row; i < row + c; i++) {
                squares += x.data()[i] * (double) x.data()[i];
            }
            double s = Math.sqrt(unit ? Math.max(squares, epsilon) : squares / c + epsilon);
            double products = 0;
            for (int i = row; i < row + c; i++) {
                products += Math.abs(x.data()[i] / s * dy.data()[i] * scale.data()[i - row]);
            }
            for (int i = row; i < row + c; i++) {
                double seed = Math.abs(dy.data()[i] * scale.data()[i - row]);
                double share = Math.abs(x.data()[i] / s) * products / (unit ? 1 : c);
                byInput[i] = Bound.of(3 * c + 24, (seed + share) / s);
            }
        }
        Check check = new Check(layer.className(), "TensorFlow, formula", layer, x.shape());
        Fovea.Run run = Fovea.train(layer, List.of(x), Map.of("scale", scale), dy);
        check.forward(run.output(), expected.output(), Bound.sum(c + 12, Bound.abs(expected.output())));
        check.gradient("input", run.inputs().getFirst(), expected.gradients().getFirst(), byInput);
        if (!unit) {
            double[] byScale = new double[c];
            for (int i = 0; i < x.size(); i++) {
                byScale[i % c] += Bound.of(
                        x.size() / c + c + 12,
                        Math.abs(expected.output().data()[i] / scale.data()[i % c] * dy.data()[i]));
            }
            check.gradient(
                    "scale", run.weights().get("scale"), expected.gradients().get(1), byScale);
        }
    }
}
