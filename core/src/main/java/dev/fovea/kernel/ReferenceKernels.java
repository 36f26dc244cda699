package dev.fovea.kernel;

import dev.fovea.tensor.ScalarFunction;

/**
 * The primitives in plain loops: the definition of what is right, and the oracle of every test.
 *
 * <p>Each method computes the formula of {@link Kernels} with the formula's own letters as loop indices.
 */
public sealed class ReferenceKernels implements Kernels permits ColdKernels, VectorKernels {

    @Override
    public int lanesFor(int batchSize) {
        return 1;
    }

    @Override
    public void conv2d(
            ConvGeometry g,
            int lanes,
            Floats x,
            Floats w,
            Floats bias,
            ScalarFunction act,
            float alpha,
            Floats y,
            Floats scratch,
            int part,
            int parts) {
        Window win = g.window();
        int cg = g.channelsPerGroup();
        for (int e = 0; e < win.e(); e++) {
            for (int f = 0; f < win.f(); f++) {
                for (int m = 0; m < g.m(); m++) {
                    int firstChannel = m / g.filtersPerGroup() * cg;
                    for (int l = 0; l < lanes; l++) {
                        float sum = bias == null ? 0 : bias.array[bias.offset + m];
                        for (int r = 0; r < win.r(); r++) {
                            for (int s = 0; s < win.s(); s++) {
                                int h = win.row(e, r);
                                int col = win.column(f, s);
                                if (h < 0 || h >= win.h() || col < 0 || col >= win.w()) {
                                    continue;
                                }
                                for (int c = 0; c < cg; c++) {
                                    int xi = ((h * win.w() + col) * g.c() + firstChannel + c) * lanes + l;
                                    int wi = ((r * win.s() + s) * cg + c) * g.m() + m;
                                    sum += x.array[x.offset + xi] * w.array[w.offset + wi];
                                }
                            }
                        }
                        int yi = ((e * win.f() + f) * g.m() + m) * lanes + l;
                        y.array[y.offset + yi] = act.value(sum, alpha);
                    }
                }
            }
        }
    }

