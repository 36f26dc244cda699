package dev.fovea.plot;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every layer makes of one image: a block for each layer with its name, its output shape and its channels as
 * small pictures, all channels of a layer on one scale.
 *
 * <p>Outputs {@code [K]} are strips of cells; the last one, with class names, is bars.
 *
 * <pre>{@code
 * FeatureMaps.of(activations).input(image).classNames(names).picture();  // name -> [H,W,C] or [K]
 * FeatureMaps.of(activations).picture("conv2d");                        // that layer alone, all channels
 * }</pre>
 */
public final class FeatureMaps {
    private static final int SIDE = 60;
    private static final int WIDTH = 1008;
    private static final int CELLS = 96;

    private final Map<String, Tensor> layers;
    private final Tensor input;
    private final List<String> classNames;
    private final String title;
    private final int limit;
    private final ColorMap colors;

    private FeatureMaps(
            Map<String, Tensor> layers,
            Tensor input,
            List<String> classNames,
            String title,
            int limit,
            ColorMap colors) {
        this.layers = layers;
        this.input = input;
        this.classNames = classNames;
        this.title = title;
        this.limit = limit;
        this.colors = colors;
    }

    /**
     * The outputs of layers for one image.
     *
     * @param activations the layers in the order of the map, each {@code [H,W,C]} or {@code [K]}; a batch of one,
     *     {@code [1,H,W,C]} or {@code [1,K]}, is taken too
     * @throws IllegalArgumentException if there is none or one is of another shape, with the layer's name
     */
    public static FeatureMaps of(Map<String, Tensor> activations) {
        if (activations.isEmpty()) {
            throw new IllegalArgumentException("no layer's output was given to show; give at least one");
        }
        Map<String, Tensor> layers = new LinkedHashMap<>();
        activations.forEach((name, output) -> layers.put(name, one(name, output)));
        return new FeatureMaps(Collections.unmodifiableMap(layers), null, List.of(), "", 32, ColorMap.GRAY);
    }

    private static Tensor one(String name, Tensor output) {
        Shape shape = output.shape();
        Shape single = shape.rank() % 2 == 0 && shape.rank() > 0 && shape.dim(0) == 1 ? shape.dropFirst() : shape;
        if (shape.size() == 0 || single.rank() != 1 && single.rank() != 3) {
            throw new IllegalArgumentException("layer \"" + name + "\": the output for one image has shape "
                    + "[height, width, channels] or [units], but " + shape + " was given");
        }
        return output.copy().reshape(single.dims());
    }

    /**
     * The image that went in, shown first.
     *
     * @param image {@code [H,W]}, {@code [H,W,1]}, {@code [H,W,3]} or a batch of one
     * @throws IllegalArgumentException if the shape is another
     */
    public FeatureMaps input(Tensor image) {
        List<Tensor> images = Plane.images(image);
        if (images.size() != 1) {
            throw new IllegalArgumentException(
                    "feature maps are of one image, but " + images.size() + " were given as " + image.shape());
        }
        return new FeatureMaps(layers, images.getFirst(), classNames, title, limit, colors);
    }

    /** Names of the values of the last layer. They are used if it has as many. */
    public FeatureMaps classNames(List<String> classNames) {
        return new FeatureMaps(layers, input, List.copyOf(classNames), title, limit, colors);
    }

    /** A line above all layers. */
    public FeatureMaps title(String title) {
        return new FeatureMaps(layers, input, classNames, title, limit, colors);
    }

    /**
     * The most channels to show of a layer, 32 if not set; how many more there are is said.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public FeatureMaps limit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        return new FeatureMaps(layers, input, classNames, title, limit, colors);
    }

    /** The colours of channels; {@link ColorMap#GRAY} if not set. */
    public FeatureMaps colorMap(ColorMap colors) {
        return new FeatureMaps(layers, input, classNames, title, limit, colors);
    }

