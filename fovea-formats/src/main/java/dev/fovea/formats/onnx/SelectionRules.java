package dev.fovea.formats.onnx;

import dev.fovea.nn.Concatenate;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding1D;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.nn.ZeroPadding3D;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What puts entries of axes together, picks some of them, or sets others around them. */
final class SelectionRules {
    static final Map<String, Rule> ALL = Map.of(
            "Concat", ((Rule.One) SelectionRules::concat).rule(),
            "Split", SelectionRules::split,
            "Slice", ((Rule.One) SelectionRules::slice).rule(),
            "Gather", ((Rule.One) SelectionRules::gather).rule(),
            "Tile", ((Rule.One) SelectionRules::tile).rule(),
            "Where", ((Rule.One) SelectionRules::where).rule(),
            "Pad", ((Rule.One) SelectionRules::pad).rule());

    private SelectionRules() {}

    /** Some entries of an axis, by their numbers. */
    static Known pick(Known known, int axis, int[] entries) {
        Shape shape = known.shape();
        Shape target = shape.with(axis, entries.length);
        Known.checkSize(target.size());
        int each = shape.slice(axis + 1, shape.rank()).size();
        int rows = shape.slice(0, axis).size();
        int[] places = new int[target.size()];
        int to = 0;
        for (int row = 0; row < rows; row++) {
            for (int entry : entries) {
                for (int i = 0; i < each; i++) {
                    places[to++] = (row * shape.dim(axis) + entry) * each + i;
                }
            }
        }
        return known.at(target, places);
    }

    static Known slice(Known known, int axis, int from, int to) {
        return pick(known, axis, IntStream.range(from, to).toArray());
    }

    /** The same of what a model computes, in whatever order its axes are; {@code axis} is one of ONNX's. */
    private static Mapped pick(Call call, Mapped x, int axis, int[] entries) {
        int own = x.axis(axis);
        int length = x.symbol().shape().dim(own);
        boolean run = IntStream.range(1, entries.length).allMatch(i -> entries[i] == entries[i - 1] + 1);
        if (run && entries.length == length) {
            return x;
        }
        if (run && entries.length > 0) {
            Symbol y = call.add(new Slice(own, entries[0], entries[0] + entries.length), x.symbol());
            return Mapped.of(y, x.order()).positive(x.positive());
        }
        Known.checkSize((long) length * entries.length);
        float[] matrix = new float[length * entries.length];
        for (int i = 0; i < entries.length; i++) {
            matrix[entries[i] * entries.length + i] = 1;
        }
        return map(call, x, own, matrix, entries.length).positive(x.positive());
    }

    /** An axis of the symbol mapped by a matrix {@code [length, outputs]}. */
    static Mapped map(Call call, Mapped x, int own, float[] matrix, int outputs) {
        Tensor tensor = Tensor.of(Shape.of(x.symbol().shape().dim(own), outputs), matrix);
        LinearMap layer = new LinearMap(own, outputs, call.name());
        return Mapped.of(call.add(layer, Map.of("matrix", tensor), x.symbol()), x.order());
    }

    private static Operand concat(Call call) {
        List<Operand> parts =
                IntStream.range(0, call.operands()).mapToObj(call::operand).toList();
        if (!call.has("axis") || parts.isEmpty()) {
            throw new IllegalArgumentException("it has no axis or no inputs");
        }
        long axis = call.integer("axis", 0);
        if (parts.stream().allMatch(part -> part instanceof Known)) {
            return concat(parts.stream().map(part -> (Known) part).toList(), axis);
        }
        List<Mapped> values =
                IntStream.range(0, parts.size()).mapToObj(call::mapped).toList();
        int along = call.axis(axis, values.getFirst());
        List<Integer> order = values.getFirst().order();
        for (Mapped value : values) {
            if (value.rank() != order.size()) {
                throw new IllegalArgumentException("its inputs differ in their number of axes");
            }
            if (!value.order().equals(Mapped.straight(value.rank()))) {
                order = value.order();
            }
        }
        List<Integer> common = order;
        if (values.size() == 1) {
            return values.getFirst();
        }
        Symbol[] symbols =
                values.stream().map(value -> call.ordered(value, common)).toArray(Symbol[]::new);
        int own = common.indexOf(along);
        Concatenate layer =
                Concatenate.of(own == common.size() - 1 ? -1 : own + 1).name(call.name());
        return Mapped.of(call.add(layer, symbols), common)
                .positive(values.stream().allMatch(Mapped::positive));
    }

