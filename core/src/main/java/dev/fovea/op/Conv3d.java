package dev.fovea.op;

import dev.fovea.kernel.BinaryFunction;
import dev.fovea.kernel.ConvGeometry;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.Window;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Three-dimensional convolution, as sums of two-dimensional ones: slice o of the output is the sum over the taps t of
 * depth of slice {@code o * stride + t * dilation - before} of the volume by slice t of the filters.
 *
 * <p>Operands: volumes {@code [D,H,W,C]}, filters {@code [T,R,S,C/groups,M]}. Output: {@code [O,E,F,M]}.
 */
public record Conv3d(Size3d strides, Padding padding, Size3d dilation, int groups) implements Op {
    /**
     * A window over depth, which is a column of {@code [D, 1]} pixels, and one over the slices.
     *
     * @param depth its rows are slices
     */
    private record Geometry(Window depth, ConvGeometry slice) {
        Shape output() {
            return Shape.of(depth.e(), slice.window().e(), slice.window().f(), slice.m());
        }

        /** For each slice of a result, by pairs, the slices of two operands whose products it is the sum of. */
        int[][] terms(Role result, Role first, Role second) {
            List<List<Integer>> terms = new ArrayList<>();
            for (int i = 0; i < result.count(depth); i++) {
                terms.add(new ArrayList<>());
            }
            for (int output = 0; output < depth.e(); output++) {
                for (int tap = 0; tap < depth.r(); tap++) {
                    int input = depth.row(output, tap);
                    if (input >= 0 && input < depth.h()) {
                        List<Integer> of = terms.get(result.of(input, tap, output));
                        of.add(first.of(input, tap, output));
                        of.add(second.of(input, tap, output));
                    }
                }
            }
            return terms.stream()
                    .map(pairs -> pairs.stream().mapToInt(Integer::intValue).toArray())
                    .toArray(int[][]::new);
        }
    }

    /** What the slices of an operand or a result are of. */
    private enum Role {
        INPUT,
        TAP,
        OUTPUT;

        int of(int input, int tap, int output) {
            return switch (this) {
                case INPUT -> input;
                case TAP -> tap;
                case OUTPUT -> output;
            };
        }

        int count(Window depth) {
            return of(depth.h(), depth.r(), depth.e());
        }

        /** The floats of a slice. */
        int size(ConvGeometry slice, int lanes) {
            return of(slice.inputSize() * lanes, slice.filterSize(), slice.outputSize() * lanes);
        }
    }

    private Geometry geometry(Shape volume, Shape filter) {
        if (volume.rank() != 4 || filter.rank() != 5) {
            throw new IllegalArgumentException(
                    "filters [T, R, S, C, M] go over volumes [D, H, W, C]; got " + filter + " and " + volume);
        }
        int[] sizes = Arrays.copyOf(volume.dims(), 3);
        int[] taps = Arrays.copyOf(filter.dims(), 3);
        int[] dilations = {dilation.depth(), dilation.height(), dilation.width()};
        Windows.checkFits(sizes, taps, dilations, padding, "kernel");
        Window depth = Windows.over(
                Shape.of(volume.dim(0), 1, 1),
                Size.of(filter.dim(0), 1),
                Size.of(strides.depth(), 1),
                padding,
                Size.of(dilation.depth(), 1),
                "kernel");
        Conv2d conv = new Conv2d(strides.plane(), padding, dilation.plane(), groups);
        return new Geometry(depth, conv.geometry(volume.dropFirst(), filter.dropFirst()));
    }

