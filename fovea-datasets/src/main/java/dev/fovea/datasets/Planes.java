package dev.fovea.datasets;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/**
 * A picture as one plane of grey or three of red, green and blue, with values 0 to 1.
 *
 * @param values the planes, each of {@code width * height} values row by row
 */
record Planes(int width, int height, float[][] values) {
    private static final float[] LUMINANCE = {0.299f, 0.587f, 0.114f};

    /**
     * The planes of a picture whose transparent parts show a backdrop.
     *
     * @param backdrop grey level from 0, black, to 1, white
     */
    static Planes of(BufferedImage image, float backdrop) {
        float[] alpha = alpha(image);
        Planes planes = isGrey(image) ? grey(image) : colour(image);
        if (alpha != null) {
            for (float[] plane : planes.values) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = plane[i] * alpha[i] + backdrop * (1 - alpha[i]);
                }
            }
        }
        return planes;
    }

    /** How opaque each pixel is, from 0 to 1; null if all are. */
    static float[] alpha(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) {
            return null;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        float[] alpha = new float[width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                alpha[y * width + x] = (row[x] >>> 24) / 255f;
            }
        }
        return alpha;
    }

    private static boolean isGrey(BufferedImage image) {
        ColorModel model = image.getColorModel();
        return model instanceof ComponentColorModel && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    /** The samples as they are: {@code getRGB} would take them for linear light and brighten them. */
    private static Planes grey(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        Raster raster = image.getRaster();
        float most = (1L << image.getColorModel().getComponentSize(0)) - 1;
        float[] plane = new float[width * height];
        float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = row[x] / most;
            }
        }
        return new Planes(width, height, new float[][] {plane});
    }

    private static Planes colour(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        float[][] planes = new float[3][width * height];
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            // As JPEG is read: of that type, bytes are what getRGB gives, which takes long until it is compiled.
            bytes(image.getRaster(), planes);
            return new Planes(width, height, planes);
        }
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    planes[c][y * width + x] = (row[x] >> 16 - 8 * c & 0xff) / 255f;
                }
            }
        }
        return new Planes(width, height, planes);
    }

    /** Copies red, green and blue. */
    private static void bytes(Raster raster, float[][] planes) {
        int width = raster.getWidth();
        byte[] row = new byte[3 * width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int c = 0; c < 3; c++) {
                float[] plane = planes[c];
                for (int x = 0; x < width; x++) {
                    plane[y * width + x] = (row[3 * x + c] & 0xff) / 255f;
                }
            }
        }
    }

    Planes resize(int toWidth, int toHeight, Resampler resampler) {
        float[][] resized = new float[values.length][];
        for (int c = 0; c < values.length; c++) {
            resized[c] = resampler.resize(values[c], width, height, toWidth, toHeight);
        }
        return new Planes(toWidth, toHeight, resized);
    }

    /** So many pixels about the centre, {@code step} apart. */
    Planes middle(int toWidth, int toHeight, double step, Resampler resampler) {
        double left = (width - step * toWidth) / 2;
        double top = (height - step * toHeight) / 2;
        float[][] sampled = new float[values.length][];
        for (int c = 0; c < values.length; c++) {
            sampled[c] = resampler.sample(values[c], width, height, left, top, step, toWidth, toHeight);
        }
        return new Planes(toWidth, toHeight, sampled);
    }

    /** One plane of how bright it looks. */
    Planes toGrey() {
        if (values.length == 1) {
            return this;
        }
        float[] grey = new float[width * height];
        for (int i = 0; i < grey.length; i++) {
            for (int c = 0; c < 3; c++) {
                grey[i] += LUMINANCE[c] * values[c][i];
            }
        }
        return new Planes(width, height, new float[][] {grey});
    }
}