    private static Known concat(List<Known> parts, long axis) {
        Shape first = parts.getFirst().shape();
        int along = Math.toIntExact(axis < 0 ? axis + first.rank() : axis);
        boolean whole = parts.stream().allMatch(Known::whole);
        int length = parts.stream().mapToInt(part -> part.shape().dim(along)).sum();
        Shape shape = first.with(along, length);
        Known.checkSize(shape.size());
        long[] integers = new long[whole ? shape.size() : 0];
        float[] floats = new float[whole ? 0 : shape.size()];
        int rows = first.slice(0, along).size();
        int to = 0;
        for (int row = 0; row < rows; row++) {
            for (Known part : parts) {
                int run = part.shape().slice(along, first.rank()).size();
                if (whole) {
                    System.arraycopy(part.integers(), row * run, integers, to, run);
                } else {
                    System.arraycopy(part.asFloats(), row * run, floats, to, run);
                }
                to += run;
            }
        }
        return whole ? Known.of(shape, integers) : Known.of(shape, floats);
    }

    private static List<Operand> split(Call call) {
        List<Long> sizes = call.integers("split", 1);
        boolean folded = call.operand(0) instanceof Known;
        int axis = folded
                ? axis(call.integer("axis", 0), call.known(0).shape().rank())
                : call.axis(call.integer("axis", 0), call.mapped(0));
        int length = folded
                ? call.known(0).shape().dim(axis)
                : call.mapped(0).shape().dim(axis);
        if (sizes == null) {
            int parts = Math.toIntExact(call.integer("num_outputs", call.outputs()));
            int each = Math.ceilDiv(length, parts);
            sizes = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                sizes.add((long) Math.min(each, length - i * each));
            }
        }
        if (sizes.stream().anyMatch(size -> size < 0)
                || sizes.stream().mapToLong(Long::longValue).sum() != length) {
            throw new IllegalArgumentException(
                    "parts of " + sizes + " are not the " + length + " entries of axis " + axis);
        }
        List<Operand> parts = new ArrayList<>();
        int from = 0;
        for (long size : sizes) {
            int[] entries = IntStream.range(from, from + (int) size).toArray();
            parts.add(folded ? pick(call.known(0), axis, entries) : pick(call, call.mapped(0), axis, entries));
            from += (int) size;
        }
        return parts;
    }

    private static int axis(long axis, int rank) {
        long found = axis < 0 ? axis + rank : axis;
        if (found < 0 || found >= rank) {
            throw new IllegalArgumentException("there is no axis " + axis + " of " + rank);
        }
        return (int) found;
    }

    private static Operand slice(Call call) {
        List<Long> starts = call.integers("starts", 1);
        List<Long> ends = call.integers("ends", 2);
        List<Long> axes = call.integers("axes", 3);
        List<Long> steps = call.opset() < 10 ? null : call.integers("steps", 4);
        Operand y = call.operand(0);
        for (int i = 0; i < starts.size(); i++) {
            long axis = axes == null ? i : axes.get(i);
            long step = steps == null ? 1 : steps.get(i);
            if (step == 0) {
                throw new IllegalArgumentException("its step is 0");
            }
            if (y instanceof Known known) {
                int along = axis(axis, known.shape().rank());
                y = pick(known, along, entries(known.shape().dim(along), starts.get(i), ends.get(i), step));
            } else {
                Mapped x = (Mapped) y;
                // All of the batch may be asked for.
                boolean all = starts.get(i) == 0 && ends.get(i) >= Integer.MAX_VALUE && step == 1;
                if (all) {
                    continue;
                }
                int along = call.axis(axis, x);
                y = pick(call, x, along, entries(x.shape().dim(along), starts.get(i), ends.get(i), step));
            }
        }
        return y;
    }

    private static int[] entries(int length, long start, long end, long step) {
        long from = start < 0 ? Math.max(start + length, step < 0 ? -1 : 0) : start;
        long to = end < 0 ? Math.max(end + length, -1) : end;
        if (step > 0) {
            from = Math.clamp(from, 0, length);
            to = Math.clamp(to, 0, length);
            return IntStream.iterate((int) from, i -> i + (int) Math.min(step, length))
                    .limit(Math.max(0, Math.ceilDiv(to - from, step)))
                    .toArray();
        }
        from = Math.min(from, length - 1);
        to = end < 0 ? Math.max(end + length, -1) : Math.min(end, length - 1);
        return IntStream.iterate((int) from, i -> i + (int) Math.max(step, -length - 1))
                .limit(Math.max(0, Math.ceilDiv(to - from, step)))
                .toArray();
    }

    private static Operand gather(Call call) {
        Known indices = call.known(1);
        int rank = call.operand(0) instanceof Known known
                ? known.shape().rank()
                : call.mapped(0).rank();
        boolean folded = call.operand(0) instanceof Known;
        int axis = folded ? axis(call.integer("axis", 0), rank) : call.axis(call.integer("axis", 0), call.mapped(0));
        Shape shape = folded ? call.known(0).shape() : call.mapped(0).shape();
        int length = shape.dim(axis);
        int[] entries = Arrays.stream(indices.asInts())
                .map(entry -> entry < 0 ? entry + length : entry)
                .toArray();
        for (int entry : entries) {
            if (entry < 0 || entry >= length) {
                throw new IllegalArgumentException("it asks for entry " + entry + " of " + length);
            }
        }
        // The axes of the indices take the place of the one.
        int[] sizes = IntStream.concat(
                        IntStream.concat(
                                Arrays.stream(shape.slice(0, axis).dims()),
                                Arrays.stream(indices.shape().dims())),
                        Arrays.stream(shape.slice(axis + 1, rank).dims()))
                .toArray();
        Shape target = Shape.of(sizes);
        if (folded) {
            return pick(call.known(0), axis, entries).reshaped(target);
        }
        Mapped picked = pick(call, call.mapped(0), axis, entries);
        return indices.shape().rank() == 1 ? picked : call.reshape(picked, target);
    }

    private static Operand tile(Call call) {
        int[] repeats = call.known(1).asInts();
        Operand y = call.operand(0);
        for (int axis = 0; axis < repeats.length; axis++) {
            if (repeats[axis] == 1) {
                continue;
            }
            if (repeats[axis] < 1) {
                throw new IllegalArgumentException("Fovea repeats axes once or more, not " + repeats[axis] + " times");
            }
            if (y instanceof Known known) {
                int length = known.shape().dim(axis);
                Known.checkSize((long) known.size() * repeats[axis]);
                y = pick(
                        known,
                        axis,
                        IntStream.range(0, length * repeats[axis])
                                .map(i -> i % length)
                                .toArray());
            } else {
                Mapped x = (Mapped) y;
                int own = x.axis(call.axis(axis, x));
                Known.checkSize((long) x.shape().size() * repeats[axis]);
                Symbol[] copies = Collections.nCopies(repeats[axis], x.symbol()).toArray(Symbol[]::new);
                y = Mapped.of(call.add(Concatenate.of(own + 1).name(call.name()), copies), x.order());
            }
        }
        return y;
    }

    private static Operand where(Call call) {
        Known condition = call.known(0);
        Known a = call.known(1);
        Known b = call.known(2);
        Shape shape = Strides.broadcast(condition.shape(), Strides.broadcast(a.shape(), b.shape()));
        Known.checkSize(shape.size());
        Known chosen = condition.at(shape, Strides.spread(condition.shape(), shape));
        Known first = a.at(shape, Strides.spread(a.shape(), shape));
        Known second = b.at(shape, Strides.spread(b.shape(), shape));
        if (a.whole() && b.whole()) {
            long[] values = new long[shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (chosen.asIntegers()[i] != 0 ? first : second).integers()[i];
            }
            return Known.of(shape, values);
        }
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (chosen.asIntegers()[i] != 0 ? first : second).asFloats()[i];
        }
        return Known.of(shape, values);
    }

    private static Operand pad(Call call) {
        Mapped x = call.mapped(0);
        List<Long> pads = call.integers("pads", 1);
        Known number = call.opset() < 11 ? null : call.known(2);
        float value = number == null ? call.number("value", 0) : number.scalar();
        List<Long> axes = call.opset() < 18 || call.known(3) == null
                ? null
                : Arrays.stream(call.known(3).asIntegers()).boxed().toList();
        int rank = x.rank() + call.lead();
        int count = axes == null ? rank : axes.size();
        if (pads == null || pads.size() != 2 * count) {
            throw new IllegalArgumentException("pads are two for each of " + count + " axes, not " + pads);
        }
        int[] before = new int[x.rank()];
        int[] after = new int[x.rank()];
        for (int i = 0; i < count; i++) {
            int first = Math.toIntExact(pads.get(i));
            int last = Math.toIntExact(pads.get(i + count));
            if (first != 0 || last != 0) {
                int axis = call.axis(axes == null ? i : axes.get(i), x);
                before[axis] = first;
                after[axis] = last;
            }
        }
        String mode = call.text("mode", "constant");
        return mode.equals("constant")
                ? constantPad(call, x, before, after, value)
                : mirror(call, x, before, after, mode);
    }

    private static Operand constantPad(Call call, Mapped x, int[] before, int[] after, float value) {
        Mapped cut = x;
        List<List<Integer>> pairs = new ArrayList<>();
        for (int axis = 0; axis < before.length; axis++) {
            int length = x.shape().dim(axis);
            if (before[axis] < 0 || after[axis] < 0) {
                // Less than nothing around is entries less.
                int from = Math.max(0, -before[axis]);
                int to = length - Math.max(0, -after[axis]);
                cut = pick(call, cut, axis, IntStream.range(from, to).toArray());
            }
            pairs.add(List.of(Math.max(0, before[axis]), Math.max(0, after[axis])));
        }
        Mapped y = cut;
        List<List<Integer>> own = y.order().stream().map(pairs::get).toList();
        long size = 1;
        for (int axis = 0; axis < own.size(); axis++) {
            long length = (long) y.symbol().shape().dim(axis)
                    + own.get(axis).get(0)
                    + own.get(axis).get(1);
            size = Math.multiplyExact(size, length);
            Known.checkSize(size);
        }
        int places = own.size() - 1;
        boolean lastStays = !own.isEmpty() && own.getLast().equals(List.of(0, 0));
        boolean keras = value == 0 && lastStays && places >= 1 && places <= 3;
        Symbol padded = keras
                ? zeros(call, y.symbol(), own.subList(0, places))
                : call.add(new ConstantPadding(own, value, call.name()), y.symbol());
        return Mapped.of(padded, y.order()).positive(y.positive() && value >= 0);
    }

    private static Symbol zeros(Call call, Symbol x, List<List<Integer>> pairs) {
        DataFormat last = DataFormat.CHANNELS_LAST;
        return switch (pairs.size()) {
            case 1 -> call.add(new ZeroPadding1D(pairs.getFirst(), last, call.name()), x);
            case 2 -> call.add(new ZeroPadding2D(pairs, last, call.name()), x);
            default -> call.add(new ZeroPadding3D(pairs, last, call.name()), x);
        };
    }

    private static Operand mirror(Call call, Mapped x, int[] before, int[] after, String mode) {
        Mapped y = x;
        for (int axis = 0; axis < before.length; axis++) {
            if (before[axis] == 0 && after[axis] == 0) {
                continue;
            }
            int n = x.shape().dim(axis);
            int from = -before[axis];
            int to = n + after[axis];
            Known.checkSize((long) to - from);
            boolean fits = switch (mode) {
                case "reflect" -> from > -n && to < 2 * n;
                case "edge", "wrap" -> n > 0;
                default -> throw new IllegalArgumentException("its mode is \"" + mode + "\", which is unknown");
            };
            if (!fits) {
                throw new IllegalArgumentException("an axis of " + n + " can't be continued by " + before[axis]
                        + " before and " + after[axis] + " after");
            }
            int[] entries = IntStream.range(from, Math.max(from, to))
                    .map(i -> switch (mode) {
                        case "reflect" -> i < 0 ? -i : i >= n ? 2 * n - 2 - i : i;
                        case "edge" -> Math.clamp(i, 0, n - 1);
                        default -> Math.floorMod(i, n);
                    })
                    .toArray();
            y = pick(call, y, axis, entries);
        }
        return y;
    }
}