    @Override
    public void conv2dInputGradient(ConvGeometry g, int lanes, Floats dy, Floats w, Floats dx, Floats scratch) {
        clear(dx, g.inputSize() * lanes);
        Window win = g.window();
        int cg = g.channelsPerGroup();
        for (int e = 0; e < win.e(); e++) {
            for (int f = 0; f < win.f(); f++) {
                for (int r = 0; r < win.r(); r++) {
                    for (int s = 0; s < win.s(); s++) {
                        int h = win.row(e, r);
                        int col = win.column(f, s);
                        if (h < 0 || h >= win.h() || col < 0 || col >= win.w()) {
                            continue;
                        }
                        for (int m = 0; m < g.m(); m++) {
                            int firstChannel = m / g.filtersPerGroup() * cg;
                            for (int c = 0; c < cg; c++) {
                                float weight = w.array[w.offset + ((r * win.s() + s) * cg + c) * g.m() + m];
                                int xi = dx.offset + ((h * win.w() + col) * g.c() + firstChannel + c) * lanes;
                                int yi = dy.offset + ((e * win.f() + f) * g.m() + m) * lanes;
                                for (int l = 0; l < lanes; l++) {
                                    dx.array[xi + l] += dy.array[yi + l] * weight;
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @Override
    public void conv2dFilterGradient(ConvGeometry g, int lanes, Floats x, Floats dy, Floats dw, Floats scratch) {
        clear(dw, g.filterSize());
        Window win = g.window();
        int cg = g.channelsPerGroup();
        for (int r = 0; r < win.r(); r++) {
            for (int s = 0; s < win.s(); s++) {
                for (int e = 0; e < win.e(); e++) {
                    for (int f = 0; f < win.f(); f++) {
                        int h = win.row(e, r);
                        int col = win.column(f, s);
                        if (h < 0 || h >= win.h() || col < 0 || col >= win.w()) {
                            continue;
                        }
                        for (int c = 0; c < cg; c++) {
                            for (int m = 0; m < g.m(); m++) {
                                int firstChannel = m / g.filtersPerGroup() * cg;
                                int xi = x.offset + ((h * win.w() + col) * g.c() + firstChannel + c) * lanes;
                                int yi = dy.offset + ((e * win.f() + f) * g.m() + m) * lanes;
                                float sum = 0;
                                for (int l = 0; l < lanes; l++) {
                                    sum += x.array[xi + l] * dy.array[yi + l];
                                }
                                dw.array[dw.offset + ((r * win.s() + s) * cg + c) * g.m() + m] += sum;
                            }
                        }
                    }
                }
            }
        }
    }

    @Override
    public int conv2dScratch(ConvGeometry g, int lanes) {
        return 0;
    }

    @Override
    public int conv2dInputGradientScratch(ConvGeometry g, int lanes) {
        return 0;
    }

    @Override
    public int conv2dFilterGradientScratch(ConvGeometry g, int lanes) {
        return 0;
    }

    @Override
    public void maxPool(Window g, int channels, int lanes, Floats x, Floats y) {
        int inner = channels * lanes;
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                for (int i = 0; i < inner; i++) {
                    int winner = winner(g, inner, x, e, f, i);
                    y.array[y.offset + (e * g.f() + f) * inner + i] =
                            winner < 0 ? Float.NEGATIVE_INFINITY : x.array[winner];
                }
            }
        }
    }

    /** Where the largest value of the window of output (e, f) lies, the first of equals; -1 if all is padding. */
    private static int winner(Window g, int inner, Floats x, int e, int f, int i) {
        int winner = -1;
        for (int r = 0; r < g.r(); r++) {
            for (int s = 0; s < g.s(); s++) {
                int h = g.row(e, r);
                int w = g.column(f, s);
                if (h < 0 || h >= g.h() || w < 0 || w >= g.w()) {
                    continue;
                }
                int xi = x.offset + (h * g.w() + w) * inner + i;
                if (winner < 0 || x.array[xi] > x.array[winner]) {
                    winner = xi;
                }
            }
        }
        return winner;
    }

    @Override
    public void maxPoolGradient(Window g, int channels, int lanes, Floats x, Floats y, Floats dy, Floats dx) {
        int inner = channels * lanes;
        clear(dx, g.h() * g.w() * inner);
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                for (int i = 0; i < inner; i++) {
                    int winner = winner(g, inner, x, e, f, i);
                    if (winner >= 0) {
                        dx.array[dx.offset + winner - x.offset] += dy.array[dy.offset + (e * g.f() + f) * inner + i];
                    }
                }
            }
        }
    }

    @Override
    public void averagePool(Window g, int channels, int lanes, Floats x, Floats y) {
        int inner = channels * lanes;
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                for (int i = 0; i < inner; i++) {
                    float sum = 0;
                    int count = 0;
                    for (int r = 0; r < g.r(); r++) {
                        for (int s = 0; s < g.s(); s++) {
                            int h = g.row(e, r);
                            int w = g.column(f, s);
                            if (h < 0 || h >= g.h() || w < 0 || w >= g.w()) {
                                continue;
                            }
                            sum += x.array[x.offset + (h * g.w() + w) * inner + i];
                            count++;
                        }
                    }
                    y.array[y.offset + (e * g.f() + f) * inner + i] = count == 0 ? 0 : sum / count;
                }
            }
        }
    }

    @Override
    public void averagePoolGradient(Window g, int channels, int lanes, Floats dy, Floats dx) {
        int inner = channels * lanes;
        clear(dx, g.h() * g.w() * inner);
        for (int e = 0; e < g.e(); e++) {
            for (int f = 0; f < g.f(); f++) {
                int count = 0;
                for (int r = 0; r < g.r(); r++) {
                    for (int s = 0; s < g.s(); s++) {
                        if (inside(g, e, f, r, s)) {
                            count++;
                        }
                    }
                }
                for (int r = 0; r < g.r(); r++) {
                    for (int s = 0; s < g.s(); s++) {
                        if (!inside(g, e, f, r, s)) {
                            continue;
                        }
                        int xi = dx.offset + (g.row(e, r) * g.w() + g.column(f, s)) * inner;
                        int yi = dy.offset + (e * g.f() + f) * inner;
                        for (int i = 0; i < inner; i++) {
                            dx.array[xi + i] += dy.array[yi + i] / count;
                        }
                    }
                }
            }
        }
    }

    private static boolean inside(Window g, int e, int f, int r, int s) {
        int h = g.row(e, r);
        int w = g.column(f, s);
        return h >= 0 && h < g.h() && w >= 0 && w < g.w();
    }

    @Override
    public void biasAdd(
            int pixels, int channels, int lanes, Floats x, Floats bias, ScalarFunction act, float alpha, Floats y) {
        for (int p = 0; p < pixels; p++) {
            for (int c = 0; c < channels; c++) {
                for (int l = 0; l < lanes; l++) {
                    int i = (p * channels + c) * lanes + l;
                    y.array[y.offset + i] = act.value(x.array[x.offset + i] + bias.array[bias.offset + c], alpha);
                }
            }
        }
    }

    @Override
    public void channelSum(int pixels, int channels, int lanes, Floats x, Floats sums) {
        clear(sums, channels);
        for (int p = 0; p < pixels; p++) {
            for (int c = 0; c < channels; c++) {
                for (int l = 0; l < lanes; l++) {
                    sums.array[sums.offset + c] += x.array[x.offset + (p * channels + c) * lanes + l];
                }
            }
        }
    }

    @Override
    public void apply(ScalarFunction f, float alpha, int n, Floats x, Floats y) {
        for (int i = 0; i < n; i++) {
            y.array[y.offset + i] = f.value(x.array[x.offset + i], alpha);
        }
    }

    @Override
    public void applyGradient(ScalarFunction f, float alpha, int n, Floats x, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i++) {
            float input = x == null ? Float.NaN : x.array[x.offset + i];
            dx.array[dx.offset + i] = f.slope(input, y.array[y.offset + i], alpha) * dy.array[dy.offset + i];
        }
    }

    @Override
    public void softmax(int rows, int classes, int lanes, Floats x, Floats y) {
        for (int row = 0; row < rows; row++) {
            for (int l = 0; l < lanes; l++) {
                int xi = x.offset + row * classes * lanes + l;
                int yi = y.offset + row * classes * lanes + l;
                float max = max(x, xi, classes, lanes);
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    double power = Math.exp(x.array[xi + c * lanes] - max);
                    y.array[yi + c * lanes] = (float) power;
                    sum += power;
                }
                for (int c = 0; c < classes; c++) {
                    y.array[yi + c * lanes] = (float) (y.array[yi + c * lanes] / sum);
                }
            }
        }
    }