    /** Draws all layers, from the input down. */
    public Picture picture() {
        List<Box> heads = new ArrayList<>();
        List<Box> bodies = new ArrayList<>();
        if (input != null) {
            heads.add(head("input", input.shape(), ""));
            bodies.add(inputBox());
        }
        String last = List.copyOf(layers.keySet()).getLast();
        layers.forEach((name, output) -> {
            heads.add(head(name, output.shape(), range(output).toString()));
            bodies.add(body(output, name.equals(last), SIDE, limit));
        });
        int width = heads.stream().mapToInt(Box::width).max().orElse(0);
        List<Box> rows = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            rows.add(Box.row(Theme.MARGIN, Align.START, new Box.Fixed(heads.get(i), width), bodies.get(i)));
        }
        return Picture.titled(title, new Box.Column(rows, Theme.MARGIN, Align.START));
    }

    /**
     * Draws one layer with all its channels, larger.
     *
     * @throws IllegalArgumentException if there is no layer of that name
     */
    public Picture picture(String layer) {
        Tensor output = layers.get(layer);
        if (output == null) {
            throw new IllegalArgumentException("there is no layer \"" + layer + "\"; choose one of " + layers.keySet());
        }
        boolean last = layer.equals(List.copyOf(layers.keySet()).getLast());
        Box body = body(output, last, 2 * SIDE - 8, Integer.MAX_VALUE);
        Box keyed = output.shape().rank() == 1
                ? body
                : Box.row(
                        Theme.MARGIN,
                        Align.START,
                        body,
                        ColorBar.of(colors, range(output), Math.clamp(body.height() - 16, 60, 240)));
        Box head = head(layer, output.shape(), "");
        Box all = input == null ? keyed : Box.row(Theme.MARGIN, Align.START, inputBox(), keyed);
        return Picture.titled(title, Box.column(Theme.GAP, Align.START, head, all));
    }

    private Box inputBox() {
        List<Plane> planes = Plane.of(input);
        Range range = planes.size() == 3 ? Range.ofColors(planes) : Range.of(planes);
        return new Box.Image(Plane.fit(planes, ColorMap.GRAY, range, 2 * SIDE - 8));
    }

    private static Box head(String name, Shape shape, String range) {
        String size = String.join(
                " × ", Arrays.stream(shape.dims()).mapToObj(Theme::number).toList());
        Box title = Box.text(name, Theme.HEADING, Theme.INK).cut(240);
        Box below = Box.text(range.isEmpty() ? size : size + "\n" + range, Theme.SMALL, Theme.MUTED);
        return Box.column(Theme.TIGHT, Align.START, title, below);
    }

    private Range range(Tensor output) {
        return Range.of(List.of(Plane.of(output.data(), output.size())), colors);
    }

    private Box body(Tensor output, boolean last, int side, int most) {
        if (output.shape().rank() == 3) {
            return maps(output, side, most);
        }
        if (last && classNames.size() == output.size() && output.size() <= 40) {
            double[] values = new double[output.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = output.data()[i];
            }
            boolean shares = Arrays.stream(values).allMatch(v -> v >= 0 && v <= 1);
            Bars.Panel panel = shares ? Bars.Panel.shares("", values) : Bars.Panel.of("", values);
            return Bars.of(classNames, panel)
                    .highlight(output.reshape(1, values.length).argMax()[0])
                    .body();
        }
        return strip(output);
    }

    private Box maps(Tensor output, int side, int most) {
        List<Plane> planes = Plane.of(output);
        Range range = range(output);
        List<Box> boxes = new ArrayList<>();
        for (Plane plane : planes.subList(0, Math.min(most, planes.size()))) {
            boxes.add(new Box.Image(Plane.fit(List.of(plane), colors, range, side)));
        }
        // Some of slack lets sixteen small maps of any size stand in a row.
        int columns = Math.max(1, (WIDTH + 64 + Theme.TIGHT) / (boxes.getFirst().width() + Theme.TIGHT));
        columns = columns >= 8 ? columns / 8 * 8 : columns;
        Box grid = new Box.Grid(boxes, columns, Theme.TIGHT, Align.START);
        return more(grid, planes.size() - boxes.size());
    }

    /** Units as cells in rows, so narrow that rows of 96 fit. */
    private Box strip(Tensor output) {
        int shown = Math.min(output.size(), CELLS * 24);
        int columns = Math.min(shown, CELLS);
        Range range = range(output);
        Plane cells = Plane.of(Arrays.copyOf(output.data(), shown), columns);
        int side = Math.clamp(WIDTH / columns, 10, 20);
        Box strip = new Box.Free(columns * side + 1, cells.height * side + 1, g -> {
            for (int i = 0; i < shown; i++) {
                int x = i % columns * side;
                int y = i / columns * side;
                g.setColor(Theme.FRAME);
                g.fillRect(x, y, side + 1, side + 1);
                g.setColor(new Color(colors.rgb(range.share(cells.at(i)))));
                g.fillRect(x + 1, y + 1, side - 1, side - 1);
            }
        });
        return more(strip, output.size() - shown);
    }

    private static Box more(Box box, int hidden) {
        return hidden == 0
                ? box
                : Box.column(
                        Theme.TIGHT,
                        Align.START,
                        box,
                        Box.text("+ " + Theme.number(hidden) + " more", Theme.SMALL, Theme.MUTED));
    }
}
