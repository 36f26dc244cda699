package dev.fovea.formats.onnx;

/**
 * How entries of a resized axis are made of the old ones, by ONNX's words for it.
 *
 * @param mode nearest, linear or cubic
 * @param coordinates where a new entry lies among the old ones
 * @param rounding which is the nearest of two
 * @param a the coefficient of the cubic
 * @param insideOnly whether entries beyond the ends count for nothing, instead of as the last
 */
record Interpolator(String mode, String coordinates, String rounding, float a, boolean insideOnly) {
    private double place(int output, int n, int outputs, double scale) {
        return switch (coordinates) {
            case "half_pixel" -> (output + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> outputs > 1 ? (output + 0.5) / scale - 0.5 : 0;
            case "tf_half_pixel_for_nn" -> (output + 0.5) / scale;
            case "align_corners" -> outputs > 1 ? output * (n - 1.0) / (outputs - 1.0) : 0;
            case "asymmetric" -> output / scale;
            case "half_pixel_symmetric" -> {
                double adjusted = n * scale;
                double offset = n / 2.0 * (1 - outputs / adjusted);
                yield offset + (output + 0.5) / scale - 0.5;
            }
            default ->
                throw new IllegalArgumentException("Fovea has no resizing with coordinates \"" + coordinates + "\"");
        };
    }

    private int nearest(double place) {
        return (int)
                switch (rounding) {
                    case "round_prefer_floor" -> Math.ceil(place - 0.5);
                    case "round_prefer_ceil" -> Math.floor(place + 0.5);
                    case "floor" -> Math.floor(place);
                    case "ceil" -> Math.ceil(place);
                    default -> throw new IllegalArgumentException("there is no rounding \"" + rounding + "\"");
                };
    }

    /** The weights of the old entries in the new ones, {@code [n, outputs]}. */
    float[] matrix(int n, int outputs, double scale) {
        double[] matrix = new double[n * outputs];
        for (int output = 0; output < outputs; output++) {
            double place = place(output, n, outputs, scale);
            switch (mode) {
                case "nearest" -> matrix[Math.clamp(nearest(place), 0, n - 1) * outputs + output] = 1;
                case "linear", "bilinear" -> taps(matrix, n, outputs, output, place, 1);
                case "cubic" -> taps(matrix, n, outputs, output, place, 2);
                default -> throw new IllegalArgumentException("Fovea has no resizing of mode \"" + mode + "\"");
            }
        }
        float[] floats = new float[matrix.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) matrix[i];
        }
        return floats;
    }

    private void taps(double[] matrix, int n, int outputs, int output, double place, int radius) {
        int floor = (int) Math.floor(place);
        double sum = 0;
        for (int i = floor - radius + 1; i <= floor + radius; i++) {
            double weight = weight(Math.abs(place - i));
            if (insideOnly && (i < 0 || i >= n)) {
                continue;
            }
            sum += weight;
            matrix[Math.clamp(i, 0, n - 1) * outputs + output] += weight;
        }
        if (insideOnly) {
            for (int i = 0; i < n; i++) {
                matrix[i * outputs + output] /= sum;
            }
        }
    }

    private double weight(double x) {
        if (!mode.equals("cubic")) {
            return Math.max(0, 1 - x);
        }
        // Keys (1981).
        return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    }

    /** Whether each entry is repeated as often as the axis gets longer. */
    boolean repeats(int n, int outputs) {
        if (!mode.equals("nearest")) {
            return false;
        }
        double scale = (double) outputs / n;
        for (int output = 0; output < outputs; output++) {
            if (Math.clamp(nearest(place(output, n, outputs, scale)), 0, n - 1) != output / (outputs / n)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is linear between the middles of entries, as {@code Resizing} is. */
    boolean halfPixelLinear(int outputs) {
        return (mode.equals("linear") || mode.equals("bilinear"))
                && !insideOnly
                && (coordinates.equals("half_pixel") || coordinates.equals("pytorch_half_pixel") && outputs > 1);
    }
}
