package dev.fovea.plot;

import dev.fovea.tensor.Tensor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Images side by side, each value a square of one colour.
 *
 * <p>Images of one channel go through a colour map, those of three are red, green and blue. Without a
 * {@link #range} each image of one channel spans the map from its least value to its greatest (with
 * {@link ColorMap#DIVERGING}, evenly on both sides of 0), and a colour image is taken to lie in 0..1, or in 0..255,
 * if its values do.
 *
 * <pre>{@code
 * ImageGrid.of(images)                    // [N,H,W,1]
 *         .captions(List.of("seven", "two"))
 *         .colorMap(ColorMap.GREYS)
 *         .picture();
 * }</pre>
 */
public final class ImageGrid {
    /** Side of an image in pixels if no scale is given. */
    private static final int SIDE = 112;

    private final List<Tensor> images;
    private final String title;
    private final List<String> captions;
    private final int columns;
    private final int scale;
    private final ColorMap colors;
    private final Range range;
    private final boolean numbers;

    private ImageGrid(
            List<Tensor> images,
            String title,
            List<String> captions,
            int columns,
            int scale,
            ColorMap colors,
            Range range,
            boolean numbers) {
        this.images = images;
        this.title = title;
        this.captions = captions;
        this.columns = columns;
        this.scale = scale;
        this.colors = colors;
        this.range = range;
        this.numbers = numbers;
    }

    /**
     * A grid of images.
     *
     * @param images {@code [H,W]}, {@code [H,W,1]}, {@code [H,W,3]}, {@code [N,H,W,1]} or {@code [N,H,W,3]}
     * @throws IllegalArgumentException if the shape is another
     */
    public static ImageGrid of(Tensor images) {
        return of(List.of(images));
    }

    /**
     * A grid of images whose sizes may differ, each of a shape that {@link #of(Tensor)} takes.
     *
     * @throws IllegalArgumentException if there is none or one is of another shape
     */
    public static ImageGrid of(List<Tensor> images) {
        List<Tensor> all =
                images.stream().flatMap(t -> Plane.images(t).stream()).toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no images were given to show; give at least one");
        }
        return new ImageGrid(all, "", List.of(), 0, 0, ColorMap.GRAY, null, false);
    }

    /** A line above all images. */
    public ImageGrid title(String title) {
        return new ImageGrid(images, title, captions, columns, scale, colors, range, numbers);
    }

    /**
     * A text below each image; {@code \n} breaks a line, and long lines are broken between words.
     *
     * @throws IllegalArgumentException unless there is one for each image
     */
    public ImageGrid captions(List<String> captions) {
        if (captions.size() != images.size()) {
            throw new IllegalArgumentException(
                    "there are " + images.size() + " images but " + captions.size() + " captions; give one for each");
        }
        return new ImageGrid(images, title, List.copyOf(captions), columns, scale, colors, range, numbers);
    }

    /**
     * How many images stand in a row; otherwise as many as fit 1200 pixels.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public ImageGrid columns(int columns) {
        return new ImageGrid(images, title, captions, positive("columns", columns), scale, colors, range, numbers);
    }

    /**
     * The side in pixels of the square that shows one value; otherwise such that an image has about 112 pixels.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public ImageGrid scale(int scale) {
        return new ImageGrid(images, title, captions, columns, positive("scale", scale), colors, range, numbers);
    }

    /** The colours of images of one channel; {@link ColorMap#GRAY} if not set. */
    public ImageGrid colorMap(ColorMap colors) {
        return new ImageGrid(images, title, captions, columns, scale, colors, range, numbers);
    }

    /**
     * The values that take the first and the last colour, in all images alike.
     *
     * @throws IllegalArgumentException unless min is less than max
     */
    public ImageGrid range(double min, double max) {
        return new ImageGrid(images, title, captions, columns, scale, colors, new Range(min, max), numbers);
    }

    /** Writes each value into its square, in images of one channel; the squares are made large enough. */
    public ImageGrid numbers() {
        return new ImageGrid(images, title, captions, columns, scale, colors, range, true);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
        return value;
    }

    /** Draws the grid. */
    public Picture picture() {
        int side = numbers ? numberSide() : 0;
        List<Box> shown = images.stream().map(image -> draw(image, side)).toList();
        int room = Math.max(shown.stream().mapToInt(Box::width).max().orElse(0), captions.isEmpty() ? 0 : 150);
        List<Box> cells = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            cells.add(captions.isEmpty() ? shown.get(i) : captioned(shown.get(i), captions.get(i), room));
        }
        return Picture.titled(title, arrange(cells, columns));
    }

    static Box captioned(Box image, String caption, int room) {
        Box text = Box.text(caption, Theme.TEXT, Theme.INK).wrap(room).centred();
        return Box.column(Theme.TIGHT, Align.CENTER, image, text);
    }

    static Box arrange(List<Box> cells, int columns) {
        int width = cells.stream().mapToInt(Box::width).max().orElse(0);
        int across = columns > 0 ? columns : Box.columns(cells.size(), width, Theme.GAP);
        return new Box.Grid(cells, across, Theme.GAP, Align.CENTER);
    }

    private Box draw(Tensor image, int numberSide) {
        List<Plane> planes = Plane.of(image);
        if (planes.size() == 3) {
            Range spread = range != null ? range : Range.ofColors(planes);
            return new Box.Image(
                    scale > 0 ? Plane.image(planes, spread, scale) : Plane.fit(planes, colors, spread, SIDE));
        }
        Range spread = range != null ? range : Range.of(planes, colors);
        Plane plane = planes.getFirst();
        if (numbers) {
            return numbered(plane, spread, numberSide);
        }
        return new Box.Image(scale > 0 ? plane.image(colors, spread, scale) : Plane.fit(planes, colors, spread, SIDE));
    }

    /** A side that holds the widest number of any image, so that all are of one scale. */
    private int numberSide() {
        int side = Math.max(scale, 36);
        for (Tensor image : images) {
            for (float value : image.data()) {
                side = Math.max(side, Theme.width(Theme.number(value), Theme.TEXT) + 10);
            }
        }
        return side;
    }

    private Box numbered(Plane plane, Range spread, int side) {
        BufferedImage image = plane.image(colors, spread, side);
        Box under = new Box.Image(image);
        return new Box.Free(under.width(), under.height(), g -> {
            under.paint(g, 0, 0);
            for (int y = 0; y < plane.height; y++) {
                for (int x = 0; x < plane.width; x++) {
                    Color ink = Theme.inkOn(image.getRGB(x * side, y * side));
                    String text = Theme.number(plane.at(y, x));
                    center(g, text, Theme.TEXT, ink, 1 + x * side + side / 2, 1 + y * side + side / 2);
                }
            }
        });
    }

    /** Writes a line with its middle at x, y. */
    static void center(Graphics2D g, String text, Font font, Color color, int x, int y) {
        g.setFont(font);
        g.setColor(color);
        g.drawString(text, x - Theme.width(text, font) / 2, y + Theme.drop(font));
    }
}
