package dev.fovea.formats.onnx;

import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Interpolation;
import dev.fovea.nn.Resizing;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.UpSampling2D;
import dev.fovea.op.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Images made larger or smaller. */
final class ResizeRules {
    static final Map<String, Rule> ALL = Map.of(
            "Resize", ((Rule.One) ResizeRules::resize).rule(),
            "Upsample", ((Rule.One) ResizeRules::upsample).rule());

    private ResizeRules() {}

    private static Operand upsample(Call call) {
        List<Float> scales = call.opset() < 9 ? call.numbers("scales") : floats(call.known(1));
        Interpolator like = new Interpolator(call.text("mode", "nearest"), "asymmetric", "floor", -0.75f, false);
        return resize(call, scales, null, like);
    }

    private static List<Float> floats(Known known) {
        List<Float> list = new ArrayList<>();
        for (float value : known.asFloats()) {
            list.add(value);
        }
        return list;
    }

    private static Operand resize(Call call) {
        if (call.opset() < 11) {
            Interpolator like = new Interpolator(call.text("mode", "nearest"), "asymmetric", "floor", -0.75f, false);
            return resize(call, floats(call.known(1)), null, like);
        }
        if (call.flag("antialias", false)
                || !call.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
            throw new IllegalArgumentException(
                    "Fovea resizes without antialiasing, and to the very sizes that are asked for");
        }
        Known scales = call.known(2);
        Known sizes = call.known(3);
        Interpolator like = new Interpolator(
                call.text("mode", "nearest"),
                call.text("coordinate_transformation_mode", "half_pixel"),
                call.text("nearest_mode", "round_prefer_floor"),
                call.number("cubic_coeff_a", -0.75f),
                call.flag("exclude_outside", false));
        boolean byScale = scales != null && scales.size() > 0;
        if (!byScale && sizes == null) {
            throw new IllegalArgumentException("it has neither scales nor sizes");
        }
        return resize(call, byScale ? floats(scales) : null, byScale ? null : sizes.asIntegers(), like);
    }

    /** @param scales null where sizes are given */
    private static Operand resize(Call call, List<Float> scales, long[] sizes, Interpolator like) {
        Mapped x = call.mapped(0);
        int rank = x.rank() + call.lead();
        List<Long> axes = call.integers("axes");
        int count = axes == null ? rank : axes.size();
        if ((scales == null ? sizes.length : scales.size()) != count) {
            throw new IllegalArgumentException("scales or sizes are one for each of " + count + " axes");
        }
        List<Integer> outputs = new ArrayList<>(Collections.nCopies(x.rank(), 0));
        List<Float> factors = new ArrayList<>(Collections.nCopies(x.rank(), 1f));
        for (int axis = 0; axis < x.rank(); axis++) {
            outputs.set(axis, x.shape().dim(axis));
        }
        for (int i = 0; i < count; i++) {
            long onnx = axes == null ? i : axes.get(i);
            if (call.batched() && onnx == 0) {
                if (scales != null && scales.get(i) != 1) {
                    throw new IllegalArgumentException("it would resize the batch");
                }
                continue;
            }
            int axis = call.axis(onnx, x);
            int n = x.shape().dim(axis);
            int size = scales == null ? Math.toIntExact(sizes[i]) : (int) Math.floor((double) n * scales.get(i));
            if (size < 1) {
                throw new IllegalArgumentException("it would make " + size + " of " + n + " entries");
            }
            outputs.set(axis, size);
            factors.set(axis, scales == null ? (float) size / n : scales.get(i));
        }
        Mapped keras = keras(call, x, outputs, factors, like);
        if (keras != null) {
            return keras;
        }
        Mapped y = x;
        for (int axis = 0; axis < x.rank(); axis++) {
            int n = x.shape().dim(axis);
            int size = outputs.get(axis);
            if (size != n || factors.get(axis) != 1) {
                Known.checkSize((long) n * size);
                y = SelectionRules.map(call, y, y.axis(axis), like.matrix(n, size, factors.get(axis)), size);
            }
        }
        return y;
    }

    /** A layer of Keras that does the very same, or null if there is none. */
    private static Mapped keras(Call call, Mapped x, List<Integer> outputs, List<Float> factors, Interpolator like) {
        if (x.rank() != 3 || !call.batched() || outputs.get(0) != x.shape().dim(0)) {
            return null;
        }
        int h = x.shape().dim(1);
        int w = x.shape().dim(2);
        boolean whole = outputs.get(1) % h == 0
                && outputs.get(2) % w == 0
                && factors.get(1) == outputs.get(1) / h
                && factors.get(2) == outputs.get(2) / w;
        if (whole && like.repeats(h, outputs.get(1)) && like.repeats(w, outputs.get(2))) {
            Size size = Size.of(outputs.get(1) / h, outputs.get(2) / w);
            Symbol y = call.add(UpSampling2D.of(size).name(call.name()), call.channelsLast(x));
            return Call.ofChannelsLast(y).positive(x.positive());
        }
        boolean exact = factors.get(1) == (float) outputs.get(1) / h && factors.get(2) == (float) outputs.get(2) / w;
        if (exact && like.halfPixelLinear(outputs.get(1)) && like.halfPixelLinear(outputs.get(2))) {
            Resizing layer = Resizing.of(outputs.get(1), outputs.get(2))
                    .interpolation(Interpolation.BILINEAR)
                    .dataFormat(DataFormat.CHANNELS_LAST)
                    .name(call.name());
            return Call.ofChannelsLast(call.add(layer, call.channelsLast(x))).positive(x.positive());
        }
        return null;
    }
}
