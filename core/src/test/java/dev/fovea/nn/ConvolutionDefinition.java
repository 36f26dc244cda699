package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * Convolution over any number of axes, in double precision and straight from its formula. Batches are {@code [N, places,
 * C]}, with as many axes of places as there are strides.
 */
record ConvolutionDefinition(int[] strides, int[] dilation, int groups) {
    /** How many places the taps of a filter span along an axis. */
    int span(int axis, int taps) {
        return (taps - 1) * dilation[axis] + 1;
    }

    /** The outputs along an axis of n places, as Keras counts them. */
    int outputs(int axis, int n, int taps, Padding padding) {
        return padding == Padding.SAME
                ? (int) Math.ceil((double) n / strides[axis])
                : (int) Math.ceil((n - span(axis, taps) + 1.0) / strides[axis]);
    }

    /** The places of padding before the first one: half of what is needed, rounded down. */
    int before(int axis, int n, int taps, Padding padding) {
        int needed = (outputs(axis, n, taps, padding) - 1) * strides[axis] + span(axis, taps) - n;
        return padding == Padding.SAME ? Math.max(0, needed) / 2 : 0;
    }

    /**
     * {@code y[n, o, m] = sum over taps t and channels c of m's group of x[n, o * stride + t * dilation - before, c] *
     * kernel[t, c, m]}; places outside count as 0.
     *
     * @param kernel {@code [taps, C/groups, M]}
     */
    Tensor convolve(Tensor x, Tensor kernel, int[] before, int[] outputs) {
        int m = kernel.shape().dim(-1);
        int perGroup = kernel.shape().dim(-2);
        double[] sums = new double[x.shape().dim(0) * size(outputs) * m];
        forEachTap(x, kernel, before, outputs, (from, to, tap) -> {
            for (int j = 0; j < m; j++) {
                for (int c = 0; c < perGroup; c++) {
                    int channel = j / (m / groups) * perGroup + c;
                    sums[to * m + j] += (double) x.data()[from * x.shape().dim(-1) + channel]
                            * kernel.data()[(tap * perGroup + c) * m + j];
                }
            }
        });
        return tensor(x.shape().dim(0), outputs, m, sums);
    }

    /**
     * Sends each number of x to all places that a convolution with this kernel would read for it: {@code y[n, i * stride
     * + t * dilation - before, m] += x[n, i, c] * kernel[t, m, c]}.
     *
     * @param kernel {@code [taps, M, C]}
     */
    Tensor scatter(Tensor x, Tensor kernel, int[] before, int[] outputs) {
        int m = kernel.shape().dim(-2);
        int channels = kernel.shape().dim(-1);
        double[] sums = new double[x.shape().dim(0) * size(outputs) * m];
        Tensor y = Tensor.zeros(shape(x.shape().dim(0), outputs, m).dims());
        int[] inputs = places(x);
        forEachTap(y, kernel, before, inputs, (to, from, tap) -> {
            for (int j = 0; j < m; j++) {
                for (int c = 0; c < channels; c++) {
                    sums[to * m + j] +=
                            (double) x.data()[from * channels + c] * kernel.data()[(tap * m + j) * channels + c];
                }
            }
        });
        return tensor(x.shape().dim(0), outputs, m, sums);
    }

    @FunctionalInterface
    private interface Tap {
        void at(int place, int output, int tap);
    }

    /** All places of x that a tap of an output reads, the batch being the outermost axis of both. */
    private void forEachTap(Tensor x, Tensor kernel, int[] before, int[] outputs, Tap tap) {
        int[] places = places(x);
        int[] taps = Arrays.copyOf(kernel.shape().dims(), outputs.length);
        for (int n = 0; n < x.shape().dim(0); n++) {
            for (int o = 0; o < size(outputs); o++) {
                for (int t = 0; t < size(taps); t++) {
                    int[] out = index(o, outputs);
                    int[] at = index(t, taps);
                    int place = n;
                    boolean inside = true;
                    for (int axis = 0; axis < places.length; axis++) {
                        int i = out[axis] * strides[axis] + at[axis] * dilation[axis] - before[axis];
                        inside &= i >= 0 && i < places[axis];
                        place = place * places[axis] + i;
                    }
                    if (inside) {
                        tap.at(place, n * size(outputs) + o, t);
                    }
                }
            }
        }
    }

    static int[] places(Tensor x) {
        return Arrays.copyOfRange(x.shape().dims(), 1, x.shape().rank() - 1);
    }

    private static int[] index(int number, int[] sizes) {
        int[] index = new int[sizes.length];
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            index[axis] = number % sizes[axis];
            number /= sizes[axis];
        }
        return index;
    }

    private static int size(int[] dims) {
        return Shape.of(dims).size();
    }

    private static Shape shape(int n, int[] places, int channels) {
        int[] dims = new int[places.length + 2];
        dims[0] = n;
        System.arraycopy(places, 0, dims, 1, places.length);
        dims[dims.length - 1] = channels;
        return Shape.of(dims);
    }

    private static Tensor tensor(int n, int[] places, int channels, double[] values) {
        Tensor tensor = Tensor.zeros(shape(n, places, channels).dims());
        for (int i = 0; i < values.length; i++) {
            tensor.data()[i] = (float) values[i];
        }
        return tensor;
    }

    /** Whole numbers from -4 to 4, whose sums of products float32 holds exactly. */
    static Tensor numbers(RandomSource random, int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextInt(9) - 4;
        }
        return tensor;
    }
}
