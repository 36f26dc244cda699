package dev.fovea.formats.onnx;

import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Conv1DTranspose;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Conv3D;
import dev.fovea.nn.Conv3DTranspose;
import dev.fovea.nn.Cropping1D;
import dev.fovea.nn.Cropping2D;
import dev.fovea.nn.Cropping3D;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Padding1D;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Convolutions and transposed ones. */
final class ConvolutionRules {
    static final Map<String, Rule> ALL = Map.of(
            "Conv", ((Rule.One) ConvolutionRules::convolution).rule(),
            "ConvTranspose", ((Rule.One) ConvolutionRules::transposed).rule());

    private ConvolutionRules() {}

    private static List<Integer> places(Shape weights) {
        List<Integer> sides = new ArrayList<>();
        for (int i = 2; i < weights.rank(); i++) {
            sides.add(weights.dim(i));
        }
        return sides;
    }

    /** Which axes of weights {@code [M,C,taps...]} become {@code [taps...,C,M]}; the same back. */
    private static int[] tapsFirst(int rank, int last, int beforeLast) {
        int[] order = new int[rank];
        for (int i = 0; i < rank - 2; i++) {
            order[i] = i + 2;
        }
        order[rank - 2] = beforeLast;
        order[rank - 1] = last;
        return order;
    }

    private static Tensor tensor(Known known) {
        return Tensor.of(known.shape(), known.asFloats());
    }

    private static Operand convolution(Call call) {
        Known filters = call.known(1);
        Symbol x = call.channelsLast(call.mapped(0));
        int groups = Math.toIntExact(call.integer("group", 1));
        int rank = filters.shape().rank();
        if (rank != x.shape().rank() + 1 || rank < 3 || rank > 5) {
            throw new IllegalArgumentException("filters " + filters.shape() + " do not go over images " + x.shape());
        }
        Sliding window = Sliding.of(call, x.shape(), places(filters.shape()));
        boolean both = window.strides().stream().anyMatch(s -> s > 1)
                && window.dilations().stream().anyMatch(d -> d > 1);
        Padding padding = window.padding();
        if (padding == null) {
            x = window.zeros(call, x);
            padding = Padding.VALID;
        }
        // Keras strides or dilates; what does both is a filter with zeros between its taps.
        Known taps = both ? Dilated.of(filters, window.dilations()) : filters;
        List<Integer> dilations = both ? window.dilations().stream().map(d -> 1).toList() : window.dilations();
        int m = taps.shape().dim(0);
        Map<String, Tensor> weights = new HashMap<>();
        Known bias = call.known(2);
        if (bias != null) {
            weights.put("bias", tensor(bias));
        }
        String name = call.name(1);
        int channels = x.shape().dim(-1);
        if (rank == 4 && groups == channels && taps.shape().dim(1) == 1 && m % groups == 0 && groups > 1) {
            // Output c * multiplier + k is filter k of channel c.
            Known split = taps.reshaped(Shape.of(
                    groups, m / groups, taps.shape().dim(2), taps.shape().dim(3)));
            weights.put("kernel", tensor(split.transposed(2, 3, 0, 1)));
            DepthwiseConv2D layer = DepthwiseConv2D.of(
                            Size.of(taps.shape().dim(2), taps.shape().dim(3)))
                    .depthMultiplier(m / groups)
                    .strides(size(window.strides()))
                    .padding(padding)
                    .dilationRate(size(dilations))
                    .useBias(bias != null)
                    .name(name);
            return Call.ofChannelsLast(call.add(layer, weights, x));
        }
        weights.put("kernel", tensor(taps.transposed(tapsFirst(rank, 0, 1))));
        List<Integer> sides = places(taps.shape());
        Layer layer = switch (rank) {
            case 3 ->
                Conv1D.of(m, sides.get(0))
                        .strides(window.strides().get(0))
                        .padding(padding == Padding.SAME ? Padding1D.SAME : Padding1D.VALID)
                        .dilationRate(dilations.get(0))
                        .groups(groups)
                        .useBias(bias != null)
                        .name(name);
            case 4 ->
                Conv2D.of(m, size(sides))
                        .strides(size(window.strides()))
                        .padding(padding)
                        .dilationRate(size(dilations))
                        .groups(groups)
                        .useBias(bias != null)
                        .name(name);
            default ->
                Conv3D.of(m, size3d(sides))
                        .strides(size3d(window.strides()))
                        .padding(padding)
                        .dilationRate(size3d(dilations))
                        .groups(groups)
                        .useBias(bias != null)
                        .name(name);
        };
        return Call.ofChannelsLast(call.add(layer, weights, x));
    }

