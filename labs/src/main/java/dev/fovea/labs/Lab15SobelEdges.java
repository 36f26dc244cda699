package dev.fovea.labs;

import dev.fovea.datasets.Mnist;
import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.plot.ColorMap;
import dev.fovea.plot.ImageGrid;
import dev.fovea.plot.Picture;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.Color;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Edges by filters made by hand: what people used before filters were learned. */
public final class Lab15SobelEdges implements Lab {
    @Override
    public int number() {
        return 15;
    }

    @Override
    public String title() {
        return "Hand-made features: edges by Sobel's filters";
    }

    /** 5x5 weights after Gauss's bell curve, that add up to 1: {@code [5,5,1,1]}. */
    static Tensor gauss() {
        float[] bell = {1, 4, 6, 4, 1};
        Tensor filter = Tensor.zeros(5, 5, 1, 1);
        for (int r = 0; r < 5; r++) {
            for (int s = 0; s < 5; s++) {
                filter.set(bell[r] * bell[s] / 256, r, s, 0, 0);
            }
        }
        return filter;
    }

    /** Two filters, {@code [3,3,1,2]}: the first answers to change from left to right, the second from top to bottom. */
    static Tensor sobel() {
        float[][] right = {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}};
        Tensor filters = Tensor.zeros(3, 3, 1, 2);
        for (int r = 0; r < 3; r++) {
            for (int s = 0; s < 3; s++) {
                filters.set(right[r][s], r, s, 0, 0);
                filters.set(right[s][r], r, s, 0, 1);
            }
        }
        return filters;
    }

    /** The image without its finest detail, which would look like edges: {@code [N,H,W,1] -> [N,H,W,1]}. */
    static Tensor smooth(Tensor image) {
        return Ops.conv2d(image, gauss(), 1, Padding.SAME);
    }

    /** Change to the right and change downwards: {@code [N,H,W,1] -> [N,H,W,2]}. */
    static Tensor gradient(Tensor image) {
        return Ops.conv2d(image, sobel(), 1, Padding.SAME);
    }

    /** How strong the edge is at each pixel, the length of the gradient: {@code [1,H,W,2] -> [1,H,W,1]}. */
    static Tensor strength(Tensor gradient) {
        Tensor strength = Tensor.zeros(gradient.shape().with(3, 1).dims());
        for (int i = 0; i < strength.size(); i++) {
            strength.data()[i] = (float) Math.hypot(gradient.data()[2 * i], gradient.data()[2 * i + 1]);
        }
        return strength;
    }

    /** Where the image grows brighter at a pixel, in degrees: 0 is to the right, 90 down, 180 left, -90 up. */
    static double direction(Tensor gradient, int y, int x) {
        return Math.toDegrees(Math.atan2(gradient.get(0, y, x, 1), gradient.get(0, y, x, 0)));
    }

    /** The direction as a colour of the colour wheel, the strength as its brightness: {@code [H,W,3]}. */
    static Tensor colours(Tensor gradient) {
        Shape shape = gradient.shape();
        Tensor strength = strength(gradient);
        float strongest = 0;
        for (float value : strength.data()) {
            strongest = Math.max(strongest, value);
        }
        Tensor colours = Tensor.zeros(shape.dim(1), shape.dim(2), 3);
        for (int y = 0; y < shape.dim(1); y++) {
            for (int x = 0; x < shape.dim(2); x++) {
                float hue = (float) direction(gradient, y, x) / 360;
                float brightness = strength.get(0, y, x, 0) / strongest;
                Color colour = new Color(Color.HSBtoRGB(hue, 0.9f, brightness));
                colours.set(colour.getRed() / 255f, y, x, 0);
                colours.set(colour.getGreen() / 255f, y, x, 1);
                colours.set(colour.getBlue() / 255f, y, x, 2);
            }
        }
        return colours;
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("An edge is where brightness changes. Sobel's two filters measure the change to the right and the");
        out.println("change downwards; they are convolutions like all others, with weights that a person chose:");
        out.println();
        Table.print(out, Table.ofFilter("to the right", sobel(), 0, 0), Table.ofFilter("downwards", sobel(), 0, 1));
        out.println("Before that a Gaussian filter takes noise away:");
        out.println();
        Table.print(out, Table.ofFilter("Gauss, times 256", Ops.affine(gauss(), 256, 0)));

        Tensor gradient = gradient(smooth(Scene.image()));
        int middle = (Scene.SQUARE_FROM + Scene.SQUARE_TO) / 2;
        out.println(
                "Both changes together are an arrow at each pixel, towards the brighter side. On the white square:");
        out.println();
        print(out, "left edge", gradient, middle, Scene.SQUARE_FROM);
        print(out, "top edge", gradient, Scene.SQUARE_FROM, middle);
        print(out, "right edge", gradient, middle, Scene.SQUARE_TO);
        print(out, "bottom edge", gradient, Scene.SQUARE_TO, middle);
        print(out, "middle", gradient, middle, middle);
        out.println();
        Gallery.save(out, pictures, "lab15-edges-of-shapes", picture("Edges of shapes", Scene.image()));
        Gallery.save(
                out,
                pictures,
                "lab15-edges-of-a-digit",
                picture("Edges of a digit", Mnist.load().train().images(0, 1)));
    }

    private static void print(PrintStream out, String name, Tensor gradient, int y, int x) {
        double strength = strength(gradient).get(0, y, x, 0);
        String direction =
                strength > 0 ? String.format(Locale.ROOT, "%.0f degrees", direction(gradient, y, x)) : "none";
        out.println(String.format(Locale.ROOT, "    %-12s strength %.3f, direction %s", name, strength, direction));
    }

    private static Picture picture(String title, Tensor image) {
        Tensor smooth = smooth(image);
        Tensor gradient = gradient(smooth);
        int height = image.shape().dim(1);
        int width = image.shape().dim(2);
        List<Tensor> shown = List.of(
                image.reshape(height, width, 1),
                smooth.reshape(height, width, 1),
                Gallery.channel(gradient, 0),
                Gallery.channel(gradient, 1),
                strength(gradient).reshape(height, width, 1),
                colours(gradient));
        return ImageGrid.of(shown)
                .title(title)
                .captions(List.of(
                        "image",
                        "smoothed",
                        "change to the right",
                        "change downwards",
                        "strength",
                        "direction:\nred right, green down,\ncyan left, violet up"))
                .colorMap(ColorMap.GRAY)
                .scale(Math.max(1, 192 / height))
                .columns(3)
                .picture();
    }

    static void main() throws Exception {
        Labs.show(new Lab15SobelEdges());
    }
}
