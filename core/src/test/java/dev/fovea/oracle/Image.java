package dev.fovea.oracle;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * What a rule sees of an op's operands when it makes the value of one image.
 *
 * @param values of each operand the numbers of each image, or of all at once where they share it
 * @param number of the image within the batch
 * @param images of the whole batch
 */
record Image(List<Shape> shapes, Shape output, List<double[][]> values, int number, int images, int stepKey) {
    /** This image's numbers of an operand. */
    double[] x(int operand) {
        return x(operand, number);
    }

    double[] x(int operand, int image) {
        double[][] rows = values.get(operand);
        return rows[Math.min(image, rows.length - 1)];
    }

    /** How many images an operand has a value for: 1 where they share it. */
    int rows(int operand) {
        return values.get(operand).length;
    }

    Shape shape(int operand) {
        return shapes.get(operand);
    }

    double[] map(int operand, DoubleUnaryOperator f) {
        double[] y = x(operand).clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = f.applyAsDouble(y[i]);
        }
        return y;
    }

    /** A function of the numbers of two operands of one shape. */
    double[] pairs(int first, int second, DoubleBinaryOperator f) {
        double[] y = x(first).clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = f.applyAsDouble(y[i], x(second)[i]);
        }
        return y;
    }

    /** The same with the magnitudes of all numbers. */
    Image absolute() {
        return new Image(shapes, output, values.stream().map(Image::absolute).toList(), number, images, stepKey);
    }

    private static double[][] absolute(double[][] rows) {
        double[][] y = new double[rows.length][];
        for (int n = 0; n < rows.length; n++) {
            y[n] = rows[n].clone();
            for (int i = 0; i < y[n].length; i++) {
                y[n][i] = Math.abs(y[n][i]);
            }
        }
        return y;
    }
}