    private static float max(Floats x, int at, int classes, int lanes) {
        float max = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            max = Math.max(max, x.array[at + c * lanes]);
        }
        return max;
    }

    @Override
    public void softmaxGradient(int rows, int classes, int lanes, Floats y, Floats dy, Floats dx) {
        for (int row = 0; row < rows; row++) {
            for (int l = 0; l < lanes; l++) {
                int at = row * classes * lanes + l;
                float sum = 0;
                for (int c = 0; c < classes; c++) {
                    sum += y.array[y.offset + at + c * lanes] * dy.array[dy.offset + at + c * lanes];
                }
                for (int c = 0; c < classes; c++) {
                    int i = at + c * lanes;
                    dx.array[dx.offset + i] = y.array[y.offset + i] * (dy.array[dy.offset + i] - sum);
                }
            }
        }
    }

    @Override
    public void sparseCrossEntropy(int rows, int classes, int lanes, Floats logits, Floats labels, Floats loss) {
        for (int row = 0; row < rows; row++) {
            for (int l = 0; l < lanes; l++) {
                int at = logits.offset + row * classes * lanes + l;
                float max = max(logits, at, classes, lanes);
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    sum += Math.exp(logits.array[at + c * lanes] - max);
                }
                int label = (int) labels.array[labels.offset + row * lanes + l];
                loss.array[loss.offset + row * lanes + l] =
                        (float) (max - logits.array[at + label * lanes] + Math.log(sum));
            }
        }
    }

    @Override
    public void sparseCrossEntropyGradient(
            int rows, int classes, int lanes, Floats logits, Floats labels, Floats dloss, Floats dlogits) {
        softmax(rows, classes, lanes, logits, dlogits);
        for (int row = 0; row < rows; row++) {
            for (int l = 0; l < lanes; l++) {
                int at = dlogits.offset + row * classes * lanes + l;
                int label = (int) labels.array[labels.offset + row * lanes + l];
                dlogits.array[at + label * lanes] -= 1;
                for (int c = 0; c < classes; c++) {
                    dlogits.array[at + c * lanes] *= dloss.array[dloss.offset + row * lanes + l];
                }
            }
        }
    }

    @Override
    public void dropout(int n, int lanes, float rate, int key, int firstImage, Floats x, Floats y) {
        int threshold = Hash.threshold(rate);
        float scale = rate < 1 ? 1 / (1 - rate) : 0;
        for (int l = 0; l < lanes; l++) {
            int imageKey = Hash.imageKey(key, firstImage + l);
            for (int i = 0; i < n; i++) {
                int at = i * lanes + l;
                y.array[y.offset + at] = Hash.keeps(imageKey, i, threshold) ? x.array[x.offset + at] * scale : 0;
            }
        }
    }

    @Override
    public void combine(BinaryFunction f, int n, Floats a, Floats b, Floats y) {
        for (int i = 0; i < n; i++) {
            float p = a.array[a.offset + i];
            float q = b.array[b.offset + i];
            y.array[y.offset + i] = switch (f) {
                case ADD -> p + q;
                case SUBTRACT -> p - q;
                case MULTIPLY -> p * q;
                case MAXIMUM -> Math.max(p, q);
                case MINIMUM -> Math.min(p, q);
                case EQUAL -> p == q ? 1 : 0;
            };
        }
    }

    @Override
    public void addUp(int n, int count, float[] x, int xi, int stride, float[] y, int yi) {
        System.arraycopy(x, xi, y, yi, n);
        for (int j = 1; j < count; j++) {
            for (int i = 0; i < n; i++) {
                y[yi + i] += x[xi + j * stride + i];
            }
        }
    }

    @Override
    public void adam(
            int from,
            int to,
            float[] w,
            float[] g,
            int offset,
            float[] m,
            float[] v,
            float[] largest,
            float gain1,
            float gain2,
            float rate,
            float epsilon) {
        for (int i = from; i < to; i++) {
            float gradient = g[offset + i];
            m[i] += (gradient - m[i]) * gain1;
            v[i] += (gradient * gradient - v[i]) * gain2;
            float spread = v[i];
            if (largest != null) {
                largest[i] = Math.max(largest[i], spread);
                spread = largest[i];
            }
            w[i] -= m[i] * rate / ((float) Math.sqrt(spread) + epsilon);
        }
    }

    @Override
    public void affine(int n, float scale, float offset, Floats x, Floats y) {
        for (int i = 0; i < n; i++) {
            y.array[y.offset + i] = x.array[x.offset + i] * scale + offset;
        }
    }

    @Override
    public void copy(int rows, int length, Floats from, int fromStride, Floats to, int toStride) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from.array, from.offset + row * fromStride, to.array, to.offset + row * toStride, length);
        }
    }

    @Override
    public void fill(int n, float value, Floats y) {
        java.util.Arrays.fill(y.array, y.offset, y.offset + n, value);
    }

    @Override
    public void transpose(int[] sizes, int[] strides, int lanes, Floats x, Floats y) {
        transpose(0, sizes, strides, lanes, x.array, x.offset, y.array, y.offset);
    }

    /** Writes all there is of the axes from {@code axis} on, one after another; returns where it ended. */
    private static int transpose(
            int axis, int[] sizes, int[] strides, int lanes, float[] x, int xi, float[] y, int yi) {
        if (axis == sizes.length) {
            for (int l = 0; l < lanes; l++) {
                y[yi + l] = x[xi + l];
            }
            return yi + lanes;
        }
        int end = yi;
        for (int i = 0; i < sizes[axis]; i++) {
            end = transpose(axis + 1, sizes, strides, lanes, x, xi + i * strides[axis] * lanes, y, end);
        }
        return end;
    }

    @Override
    public int channelRoom(int channels, int lanes) {
        return 0;
    }

    @Override
    public void channelMoments(int pixels, int channels, int lanes, int valid, Floats x, Floats moments) {
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int p = 0; p < pixels; p++) {
                for (int l = 0; l < valid; l++) {
                    sum += x.array[x.offset + (p * channels + c) * lanes + l];
                }
            }
            double mean = sum / ((double) pixels * valid);
            double deviations = 0;
            for (int p = 0; p < pixels; p++) {
                for (int l = 0; l < valid; l++) {
                    double deviation = x.array[x.offset + (p * channels + c) * lanes + l] - mean;
                    deviations += deviation * deviation;
                }
            }
            moments.array[moments.offset + c] = (float) mean;
            moments.array[moments.offset + channels + c] = (float) deviations;
        }
    }

    @Override
    public void channelAffine(
            int pixels,
            int channels,
            int lanes,
            Floats x,
            Floats scaleShift,
            Floats added,
            ScalarFunction act,
            float alpha,
            Floats y) {
        for (int p = 0; p < pixels; p++) {
            for (int c = 0; c < channels; c++) {
                float scale = scaleShift.array[scaleShift.offset + c];
                float shift = scaleShift.array[scaleShift.offset + channels + c];
                for (int l = 0; l < lanes; l++) {
                    int i = (p * channels + c) * lanes + l;
                    float moved = x.array[x.offset + i] * scale + shift;
                    float sum = added == null ? moved : moved + added.array[added.offset + i];
                    y.array[y.offset + i] = act.value(sum, alpha);
                }
            }
        }
    }

    @Override
    public void channelGradientSums(int pixels, int channels, int lanes, Floats x, Floats dy, Floats sums) {
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double product = 0;
            float scale = sums.array[sums.offset + 2 * channels + c];
            float shift = sums.array[sums.offset + 3 * channels + c];
            for (int p = 0; p < pixels; p++) {
                for (int l = 0; l < lanes; l++) {
                    int i = (p * channels + c) * lanes + l;
                    float input = x.array[x.offset + i];
                    float gradient = input * scale + shift <= 0 ? 0 : dy.array[dy.offset + i];
                    sum += gradient;
                    product += (double) gradient * input;
                }
            }
            sums.array[sums.offset + c] = (float) sum;
            sums.array[sums.offset + channels + c] = (float) product;
        }
    }

    @Override
    public void channelAffineGradient(
            int pixels, int channels, int lanes, int valid, Floats x, Floats dy, Floats k, Floats dx) {
        for (int p = 0; p < pixels; p++) {
            for (int c = 0; c < channels; c++) {
                float ofDy = k.array[k.offset + c];
                float ofX = k.array[k.offset + channels + c];
                float constant = k.array[k.offset + 2 * channels + c];
                float scale = k.array[k.offset + 3 * channels + c];
                float shift = k.array[k.offset + 4 * channels + c];
                for (int l = 0; l < lanes; l++) {
                    int i = (p * channels + c) * lanes + l;
                    float input = x.array[x.offset + i];
                    float gradient = input * scale + shift <= 0 ? 0 : dy.array[dy.offset + i];
                    dx.array[dx.offset + i] = l < valid ? gradient * ofDy + input * ofX + constant : 0;
                }
            }
        }
    }

    private static void clear(Floats to, int n) {
        java.util.Arrays.fill(to.array, to.offset, to.offset + n, 0);
    }
}
