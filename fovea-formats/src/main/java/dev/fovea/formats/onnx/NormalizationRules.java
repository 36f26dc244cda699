package dev.fovea.formats.onnx;

import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.GroupNormalization;
import dev.fovea.nn.LayerNormalization;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Normalizations over batch, channels and places. */
final class NormalizationRules {
    static final Map<String, Rule> ALL = Map.of(
            "BatchNormalization", ((Rule.One) NormalizationRules::batch).rule(),
            "InstanceNormalization", ((Rule.One) NormalizationRules::instance).rule(),
            "LayerNormalization", NormalizationRules::layer,
            "LRN", ((Rule.One) NormalizationRules::localResponse).rule());

    private NormalizationRules() {}

    private static Tensor row(Known known) {
        return Tensor.of(Shape.of(known.size()), known.asFloats());
    }

    private static Operand batch(Call call) {
        if (call.flag("training_mode", false) || !call.flag("spatial", true)) {
            throw new IllegalArgumentException("it is written for training; export the model for inference");
        }
        Symbol x = call.channelsLast(call.mapped(0));
        BatchNormalization layer = BatchNormalization.of()
                .momentum(call.number("momentum", 0.9f))
                .epsilon(call.number("epsilon", 1e-5f))
                .name(call.name(1));
        Map<String, Tensor> weights = Map.of(
                "gamma",
                row(call.known(1)),
                "beta",
                row(call.known(2)),
                "moving_mean",
                row(call.known(3)),
                "moving_variance",
                row(call.known(4)));
        return Call.ofChannelsLast(call.add(layer, weights, x));
    }

    private static Operand instance(Call call) {
        Symbol x = call.channelsLast(call.mapped(0));
        GroupNormalization layer =
                GroupNormalization.of(-1).epsilon(call.number("epsilon", 1e-5f)).name(call.name(1));
        Map<String, Tensor> weights = Map.of("gamma", row(call.known(1)), "beta", row(call.known(2)));
        return Call.ofChannelsLast(call.add(layer, weights, x));
    }

    private static List<Operand> layer(Call call) {
        Mapped x = call.mapped(0);
        int first = call.axis(call.integer("axis", -1), x);
        float epsilon = call.number("epsilon", 1e-5f);
        List<Operand> results = new ArrayList<>();
        results.add(normalized(call, x, first, epsilon, call.known(1), call.known(2)));
        if (call.gives(1) || call.gives(2)) {
            results.addAll(moments(call, x, first, epsilon));
        }
        return results;
    }

    /** The mean, and what the deviations from it are multiplied by. */
    private static List<Mapped> moments(Call call, Mapped x, int first, float epsilon) {
        List<Integer> axes = Mapped.straight(x.rank()).subList(first, x.rank());
        Mapped mean = ReductionRules.reduce(call, x, Reduce.Function.MEAN, axes, true);
        Symbol apart = call.add(new Elementwise(Combine.Function.SUBTRACT, call.name()), x.symbol(), mean.symbol());
        Symbol squares = call.add(Apply.of(ScalarFunction.SQUARE), apart);
        Mapped variance = ReductionRules.reduce(call, Mapped.of(squares, x.order()), Reduce.Function.MEAN, axes, true);
        Symbol inverse = FunctionRules.chain(
                call,
                variance.symbol(),
                new Affine(1, epsilon),
                Apply.of(ScalarFunction.SQRT),
                Apply.of(ScalarFunction.RECIPROCAL));
        return List.of(mean, Mapped.of(inverse, variance.order()));
    }

    /** Layer normalization over the axes from {@code first} on; scale and bias may be null. */
    static Operand normalized(Call call, Mapped x, int first, float epsilon, Known scale, Known bias) {
        Symbol straight = call.straight(x);
        Shape shape = straight.shape().slice(first, x.rank());
        Map<String, Tensor> weights = new HashMap<>();
        if (scale != null) {
            weights.put(
                    "gamma",
                    Tensor.of(
                            shape,
                            scale.at(shape, Strides.spread(scale.shape(), shape))
                                    .asFloats()));
        }
        if (bias != null) {
            weights.put(
                    "beta",
                    Tensor.of(
                            shape,
                            bias.at(shape, Strides.spread(bias.shape(), shape)).asFloats()));
        }
        LayerNormalization layer = LayerNormalization.of()
                .axis(IntStream.range(first + 1, x.rank() + 1).toArray())
                .epsilon(epsilon)
                .scale(scale != null)
                .center(bias != null)
                .name(call.name(1));
        return Mapped.of(call.add(layer, weights, straight));
    }

    private static Operand localResponse(Call call) {
        Symbol x = call.channelsLast(call.mapped(0));
        if (!call.has("size")) {
            throw new IllegalArgumentException("it has no size");
        }
        LocalResponseNormalization layer = new LocalResponseNormalization(
                Math.toIntExact(call.integer("size", 1)),
                call.number("alpha", 1e-4f),
                call.number("beta", 0.75f),
                call.number("bias", 1),
                call.name());
        return Call.ofChannelsLast(call.add(layer, x));
    }
}
