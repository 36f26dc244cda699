package dev.fovea.labs;

import dev.fovea.op.Ops;
import dev.fovea.plot.ColorMap;
import dev.fovea.plot.ImageGrid;
import dev.fovea.plot.Picture;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pictures of the labs. */
final class Gallery {
    private Gallery() {}

    /** Saves a picture as PNG and says where. */
    static void save(PrintStream out, Path folder, String name, Picture picture) {
        Path file = folder.resolve(name + ".png");
        picture.save(file);
        out.println("Picture: " + file);
    }

    /**
     * Small images with their numbers, in both colour maps that the lecture uses: {@code gray}, where the least value is
     * black, and {@code Greys}, where it is white, as ink on paper.
     */
    static Picture numbers(String title, List<Tensor> images, List<String> captions) {
        ImageGrid grid =
                ImageGrid.of(images).captions(captions).columns(images.size()).numbers();
        return Picture.column(
                grid.title(title + ", in gray").colorMap(ColorMap.GRAY).picture(),
                grid.title("The same in greys").colorMap(ColorMap.GREYS).picture());
    }

    /** Larger images in both colour maps. */
    static Picture grays(String title, List<Tensor> images, List<String> captions) {
        ImageGrid grid = ImageGrid.of(images).captions(captions).columns(images.size());
        return Picture.column(
                grid.title(title + ", in gray").colorMap(ColorMap.GRAY).picture(),
                grid.title("The same in greys").colorMap(ColorMap.GREYS).picture());
    }

    /** The channels of {@code [1,H,W,C]}, each as an image {@code [H,W,1]}. */
    static List<Tensor> channels(Tensor maps) {
        List<Tensor> channels = new ArrayList<>();
        for (int c = 0; c < maps.shape().dim(3); c++) {
            channels.add(channel(maps, c));
        }
        return channels;
    }

    /** One channel of {@code [1,H,W,C]} as an image {@code [H,W,1]}. */
    static Tensor channel(Tensor maps, int c) {
        return Ops.slice(maps, 3, c, c + 1)
                .reshape(maps.shape().dim(1), maps.shape().dim(2), 1);
    }

    /** A filter {@code [R,S,1,1]} as an image {@code [R,S,1]}. */
    static Tensor filter(Tensor filters) {
        return filters.reshape(filters.shape().dim(0), filters.shape().dim(1), 1);
    }
}
