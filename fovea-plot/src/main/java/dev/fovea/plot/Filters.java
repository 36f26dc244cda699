package dev.fovea.plot;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters of a convolution as small pictures on one scale: negative weights blue, zero white, positive red.
 *
 * <p>Filters of three channels are shown in colour, grey being 0. Of any other number of channels but one, each filter
 * is a row of pictures, one for each channel.
 *
 * <pre>{@code
 * Filters.of(kernel).title("conv2d").picture();  // [R,S,C,M]
 * }</pre>
 */
public final class Filters {
    private static final int SIDE = 60;

    private final Tensor kernel;
    private final String title;
    private final int limit;

    private Filters(Tensor kernel, String title, int limit) {
        this.kernel = kernel;
        this.title = title;
        this.limit = limit;
    }

    /**
     * The filters of a kernel.
     *
     * @param kernel {@code [R,S,C,M]}: height, width, channels in, filters
     * @throws IllegalArgumentException if the shape is another
     */
    public static Filters of(Tensor kernel) {
        if (kernel.shape().rank() != 4 || kernel.size() == 0) {
            throw new IllegalArgumentException(
                    "filters have shape [height, width, channels, filters], but " + kernel.shape() + " was given");
        }
        return new Filters(kernel.copy(), "", 64);
    }

    /** A line above the filters. */
    public Filters title(String title) {
        return new Filters(kernel, title, limit);
    }

    /**
     * The most filters to show, 64 if not set; of filters that are rows of channels a quarter of it, and as many
     * channels of each.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public Filters limit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        return new Filters(kernel, title, limit);
    }

    /** Draws the filters. */
    public Picture picture() {
        Shape shape = kernel.shape();
        int channels = shape.dim(2);
        int filters = shape.dim(3);
        boolean rows = channels != 1 && channels != 3;
        int shown = Math.min(filters, rows ? Math.max(1, limit / 4) : limit);
        int deep = rows ? Math.min(channels, Math.max(1, limit / 4)) : 1;
        Range range = Range.around0(List.of(Plane.of(kernel.data(), kernel.size())));
        List<Box> boxes = new ArrayList<>();
        for (int m = 0; m < shown; m++) {
            List<Plane> planes = planes(m);
            for (int c = 0; c < deep; c++) {
                List<Plane> drawn = channels == 3 ? planes : List.of(planes.get(c));
                boxes.add(new Box.Image(Plane.fit(drawn, ColorMap.DIVERGING, range, SIDE)));
            }
        }
        int columns = rows ? deep : square(shown, boxes.getFirst().width());
        Box grid = new Box.Grid(boxes, columns, rows ? Theme.TIGHT : Theme.TIGHT * 2, Align.START);
        Box body = channels == 3
                ? grid
                : Box.row(
                        Theme.MARGIN,
                        Align.CENTER,
                        grid,
                        ColorBar.of(ColorMap.DIVERGING, range, Math.clamp(grid.height() - 16, 60, 240)));
        String note = note(shape, shown, deep, rows, range);
        return Picture.titled(
                title,
                Box.column(
                        Theme.GAP,
                        Align.START,
                        body,
                        Box.text(note, Theme.SMALL, Theme.MUTED).wrap(Math.max(body.width(), 320))));
    }

    private static String note(Shape shape, int shown, int deep, boolean rows, Range range) {
        int channels = shape.dim(2);
        int filters = shape.dim(3);
        String size = shape.dim(0) + "×" + shape.dim(1) + "×" + channels;
        String note = filters + (filters == 1 ? " filter " : " filters ") + size;
        note += shown < filters ? ", the first " + shown + " shown" : "";
        note += rows ? "; a row each" + (deep < channels ? ", the first " + deep + " channels" : "") : "";
        return channels == 3
                ? note + "; grey is 0, full colour " + Theme.number(range.max()) + ", none " + Theme.number(range.min())
                : note;
    }

    /** The channels of filter m. */
    private List<Plane> planes(int m) {
        Shape shape = kernel.shape();
        Tensor filter = Tensor.zeros(shape.dim(0), shape.dim(1), shape.dim(2));
        for (int i = 0; i < filter.size(); i++) {
            filter.data()[i] = kernel.data()[i * shape.dim(3) + m];
        }
        return Plane.of(filter);
    }

    /** Columns for a grid twice as wide as high, within the page. */
    private static int square(int boxes, int width) {
        int wide = (int) Math.ceil(Math.sqrt(2.0 * boxes));
        int even = Math.ceilDiv(boxes, Math.ceilDiv(boxes, wide));
        return Math.min(even, Box.columns(boxes, width, Theme.TIGHT * 2));
    }
}