    static Size size(List<Integer> sides) {
        return Size.of(sides.get(0), sides.get(1));
    }

    static Size3d size3d(List<Integer> sides) {
        return Size3d.of(sides.get(0), sides.get(1), sides.get(2));
    }

    private static Operand transposed(Call call) {
        Known filters = call.known(1);
        Symbol x = call.channelsLast(call.mapped(0));
        int groups = Math.toIntExact(call.integer("group", 1));
        int rank = filters.shape().rank();
        int channels = x.shape().dim(-1);
        if (rank != x.shape().rank() + 1
                || rank < 3
                || rank > 5
                || groups < 1
                || filters.shape().dim(0) != channels
                || channels % groups != 0) {
            throw new IllegalArgumentException(
                    "filters " + filters.shape() + " in " + groups + " groups do not go over images " + x.shape());
        }
        int each = channels / groups;
        int perGroup = filters.shape().dim(0) / groups;
        List<Symbol> parts = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            Symbol part = groups == 1 ? x : call.add(new Slice(rank - 2, g * each, (g + 1) * each), x);
            Known own = SelectionRules.slice(filters, 0, g * perGroup, (g + 1) * perGroup);
            parts.add(transposed(call, part, own, g, groups));
        }
        Symbol y = parts.size() == 1
                ? parts.getFirst()
                : call.add(Concatenate.of().name(call.name()), parts.toArray(Symbol[]::new));
        return Call.ofChannelsLast(y);
    }

    private static Symbol transposed(Call call, Symbol x, Known filters, int group, int groups) {
        Transposition window = Transposition.of(call, x.shape(), places(filters.shape()));
        boolean both = window.strides().stream().anyMatch(s -> s > 1)
                && window.dilations().stream().anyMatch(d -> d > 1);
        Known taps = both ? Dilated.of(filters, window.dilations()) : filters;
        List<Integer> dilations = both ? window.dilations().stream().map(d -> 1).toList() : window.dilations();
        int rank = taps.shape().rank();
        int m = taps.shape().dim(1);
        Map<String, Tensor> weights = new HashMap<>();
        Known bias = call.known(2);
        if (bias != null) {
            weights.put("bias", tensor(groups == 1 ? bias : SelectionRules.slice(bias, 0, group * m, (group + 1) * m)));
        }
        weights.put("kernel", tensor(taps.transposed(tapsFirst(rank, 0, 1))));
        String name = call.name(1);
        List<Integer> sides = places(taps.shape());
        List<Integer> more = window.more();
        Layer layer = switch (rank) {
            case 3 ->
                Conv1DTranspose.of(m, sides.get(0))
                        .strides(window.strides().get(0))
                        .outputPadding(more.get(0))
                        .dilationRate(dilations.get(0))
                        .useBias(bias != null)
                        .name(name);
            case 4 ->
                Conv2DTranspose.of(m, size(sides))
                        .strides(size(window.strides()))
                        .outputPadding(more.get(0), more.get(1))
                        .dilationRate(size(dilations))
                        .useBias(bias != null)
                        .name(name);
            default ->
                Conv3DTranspose.of(m, size3d(sides))
                        .strides(size3d(window.strides()))
                        .outputPadding(more.get(0), more.get(1), more.get(2))
                        .dilationRate(size3d(dilations))
                        .useBias(bias != null)
                        .name(name);
        };
        Symbol y = call.add(layer, weights, x);
        List<List<Integer>> cut = window.cut();
        if (cut.stream().allMatch(pair -> pair.get(0) == 0 && pair.get(1) == 0)) {
            return y;
        }
        Layer cropping = switch (cut.size()) {
            case 1 -> new Cropping1D(cut.getFirst(), call.name());
            case 2 -> new Cropping2D(cut, DataFormat.CHANNELS_LAST, call.name());
            default -> new Cropping3D(cut, DataFormat.CHANNELS_LAST, call.name());
        };
        return call.add(cropping, y);
    }
}
