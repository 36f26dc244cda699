package dev.fovea.plot;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;

/** One channel of an image, and how its numbers become pixels. */
final class Plane {
    final int height;
    final int width;
    private final float[] values;

    private Plane(int height, int width, float[] values) {
        this.height = height;
        this.width = width;
        this.values = values;
    }

    /** The channels of an image [H,W] or [H,W,C]. */
    static List<Plane> of(Tensor image) {
        Shape shape = image.shape();
        int channels = shape.rank() == 2 ? 1 : shape.dim(2);
        List<Plane> planes = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            float[] plane = new float[shape.dim(0) * shape.dim(1)];
            for (int i = 0; i < plane.length; i++) {
                plane[i] = image.data()[i * channels + c];
            }
            planes.add(new Plane(shape.dim(0), shape.dim(1), plane));
        }
        return planes;
    }

    /** Values in rows of the given width; what is missing from the last row is NaN. */
    static Plane of(float[] values, int width) {
        int height = Math.ceilDiv(values.length, width);
        float[] filled = new float[height * width];
        Arrays.fill(filled, values.length, filled.length, Float.NaN);
        System.arraycopy(values, 0, filled, 0, values.length);
        return new Plane(height, width, filled);
    }

    int size() {
        return values.length;
    }

    float at(int i) {
        return values[i];
    }

    float at(int y, int x) {
        return values[y * width + x];
    }

    boolean any(DoublePredicate holds) {
        for (float value : values) {
            if (holds.test(value)) {
                return true;
            }
        }
        return false;
    }

    /** The plane made smaller by a whole factor, each value the mean of a square. */
    Plane shrink(int factor) {
        if (factor == 1) {
            return this;
        }
        int h = Math.ceilDiv(height, factor);
        int w = Math.ceilDiv(width, factor);
        float[] means = new float[h * w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double sum = 0;
                int count = 0;
                for (int i = y * factor; i < Math.min(height, (y + 1) * factor); i++) {
                    for (int j = x * factor; j < Math.min(width, (x + 1) * factor); j++) {
                        sum += at(i, j);
                        count++;
                    }
                }
                means[y * w + x] = (float) (sum / count);
            }
        }
        return new Plane(h, w, means);
    }

    /** Each value as a square of scale x scale pixels of one colour. */
    BufferedImage image(ColorMap colors, Range range, int scale) {
        BufferedImage image = new BufferedImage(width * scale, height * scale, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, colors.rgb(range.share(at(y / scale, x / scale))));
            }
        }
        return image;
    }

    /** Three planes as red, green and blue. */
    static BufferedImage image(List<Plane> rgb, Range range, int scale) {
        Plane first = rgb.getFirst();
        BufferedImage image = new BufferedImage(first.width * scale, first.height * scale, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = 0;
                for (Plane plane : rgb) {
                    pixel = pixel << 8 | ColorMap.GRAY.rgb(range.share(plane.at(y / scale, x / scale))) & 255;
                }
                image.setRGB(x, y, pixel);
            }
        }
        return image;
    }

    /** Fits an image of one channel or three to about {@code side} pixels, larger or smaller by whole factors. */
    static BufferedImage fit(List<Plane> planes, ColorMap colors, Range range, int side) {
        int longest = Math.max(planes.getFirst().height, planes.getFirst().width);
        int factor = Math.ceilDiv(longest, side);
        int scale = Math.max(1, side / longest);
        List<Plane> small = planes.stream().map(p -> p.shrink(factor)).toList();
        return small.size() == 3 ? image(small, range, scale) : small.getFirst().image(colors, range, scale);
    }

    /**
     * The images of a tensor, each [H,W,1] or [H,W,3].
     *
     * @throws IllegalArgumentException if it is not of shape [H,W], [H,W,1], [H,W,3], [N,H,W,1] or [N,H,W,3]
     */
    static List<Tensor> images(Tensor tensor) {
        Shape shape = tensor.shape();
        int rank = shape.rank();
        if (rank < 2 || rank > 4 || shape.size() == 0 || rank > 2 && shape.dim(-1) != 1 && shape.dim(-1) != 3) {
            throw new IllegalArgumentException("an image has shape [H, W], [H, W, 1] or [H, W, 3], and several have "
                    + "[N, H, W, 1] or [N, H, W, 3], but " + shape + " was given"
                    + (rank == 3 || rank == 4 ? "; FeatureMaps shows any number of channels" : ""));
        }
        return switch (rank) {
            case 2 -> List.of(tensor.copy().reshape(shape.dim(0), shape.dim(1), 1));
            case 3 -> List.of(tensor.copy());
            default -> {
                List<Tensor> images = new ArrayList<>();
                for (int n = 0; n < shape.dim(0); n++) {
                    images.add(tensor.slice(n, n + 1).reshape(shape.dim(1), shape.dim(2), shape.dim(3)));
                }
                yield List.copyOf(images);
            }
        };
    }
}