    @Override
    public Shape shape(List<Shape> operands) {
        return geometry(operands.get(0), operands.get(1)).output();
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Geometry g = geometry(operands.get(0), operands.get(1));
        return sums(
                kernels,
                g,
                lanes,
                Role.OUTPUT,
                Role.INPUT,
                Role.TAP,
                kernels.conv2dScratch(g.slice, lanes),
                (x, w, y, scratch) ->
                        kernels.conv2d(g.slice, lanes, x, w, null, ScalarFunction.LINEAR, 0, y, scratch, 0, 1));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {
            needed[0] ? graph.add(new InputGradient(this, operands[0].shape()), outputGradient, operands[1]) : null,
            needed[1] ? graph.add(new FilterGradient(this, operands[1].shape()), operands[0], outputGradient) : null
        };
    }

    @FunctionalInterface
    private interface Product {
        void run(Floats a, Floats b, Floats to, Floats scratch);
    }

    private static Bound sums(
            Kernels kernels,
            Geometry g,
            int lanes,
            Role result,
            Role first,
            Role second,
            int productScratch,
            Product product) {
        int[][] terms = g.terms(result, first, second);
        int firstSize = first.size(g.slice, lanes);
        int secondSize = second.size(g.slice, lanes);
        int size = result.size(g.slice, lanes);
        return new Bound(Math.addExact(size, productScratch), (in, out, scratch, block) -> {
            Floats a = in[0];
            Floats b = in[1];
            int aStart = a.offset;
            int bStart = b.offset;
            int start = out.offset;
            for (int[] pairs : terms) {
                if (pairs.length == 0) {
                    kernels.fill(size, 0, out);
                }
                for (int i = 0; i < pairs.length; i += 2) {
                    a.offset = aStart + pairs[i] * firstSize;
                    b.offset = bStart + pairs[i + 1] * secondSize;
                    // The sum of those before waits in the scratch room, behind which is the product's own.
                    if (i > 0) {
                        kernels.copy(1, size, out, size, scratch, size);
                    }
                    scratch.offset += size;
                    product.run(a, b, out, scratch);
                    scratch.offset -= size;
                    if (i > 0) {
                        kernels.combine(BinaryFunction.ADD, size, scratch, out, out);
                    }
                }
                out.offset += size;
            }
            a.offset = aStart;
            b.offset = bStart;
            out.offset = start;
        });
    }

    /**
     * From the gradient of the output {@code [O,E,F,M]} and the filters to that of the volumes; as an op of its own, a
     * transposed convolution.
     */
    public record InputGradient(Conv3d conv, Shape volume) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            Conv2d.checkGradient(conv.shape(List.of(volume, operands.get(1))), operands.get(0), volume);
            return volume;
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            Geometry g = conv.geometry(volume, operands.get(1));
            return sums(
                    kernels,
                    g,
                    lanes,
                    Role.INPUT,
                    Role.OUTPUT,
                    Role.TAP,
                    kernels.conv2dInputGradientScratch(g.slice, lanes),
                    (dy, w, dx, scratch) -> kernels.conv2dInputGradient(g.slice, lanes, dy, w, dx, scratch));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {
                needed[0] ? graph.add(conv, outputGradient, operands[1]) : null,
                needed[1] ? graph.add(new FilterGradient(conv, operands[1].shape()), outputGradient, operands[0]) : null
            };
        }
    }

    /** From volumes and the gradient of the output to that of the filters, summed over all volumes. */
    public record FilterGradient(Conv3d conv, Shape filter) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return filter;
        }

        @Override
        public boolean sumsOverBatch() {
            return true;
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            Geometry g = conv.geometry(operands.get(0), filter);
            return sums(
                    kernels,
                    g,
                    lanes,
                    Role.TAP,
                    Role.INPUT,
                    Role.OUTPUT,
                    kernels.conv2dFilterGradientScratch(g.slice, lanes),
                    (x, dy, dw, scratch) -> kernels.conv2dFilterGradient(g.slice, lanes, x, dy, dw, scratch));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {
                needed[0] ? graph.add(new InputGradient(conv, operands[0].shape()), operands[1], outputGradient) : null,
                needed[1] ? graph.add(conv, operands[0], outputGradient) : null
            };
        }
    }
}
