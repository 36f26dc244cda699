package dev.fovea.formats.onnx;

import dev.fovea.formats.onnx.proto.TensorProto.DataType;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Combine;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What changes shapes and the order of axes, and the arithmetic on shapes, which is done beforehand. */
final class ShapeRules {
    static final Map<String, Rule> ALL = all();

    private ShapeRules() {}

    private static Map<String, Rule> all() {
        Map<String, Rule.One> all = new HashMap<>();
        all.put("Constant", ShapeRules::constant);
        all.put("ConstantOfShape", ShapeRules::constantOfShape);
        all.put("Range", ShapeRules::range);
        all.put("Shape", ShapeRules::shape);
        all.put("Size", ShapeRules::size);
        all.put("Cast", ShapeRules::cast);
        all.put("Flatten", ShapeRules::flatten);
        all.put("Reshape", ShapeRules::reshape);
        all.put("Squeeze", ShapeRules::squeeze);
        all.put("Unsqueeze", ShapeRules::unsqueeze);
        all.put("Transpose", ShapeRules::transpose);
        all.put("Expand", ShapeRules::expand);
        all.put("DepthToSpace", ShapeRules::depthToSpace);
        all.put("SpaceToDepth", ShapeRules::spaceToDepth);
        Map<String, Rule> rules = new HashMap<>();
        all.forEach((type, rule) -> rules.put(type, rule.rule()));
        return rules;
    }

    private static Operand constant(Call call) {
        if (call.has("value")) {
            return call.tensor("value");
        } else if (call.has("value_float")) {
            return Known.of(Shape.SCALAR, call.number("value_float", 0));
        } else if (call.has("value_int")) {
            return Known.of(Shape.SCALAR, call.integer("value_int", 0));
        } else if (call.has("value_ints")) {
            return Known.list(call.integers("value_ints"));
        } else if (call.has("value_floats")) {
            List<Float> values = call.numbers("value_floats");
            float[] floats = new float[values.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = values.get(i);
            }
            return Known.of(Shape.of(floats.length), floats);
        }
        throw new IllegalArgumentException("it holds no numbers");
    }

    private static Operand constantOfShape(Call call) {
        Shape shape = TensorReader.shape(
                Arrays.stream(call.known(0).asIntegers()).boxed().toList());
        Known.checkSize(shape.size());
        Known value = call.tensor("value");
        if (value == null) {
            return Known.of(shape, new float[shape.size()]);
        }
        return value.at(shape, new int[shape.size()]);
    }

    private static Operand range(Call call) {
        Known start = call.known(0);
        Known limit = call.known(1);
        Known delta = call.known(2);
        if (start.whole()) {
            long from = start.asIntegers()[0];
            long step = delta.asIntegers()[0];
            long count = Math.max(0, Math.ceilDiv(limit.asIntegers()[0] - from, step));
            Known.checkSize(count);
            return Known.of(
                    Shape.of((int) count),
                    LongStream.range(0, count).map(i -> from + i * step).toArray());
        }
        int count = (int) Math.max(0, Math.ceil((limit.scalar() - start.scalar()) / delta.scalar()));
        Known.checkSize(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = start.scalar() + i * delta.scalar();
        }
        return Known.of(Shape.of(count), values);
    }

    private static Operand shape(Call call) {
        List<Long> sizes = new ArrayList<>();
        if (call.operand(0) instanceof Known known) {
            Arrays.stream(known.shape().dims()).forEach(dim -> sizes.add((long) dim));
        } else {
            if (call.batched()) {
                sizes.add(Known.BATCH);
            }
            Arrays.stream(call.mapped(0).shape().dims()).forEach(dim -> sizes.add((long) dim));
        }
        int rank = sizes.size();
        int start = bounded(call.integer("start", 0), rank);
        int end = bounded(call.integer("end", rank), rank);
        return Known.list(sizes.subList(start, Math.max(start, end)));
    }

    private static int bounded(long index, int rank) {
        return Math.clamp(index < 0 ? index + rank : index, 0, rank);
    }

    private static Operand size(Call call) {
        if (call.operand(0) instanceof Known known) {
            return Known.of(Shape.SCALAR, (long) known.size());
        }
        if (call.batched()) {
            throw new IllegalArgumentException("it counts the numbers of all images, of which there may be any number");
        }
        return Known.of(Shape.SCALAR, (long) call.mapped(0).shape().size());
    }

    private static Operand cast(Call call) {
        DataType to = DataType.forNumber(Math.toIntExact(call.integer("to", 0)));
        if (to == null || to == DataType.STRING || to == DataType.UNDEFINED) {
            throw new IllegalArgumentException("Fovea has no numbers of the type it casts to");
        }
        boolean floating = TensorReader.floating(to);
        if (!(call.operand(0) instanceof Known known)) {
            if (!floating) {
                throw new IllegalArgumentException("what a model computes is float32 in Fovea, not " + to);
            }
            return call.operand(0);
        }
        if (floating) {
            return Known.of(known.shape(), known.asFloats());
        }
        if (known.whole()) {
            return known;
        }
        long[] values = new long[known.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = to == DataType.BOOL ? (known.floats()[i] != 0 ? 1 : 0) : (long) known.floats()[i];
        }
        return Known.of(known.shape(), values);
    }

