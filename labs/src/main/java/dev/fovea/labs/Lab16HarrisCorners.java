package dev.fovea.labs;

import dev.fovea.datasets.Mnist;
import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.plot.ImageGrid;
import dev.fovea.plot.Picture;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Corners by the rule of Harris and Stephens (1988): where brightness changes in every direction. */
public final class Lab16HarrisCorners implements Lab {
    /** How much an edge counts against a corner; 0.04 to 0.06 are usual. */
    private static final float K = 0.05f;

    /** A corner found: row and column. */
    record Corner(int y, int x) {
        boolean touches(Corner other) {
            return Math.abs(y - other.y) <= 1 && Math.abs(x - other.x) <= 1;
        }

        @Override
        public String toString() {
            return "(" + y + ", " + x + ")";
        }
    }

    @Override
    public int number() {
        return 16;
    }

    @Override
    public String title() {
        return "Hand-made features: corners by Harris's rule";
    }

    /** How much each pixel looks like a corner: {@code [1,H,W,1] -> [1,H,W,1]}. */
    static Tensor response(Tensor image) {
        Tensor gradient = Lab15SobelEdges.gradient(image);
        Tensor ix = Ops.slice(gradient, 3, 0, 1);
        Tensor iy = Ops.slice(gradient, 3, 1, 2);

        // The three different entries of the matrix of products, each a mean over the surroundings of the pixel.
        Tensor a = Lab15SobelEdges.smooth(Ops.multiply(ix, ix));
        Tensor b = Lab15SobelEdges.smooth(Ops.multiply(iy, iy));
        Tensor c = Lab15SobelEdges.smooth(Ops.multiply(ix, iy));

        Tensor determinant = Ops.subtract(Ops.multiply(a, b), Ops.multiply(c, c));
        Tensor trace = Ops.add(a, b);
        return Ops.subtract(determinant, Ops.affine(Ops.multiply(trace, trace), K, 0));
    }

    /**
     * The pixels whose response is the largest in 5x5 and more than a part of the largest of all; of equals side by
     * side, the first. Max pooling with stride 1 says what the largest in 5x5 is.
     */
    static List<Corner> corners(Tensor response, float part) {
        Tensor largest = Ops.maxPool2d(response, 5, 1, Padding.SAME);
        float strongest = 0;
        for (float value : response.data()) {
            strongest = Math.max(strongest, value);
        }
        List<Corner> corners = new ArrayList<>();
        for (int y = 0; y < response.shape().dim(1); y++) {
            for (int x = 0; x < response.shape().dim(2); x++) {
                float value = response.get(0, y, x, 0);
                Corner corner = new Corner(y, x);
                if (value == largest.get(0, y, x, 0)
                        && value > part * strongest
                        && corners.stream().noneMatch(corner::touches)) {
                    corners.add(corner);
                }
            }
        }
        return corners;
    }

    /**
     * The image in gray with a red cross on every corner: {@code [1,H,W,1] -> [H,W,3]}.
     *
     * @param arm how far the cross reaches from its middle
     */
    static Tensor marked(Tensor image, List<Corner> corners, int arm) {
        Shape shape = image.shape();
        Tensor marked = Tensor.zeros(shape.dim(1), shape.dim(2), 3);
        for (int y = 0; y < shape.dim(1); y++) {
            for (int x = 0; x < shape.dim(2); x++) {
                for (int c = 0; c < 3; c++) {
                    marked.set(0.6f * image.get(0, y, x, 0), y, x, c);
                }
            }
        }
        for (Corner corner : corners) {
            for (int i = -arm; i <= arm; i++) {
                red(marked, corner.y + i, corner.x);
                red(marked, corner.y, corner.x + i);
            }
        }
        return marked;
    }

    private static void red(Tensor image, int y, int x) {
        if (y >= 0 && y < image.shape().dim(0) && x >= 0 && x < image.shape().dim(1)) {
            image.set(1, y, x, 0);
            image.set(0.1f, y, x, 1);
            image.set(0.1f, y, x, 2);
        }
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("Move a small window by a little: in a flat region nothing changes, along an edge nothing changes");
        out.println("either, but at a corner every move changes what is seen. With the changes Ix and Iy of lab 15,");
        out.println("averaged over a window, that is told by");
        out.println();
        out.println("    M = | mean Ix*Ix   mean Ix*Iy |        R = det M - 0.05 * (trace M)^2");
        out.println("        | mean Ix*Iy   mean Iy*Iy |");
        out.println();
        out.println(
                "R is large and positive at a corner, negative at an edge, near 0 where all is flat. On the shapes:");
        out.println();
        Tensor scene = Scene.image();
        Tensor response = response(scene);
        int from = Scene.SQUARE_FROM;
        int middle = (Scene.SQUARE_FROM + Scene.SQUARE_TO) / 2;
        out.println("    corner of the square  R = " + Table.number(response.get(0, from, from, 0)));
        out.println("    edge of the square    R = " + Table.number(response.get(0, middle, from, 0)));
        out.println("    inside the square     R = " + Table.number(response.get(0, middle, middle, 0)));
        out.println();
        List<Corner> found = corners(response, 0.2f);
        out.println(
                found.size() + " corners found (the largest R in 5x5 pixels, and over a fifth of the largest of all),");
        out.println("as (row, column), both counted from 0:");
        out.println();
        for (int i = 0; i < found.size(); i += 6) {
            out.print("   ");
            for (Corner corner : found.subList(i, Math.min(i + 6, found.size()))) {
                out.print(" " + corner);
            }
            out.println();
        }
        out.println();
        Gallery.save(out, pictures, "lab16-corners-of-shapes", picture("Corners of shapes", scene));
        Gallery.save(
                out,
                pictures,
                "lab16-corners-of-a-digit",
                picture("Corners of a digit", Mnist.load().train().images(0, 1)));
    }

    private static Picture picture(String title, Tensor image) {
        int height = image.shape().dim(1);
        Tensor response = response(image);
        return ImageGrid.of(List.of(
                        image.reshape(height, image.shape().dim(2), 1),
                        response.reshape(height, image.shape().dim(2), 1),
                        marked(image, corners(response, 0.2f), height > 50 ? 1 : 0)))
                .title(title)
                .captions(List.of("image", "Harris's R", "corners"))
                .scale(384 / height)
                .columns(3)
                .picture();
    }

    static void main() throws Exception {
        Labs.show(new Lab16HarrisCorners());
    }
}
