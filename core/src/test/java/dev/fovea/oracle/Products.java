package dev.fovea.oracle;

import dev.fovea.op.Conv2d;
import dev.fovea.op.Conv3d;
import dev.fovea.op.Size;
import dev.fovea.tensor.Shape;
import java.util.List;

/** Sums of products: each term of a convolution or matrix product takes a number of x and of w to one of y. */
final class Products {
    /** All terms, one after another. */
    interface Terms {
        void each(Term term);

        /** Where the numbers of a term lie. */
        interface Term {
            void at(int x, int w, int y);
        }
    }

    private Products() {}

    static Terms convolution(Conv2d op, Shape image, Shape filter) {
        int c = image.dim(2);
        int m = filter.dim(3);
        int channels = filter.dim(2);
        Span rows = Span.of(
                image.dim(0),
                filter.dim(0),
                op.strides().height(),
                op.dilation().height(),
                op.padding());
        Span columns = Span.of(
                image.dim(1), filter.dim(1), op.strides().width(), op.dilation().width(), op.padding());
        return term -> {
            for (int e = 0; e < rows.outputs(); e++) {
                for (int f = 0; f < columns.outputs(); f++) {
                    for (int r = 0; r < filter.dim(0); r++) {
                        for (int s = 0; s < filter.dim(1); s++) {
                            int h = rows.input(e, r);
                            int w = columns.input(f, s);
                            if (h < 0 || w < 0) {
                                continue;
                            }
                            for (int k = 0; k < m; k++) {
                                int group = k / (m / op.groups());
                                for (int i = 0; i < channels; i++) {
                                    term.at(
                                            (h * image.dim(1) + w) * c + group * channels + i,
                                            ((r * filter.dim(1) + s) * channels + i) * m + k,
                                            (e * columns.outputs() + f) * m + k);
                                }
                            }
                        }
                    }
                }
            }
        };
    }

    /** A slice of the output is the sum over the taps of depth of what slices of volume and filter make. */
    static Terms volume(Conv3d op, Shape volume, Shape filter) {
        Size plane = Size.of(op.strides().height(), op.strides().width());
        Size apart = Size.of(op.dilation().height(), op.dilation().width());
        Conv2d conv = new Conv2d(plane, op.padding(), apart, op.groups());
        Shape image = volume.dropFirst();
        Shape taps = filter.dropFirst();
        int output = conv.shape(List.of(image, taps)).size();
        Terms slice = convolution(conv, image, taps);
        Span depth = Span.of(
                volume.dim(0),
                filter.dim(0),
                op.strides().depth(),
                op.dilation().depth(),
                op.padding());
        return term -> {
            for (int o = 0; o < depth.outputs(); o++) {
                for (int t = 0; t < filter.dim(0); t++) {
                    int d = depth.input(o, t);
                    int y = o * output;
                    int w = t * taps.size();
                    if (d >= 0) {
                        slice.each((x, ww, yy) -> term.at(d * image.size() + x, w + ww, y + yy));
                    }
                }
            }
        };
    }

    static Terms matrix(Shape input, Shape weights) {
        int k = weights.dim(0);
        int m = weights.dim(1);
        return term -> {
            for (int p = 0; p < input.size() / k; p++) {
                for (int i = 0; i < k; i++) {
                    for (int j = 0; j < m; j++) {
                        term.at(p * k + i, i * m + j, p * m + j);
                    }
                }
            }
        };
    }

    static double[] forward(Terms terms, Image in) {
        double[] y = new double[in.output().size()];
        double[] a = in.x(0);
        double[] b = in.x(1);
        terms.each((x, w, to) -> y[to] += a[x] * b[w]);
        return y;
    }

    /** From the gradient of y and w. */
    static double[] byInput(Terms terms, Image in) {
        double[] dx = new double[in.output().size()];
        double[] dy = in.x(0);
        double[] b = in.x(1);
        terms.each((x, w, y) -> dx[x] += dy[y] * b[w]);
        return dx;
    }

    /** From x and the gradient of y, of all images. */
    static double[] byWeights(Terms terms, Image in) {
        double[] dw = new double[in.output().size()];
        for (int n = 0; n < Math.max(in.rows(0), in.rows(1)); n++) {
            double[] a = in.x(0, n);
            double[] dy = in.x(1, n);
            terms.each((x, w, y) -> dw[w] += a[x] * dy[y]);
        }
        return dw;
    }

    static double[] dot(Image in) {
        int k = in.shape(0).dim(1);
        int q = in.shape(1).dim(0);
        double[] y = new double[in.output().size()];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < k; j++) {
                y[i] += in.x(0)[i / q * k + j] * in.x(1)[i % q * k + j];
            }
        }
        return y;
    }
}