    private static Operand flatten(Call call) {
        Mapped x = call.mapped(0);
        int rank = x.rank() + call.lead();
        long given = call.integer("axis", 1);
        long axis = given < 0 ? given + rank : given;
        if (axis < 0 || axis > rank) {
            throw new IllegalArgumentException("there is no axis " + given + " of " + rank);
        }
        if (call.batched()) {
            if (axis != 1) {
                throw new IllegalArgumentException("it would make one axis of the batch and others");
            }
            return call.reshape(x, Shape.of(x.shape().size()));
        }
        Shape shape = x.shape();
        return call.reshape(
                x,
                Shape.of(
                        shape.slice(0, (int) axis).size(),
                        shape.slice((int) axis, rank).size()));
    }

    private static Operand reshape(Call call) {
        List<Long> target = Arrays.stream(call.known(1).asIntegers()).boxed().collect(Collectors.toList());
        boolean zeroCopies = !call.flag("allowzero", false);
        if (call.operand(0) instanceof Known known) {
            return known.reshaped(sizes(target, known.shape(), zeroCopies));
        }
        Mapped x = call.mapped(0);
        if (!call.batched()) {
            return call.reshape(x, sizes(target, x.shape(), zeroCopies));
        }
        // Whatever number stands for the batch, images stay apart.
        Shape image = x.shape();
        List<Long> rest = target.subList(1, target.size());
        long known = 1;
        for (int i = 0; i < rest.size(); i++) {
            if (rest.get(i) == 0 && zeroCopies) {
                rest.set(i, (long) image.dim(i));
            }
            if (rest.get(i) == Known.BATCH) {
                throw new IllegalArgumentException("it would make the batch another axis than the first");
            }
            known = Math.multiplyExact(known, rest.get(i) == -1 ? 1 : rest.get(i));
        }
        long first = target.getFirst();
        boolean batch = first == Known.BATCH || first == call.batchSize() || first == 0 && zeroCopies;
        if (rest.contains(-1L) ? !batch : known != image.size()) {
            throw new IllegalArgumentException(
                    "it would join or part images " + image + " of a batch to make " + rest + " of each");
        }
        return call.reshape(x, sizes(rest, image, false));
    }

