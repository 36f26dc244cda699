package dev.fovea.oracle;

import dev.fovea.op.Pad;
import dev.fovea.op.Repeat;
import dev.fovea.op.Resample;
import dev.fovea.op.Slice;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;

/** What moves numbers along axes; each number of the output is looked up by its index. */
final class Axes {
    private Axes() {}

    /** The index along each axis of the i-th number in row-major order. */
    private static int[] index(Shape shape, int i) {
        int[] index = new int[shape.rank()];
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = i % shape.dim(axis);
            i /= shape.dim(axis);
        }
        return index;
    }

    private static int place(Shape shape, int[] index) {
        int place = 0;
        for (int axis = 0; axis < index.length; axis++) {
            place = place * shape.dim(axis) + index[axis];
        }
        return place;
    }

    static double[] pad(Pad op, Image in) {
        double[] y = new double[in.output().size()];
        for (int i = 0; i < in.x(0).length; i++) {
            int[] index = index(in.shape(0), i);
            index[op.axis()] += op.before();
            y[place(in.output(), index)] = in.x(0)[i];
        }
        return y;
    }

    static double[] slice(Slice op, Image in) {
        double[] y = new double[in.output().size()];
        for (int i = 0; i < y.length; i++) {
            int[] index = index(in.output(), i);
            index[op.axis()] += op.from();
            y[i] = in.x(0)[place(in.shape(0), index)];
        }
        return y;
    }

    static double[] concatenate(int axis, Image in) {
        double[] y = new double[in.output().size()];
        int before = 0;
        for (int operand = 0; operand < in.shapes().size(); operand++) {
            for (int i = 0; i < in.x(operand).length; i++) {
                int[] index = index(in.shape(operand), i);
                index[axis] += before;
                y[place(in.output(), index)] = in.x(operand)[i];
            }
            before += in.shape(operand).dim(axis);
        }
        return y;
    }

    static double[] transpose(Transpose op, Image in) {
        double[] y = new double[in.output().size()];
        for (int i = 0; i < y.length; i++) {
            int[] index = index(in.output(), i);
            int[] from = new int[index.length];
            for (int axis = 0; axis < index.length; axis++) {
                from[op.axes().get(axis)] = index[axis];
            }
            y[i] = in.x(0)[place(in.shape(0), from)];
        }
        return y;
    }

    static double[] repeat(Repeat op, Image in) {
        double[] y = new double[in.output().size()];
        for (int i = 0; i < y.length; i++) {
            int[] index = index(in.output(), i);
            index[op.axis()] /= op.times();
            y[i] = in.x(0)[place(in.shape(0), index)];
        }
        return y;
    }

    static double[] sumRepeats(Repeat op, Image in) {
        double[] y = new double[in.output().size()];
        for (int i = 0; i < in.x(0).length; i++) {
            int[] index = index(in.shape(0), i);
            index[op.axis()] /= op.times();
            y[place(in.output(), index)] += in.x(0)[i];
        }
        return y;
    }

    static double[] resample(Resample op, Image in) {
        double[][] weights = weights(op, in.shape(0).dim(op.axis()));
        double[] y = new double[in.output().size()];
        for (int i = 0; i < y.length; i++) {
            int[] index = index(in.output(), i);
            double[] row = weights[index[op.axis()]];
            for (int k = 0; k < row.length; k++) {
                index[op.axis()] = k;
                y[i] += row[k] * in.x(0)[place(in.shape(0), index)];
            }
        }
        return y;
    }

    static double[] resampleGradient(Resample.Gradient op, Image in) {
        int axis = op.resample().axis();
        double[][] weights = weights(op.resample(), op.length());
        double[] dx = new double[in.output().size()];
        for (int i = 0; i < in.x(0).length; i++) {
            int[] index = index(in.shape(0), i);
            double[] row = weights[index[axis]];
            for (int k = 0; k < row.length; k++) {
                index[axis] = k;
                dx[place(in.output(), index)] += row[k] * in.x(0)[i];
            }
        }
        return dx;
    }

    /** For each new entry the weight of each old one. Middles lie at i + 1/2, in old entries at (i + 1/2) n / size. */
    private static double[][] weights(Resample op, int n) {
        double[][] weights = new double[op.size()][n];
        double step = (double) n / op.size();
        double width = op.antialias() ? Math.max(1, step) : 1;
        for (int i = 0; i < weights.length; i++) {
            double middle = (i + 0.5) * step;
            if (op.filter() == Resample.Filter.NEAREST) {
                weights[i][(int) middle] = 1;
                continue;
            }
            double sum = 0;
            for (int k = 0; k < n; k++) {
                weights[i][k] = weight(op.filter(), Math.abs(k + 0.5 - middle) / width);
                sum += weights[i][k];
            }
            for (int k = 0; k < n; k++) {
                weights[i][k] /= sum;
            }
        }
        return weights;
    }

    private static double weight(Resample.Filter filter, double x) {
        return switch (filter) {
            case NEAREST -> throw new IllegalArgumentException("the nearest has no weight by distance");
            case LINEAR -> Math.max(0, 1 - x);
            case CUBIC ->
                x < 1
                        ? 1 - 5 * Math.pow(x, 2) / 2 + 3 * Math.pow(x, 3) / 2
                        : x < 2 ? 2 - 4 * x + 5 * Math.pow(x, 2) / 2 - Math.pow(x, 3) / 2 : 0;
            case LANCZOS3 -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
            case LANCZOS5 -> x < 5 ? sinc(x) * sinc(x / 5) : 0;
        };
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
