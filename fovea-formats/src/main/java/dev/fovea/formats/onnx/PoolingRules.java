package dev.fovea.formats.onnx;

import dev.fovea.nn.AveragePooling1D;
import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.AveragePooling3D;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPooling1D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.MaxPooling3D;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Combine;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Pooling over windows and over all places. */
final class PoolingRules {
    static final Map<String, Rule> ALL = Map.of(
            "MaxPool", ((Rule.One) PoolingRules::max).rule(),
            "AveragePool", ((Rule.One) PoolingRules::average).rule(),
            "GlobalMaxPool", ((Rule.One) call -> global(call, Reduce.Function.MAX)).rule(),
            "GlobalAveragePool", ((Rule.One) call -> global(call, Reduce.Function.MEAN)).rule());

    private PoolingRules() {}

    private static Sliding window(Call call, Symbol x) {
        List<Long> kernel = call.integers("kernel_shape");
        if (kernel == null) {
            throw new IllegalArgumentException("it has no kernel_shape");
        }
        Sliding window = Sliding.of(
                call, x.shape(), kernel.stream().map(Math::toIntExact).toList());
        if (window.dilations().stream().anyMatch(dilation -> dilation != 1)) {
            throw new IllegalArgumentException("Fovea has no pooling with dilations; these are " + window.dilations());
        }
        return window;
    }

    /** A layer of pooling, whose windows are of one kind for each number of axes. */
    @FunctionalInterface
    private interface Pooling<S> {
        Layer of(S poolSize, S strides, Padding padding, DataFormat dataFormat, String name);
    }

    private static Layer layer(
            Call call,
            Sliding window,
            Padding padding,
            Pooling<Integer> one,
            Pooling<Size> two,
            Pooling<Size3d> three) {
        return switch (window.axes()) {
            case 1 -> layer(call, window, padding, one, List::getFirst);
            case 2 -> layer(call, window, padding, two, ConvolutionRules::size);
            case 3 -> layer(call, window, padding, three, ConvolutionRules::size3d);
            default -> throw new IllegalArgumentException("it pools over 1 to 3 axes of places");
        };
    }

    private static <S> Layer layer(
            Call call, Sliding window, Padding padding, Pooling<S> pooling, Function<List<Integer>, S> size) {
        return pooling.of(
                size.apply(window.kernel()),
                size.apply(window.strides()),
                padding,
                DataFormat.CHANNELS_LAST,
                call.name());
    }

    private static Operand max(Call call) {
        if (call.gives(1)) {
            throw new IllegalArgumentException("Fovea does not give the indices of maxima, its second output");
        }
        Mapped mapped = call.mapped(0);
        Symbol x = call.channelsLast(mapped);
        Sliding window = window(call, x);
        Padding padding = window.padding();
        if (padding == null) {
            // Zeros are no maxima of what is not below 0; so ResNet's pooling stays one of Keras's layers.
            x = mapped.positive() ? window.zeros(call, x) : window.lowest(call, x);
            padding = Padding.VALID;
        }
        Layer layer = layer(call, window, padding, MaxPooling1D::new, MaxPooling2D::new, MaxPooling3D::new);
        return Call.ofChannelsLast(call.add(layer, x)).positive(mapped.positive());
    }

    private static Operand average(Call call) {
        Mapped mapped = call.mapped(0);
        Symbol x = call.channelsLast(mapped);
        Sliding window = window(call, x);
        boolean paddingCounts = call.flag("count_include_pad", false);
        Padding padding = window.padding();
        boolean beyond = window.beyond().stream().anyMatch(more -> more > 0);
        float[] corrections = null;
        // Keras's "same" leaves padding out of its means.
        if (padding == null || (padding == Padding.SAME && paddingCounts)) {
            if (!paddingCounts || beyond) {
                corrections = corrections(window, paddingCounts);
            }
            x = window.zeros(call, x);
            padding = Padding.VALID;
        }
        Layer layer = layer(call, window, padding, AveragePooling1D::new, AveragePooling2D::new, AveragePooling3D::new);
        Symbol y = call.add(layer, x);
        if (corrections != null) {
            Shape places = y.shape().with(-1, 1);
            WithConstant factors = new WithConstant(Combine.Function.MULTIPLY, places, false, call.name());
            y = call.add(factors, Map.of("value", Tensor.of(places, corrections)), y);
        }
        return Call.ofChannelsLast(y).positive(mapped.positive());
    }

    /** By how much a window's mean is larger when only what counts is counted. */
    private static float[] corrections(Sliding window, boolean paddingCounts) {
        float[] factors = {1};
        for (int i = 0; i < window.axes(); i++) {
            int n = window.sizes().get(i);
            int before = window.before().get(i);
            int after = window.after().get(i);
            int taps = window.kernel().get(i);
            int stride = window.strides().get(i);
            int outputs = (n + before + after + window.beyond().get(i) - taps) / stride + 1;
            float[] next = new float[factors.length * outputs];
            for (int output = 0; output < outputs; output++) {
                int from = output * stride;
                long counted = IntStream.range(from, from + taps)
                        .filter(place ->
                                paddingCounts ? place < n + before + after : place >= before && place < before + n)
                        .count();
                for (int j = 0; j < factors.length; j++) {
                    next[j * outputs + output] = factors[j] * taps / counted;
                }
            }
            factors = next;
        }
        return factors;
    }

    private static Operand global(Call call, Reduce.Function function) {
        Mapped x = call.mapped(0);
        List<Integer> places = IntStream.range(1, x.rank()).boxed().toList();
        call.channelsLast(x);
        return ReductionRules.reduce(call, x, function, places, true);
    }
}
