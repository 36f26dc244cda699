package dev.fovea.nn;

import dev.fovea.tensor.RandomSource;

/** Random orthonormal vectors, evenly distributed over all there are. */
final class OrthonormalBasis {
    /**
     * The factor Q of the QR decomposition of a normal matrix, with the diagonal of R above 0, by Gram and Schmidt.
     *
     * @param count how many vectors, at most {@code length}
     */
    static double[][] draw(int count, int length, RandomSource random) {
        double[][] basis = new double[count][length];
        for (int i = 0; i < count; i++) {
            double norm = 0;
            while (norm < 1e-6) {
                for (int k = 0; k < length; k++) {
                    basis[i][k] = random.nextGaussian();
                }
                // Once leaves what rounding made of a large part taken off; twice is enough (Kahan and Parlett).
                takeOff(basis, i);
                takeOff(basis, i);
                norm = Math.sqrt(dot(basis[i], basis[i]));
            }
            for (int k = 0; k < length; k++) {
                basis[i][k] /= norm;
            }
        }
        return basis;
    }

    private static void takeOff(double[][] basis, int i) {
        for (int j = 0; j < i; j++) {
            double part = dot(basis[i], basis[j]);
            for (int k = 0; k < basis[i].length; k++) {
                basis[i][k] -= part * basis[j][k];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private OrthonormalBasis() {}
}