    private static Shape sizes(List<Long> target, Shape from, boolean zeroCopies) {
        long known = 1;
        List<Long> sizes = new ArrayList<>(target);
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i) == 0 && zeroCopies) {
                sizes.set(i, (long) from.dim(i));
            }
            known = Math.multiplyExact(known, sizes.get(i) == -1 ? 1 : sizes.get(i));
        }
        int open = sizes.indexOf(-1L);
        if (open >= 0) {
            sizes.set(open, known == 0 ? 0 : from.size() / known);
        }
        Shape shape = TensorReader.shape(sizes);
        if (shape.size() != from.size()) {
            throw new IllegalArgumentException("can't reshape " + from + " to " + target);
        }
        return shape;
    }

    private static Operand squeeze(Call call) {
        List<Long> axes = call.integers("axes", 1);
        if (call.operand(0) instanceof Known known) {
            Shape shape = known.shape();
            List<Integer> gone = axes == null
                    ? ones(shape)
                    : axes.stream()
                            .map(axis -> Math.toIntExact(axis < 0 ? axis + shape.rank() : axis))
                            .toList();
            return known.reshaped(without(shape, gone));
        }
        Mapped x = call.mapped(0);
        List<Integer> gone = axes == null
                ? ones(x.shape())
                : axes.stream().map(axis -> call.axis(axis, x)).toList();
        return call.reshape(x, without(x.shape(), gone));
    }

    private static List<Integer> ones(Shape shape) {
        return Mapped.straight(shape.rank()).stream()
                .filter(axis -> shape.dim(axis) == 1)
                .toList();
    }

    private static Shape without(Shape shape, List<Integer> axes) {
        return Shape.of(Mapped.straight(shape.rank()).stream()
                .filter(axis -> !axes.contains(axis))
                .mapToInt(shape::dim)
                .toArray());
    }

    private static Operand unsqueeze(Call call) {
        List<Long> axes = call.integers("axes", 1);
        Shape shape = call.operand(0) instanceof Known known
                ? known.shape()
                : call.mapped(0).shape();
        boolean known = call.operand(0) instanceof Known;
        int lead = known ? 0 : call.lead();
        int rank = shape.rank() + lead + axes.size();
        List<Integer> added = axes.stream()
                .map(axis -> Math.toIntExact(axis < 0 ? axis + rank : axis))
                .toList();
        if (!known && call.batched() && added.contains(0)) {
            throw new IllegalArgumentException("it would put an axis before that of the batch");
        }
        int[] sizes = new int[rank - lead];
        int next = 0;
        for (int i = lead; i < rank; i++) {
            sizes[i - lead] = added.contains(i) ? 1 : shape.dim(next++);
        }
        Shape target = Shape.of(sizes);
        return call.operand(0) instanceof Known numbers
                ? numbers.reshaped(target)
                : call.reshape(call.mapped(0), target);
    }

    private static Operand transpose(Call call) {
        List<Long> given = call.integers("perm");
        if (call.operand(0) instanceof Known known) {
            int rank = known.shape().rank();
            int[] order = new int[rank];
            for (int i = 0; i < rank; i++) {
                order[i] = given == null ? rank - 1 - i : Math.toIntExact(given.get(i));
            }
            return known.transposed(order);
        }
        Mapped x = call.mapped(0);
        int lead = call.lead();
        int rank = x.rank() + lead;
        List<Integer> perm = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            perm.add(given == null ? rank - 1 - i : Math.toIntExact(given.get(i)));
        }
        if (!perm.stream().sorted().toList().equals(Mapped.straight(rank))) {
            throw new IllegalArgumentException(
                    "its order of axes is " + given + "; each of " + rank + " is once in it");
        }
        if (call.batched() && perm.getFirst() != 0) {
            throw new IllegalArgumentException("it would make the batch another axis than the first");
        }
        // Nothing moves: only what the axes are called.
        List<Integer> order =
                x.order().stream().map(axis -> perm.indexOf(axis + lead) - lead).toList();
        return new Mapped(x.symbol(), order, x.positive());
    }

    private static Operand expand(Call call) {
        Known target = call.known(1);
        if (call.operand(0) instanceof Known known) {
            Shape wanted = TensorReader.shape(
                    Arrays.stream(target.asIntegers()).boxed().toList());
            Shape shape = Strides.broadcast(known.shape(), wanted);
            Known.checkSize(shape.size());
            return known.at(shape, Strides.spread(known.shape(), shape));
        }
        Mapped x = call.mapped(0);
        List<Long> sizes = Arrays.stream(target.asIntegers()).boxed().collect(Collectors.toList());
        if (call.batched()) {
            if (sizes.size() != x.rank() + 1) {
                throw new IllegalArgumentException(
                        "it would change the number of axes of a batch of images " + x.shape());
            }
            long first = sizes.removeFirst();
            if (first != 1 && first != Known.BATCH) {
                throw new IllegalArgumentException("it would make " + first + " images of each of a batch");
            }
        }
        Symbol straight = call.straight(x);
        Shape shape = Strides.broadcast(x.shape(), TensorReader.shape(sizes));
        if (shape.equals(x.shape())) {
            return x;
        }
        Known.checkSize(shape.size());
        WithConstant zeros = new WithConstant(Combine.Function.ADD, shape, false, call.name());
        return Mapped.of(call.add(zeros, Map.of("value", Tensor.of(shape, new float[shape.size()])), straight));
    }

    private static Operand depthToSpace(Call call) {
        Mapped x = Mapped.of(call.straight(call.mapped(0)));
        int b = block(call);
        Shape s = x.shape();
        int c = s.dim(0) / (b * b);
        boolean columns = call.text("mode", "DCR").equals("CRD");
        Mapped split = call.reshape(
                x, columns ? Shape.of(c, b, b, s.dim(1), s.dim(2)) : Shape.of(b, b, c, s.dim(1), s.dim(2)));
        // To [c, H, b, W, b].
        Symbol y = columns ? call.ordered(split, List.of(0, 3, 1, 4, 2)) : call.ordered(split, List.of(2, 3, 0, 4, 1));
        return call.reshape(Mapped.of(y), Shape.of(c, s.dim(1) * b, s.dim(2) * b));
    }

    private static Operand spaceToDepth(Call call) {
        Mapped x = Mapped.of(call.straight(call.mapped(0)));
        int b = block(call);
        Shape s = x.shape();
        Mapped split = call.reshape(x, Shape.of(s.dim(0), s.dim(1) / b, b, s.dim(2) / b, b));
        Symbol y = call.ordered(split, List.of(2, 4, 0, 1, 3));
        return call.reshape(Mapped.of(y), Shape.of(s.dim(0) * b * b, s.dim(1) / b, s.dim(2) / b));
    }

    private static int block(Call call) {
        int block = Math.toIntExact(call.integer("blocksize", 0));
        if (block < 1 || !call.batched() || call.mapped(0).rank() != 3) {
            throw new IllegalArgumentException("it takes a batch [N, C, H, W] and a blocksize of at least 1");
        }
        return block;
    }
}
