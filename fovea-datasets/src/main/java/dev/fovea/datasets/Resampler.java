package dev.fovea.datasets;

/**
 * Resizes a plane of numbers, one axis after the other.
 *
 * <p>Each target pixel is a weighted mean of the source pixels under its filter, which grows with the step when
 * shrinking, so that nothing is skipped.
 */
enum Resampler {
    /** The mean over the area of the target pixel: shrinks without blur beyond the pixel. */
    AREA {
        @Override
        double reach(double step) {
            return (step + 1) / 2;
        }

        @Override
        double weight(double distance, double step) {
            // The overlap of a source pixel with a target pixel.
            return Math.clamp((step + 1) / 2 - distance, 0, Math.min(1, step));
        }
    },
    /** Weights that fall off to nothing at the neighbouring pixel's centre: bilinear. */
    TRIANGLE {
        @Override
        double reach(double step) {
            return Math.max(1, step);
        }

        @Override
        double weight(double distance, double step) {
            return Math.max(0, 1 - distance / Math.max(1, step));
        }
    };

    /** How far from its centre, in source pixels, a target pixel is drawn from. */
    abstract double reach(double step);

    abstract double weight(double distance, double step);

    /** The whole plane at another size. */
    float[] resize(float[] plane, int width, int height, int toWidth, int toHeight) {
        float[] narrow = across(plane, width, height, 0, (double) width / toWidth, toWidth);
        float[] turned = transpose(narrow, toWidth, height);
        float[] low = across(turned, height, toWidth, 0, (double) height / toHeight, toHeight);
        return transpose(low, toHeight, toWidth);
    }

    /** The part of a plane that starts at {@code (left, top)}, with target pixels {@code step} apart. */
    float[] sample(
            float[] plane, int width, int height, double left, double top, double step, int toWidth, int toHeight) {
        float[] narrow = across(plane, width, height, left, step, toWidth);
        float[] turned = transpose(narrow, toWidth, height);
        float[] low = across(turned, height, toWidth, top, step, toHeight);
        return transpose(low, toHeight, toWidth);
    }

    private float[] across(float[] plane, int width, int height, double start, double step, int toWidth) {
        float[] out = new float[toWidth * height];
        double reach = reach(step);
        for (int x = 0; x < toWidth; x++) {
            double centre = start + (x + 0.5) * step - 0.5;
            int from = Math.clamp((int) Math.ceil(centre - reach), 0, width - 1);
            int to = Math.clamp((int) Math.floor(centre + reach), 0, width - 1);
            float[] weights = new float[to - from + 1];
            double sum = 0;
            for (int i = from; i <= to; i++) {
                weights[i - from] = (float) weight(Math.abs(i - centre), step);
                sum += weights[i - from];
            }
            for (int y = 0; y < height; y++) {
                float value = 0;
                for (int i = from; i <= to; i++) {
                    value += weights[i - from] * plane[y * width + i];
                }
                out[y * toWidth + x] = sum > 0 ? (float) (value / sum) : 0;
            }
        }
        return out;
    }

    private static float[] transpose(float[] plane, int width, int height) {
        float[] turned = new float[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                turned[x * height + y] = plane[y * width + x];
            }
        }
        return turned;
    }
}
