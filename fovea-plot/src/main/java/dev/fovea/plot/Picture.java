package dev.fovea.plot;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.fovea.data.WholeFile;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A finished picture, to be saved or shown.
 *
 * <pre>{@code
 * Picture picture = Curves.of(history).picture();
 * picture.save(Path.of("runs/mnist-1/curves.png"));
 * picture.saveSvg(Path.of("runs/mnist-1/curves.svg"));
 * }</pre>
 */
public final class Picture {
    private final Box content;
    private final BufferedImage image;

    private Picture(Box content) {
        this.content = content;
        this.image = new BufferedImage(content.width(), content.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        paint(g);
        g.dispose();
    }

    /** The content on paper with a margin all around. */
    static Picture of(Box content) {
        return new Picture(new Box.Padded(content, Theme.MARGIN));
    }

    /** A title, unless it is empty, above the content. */
    static Picture titled(String title, Box content) {
        return of(
                title.isEmpty()
                        ? content
                        : Box.column(
                                Theme.GAP + Theme.TIGHT,
                                Align.START,
                                Box.text(title, Theme.TITLE, Theme.INK).wrap(Math.max(content.width(), 520)),
                                content));
    }

    /**
     * Pictures side by side as one.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Picture row(Picture... pictures) {
        return new Picture(new Box.Row(contents(pictures), 0, Align.START));
    }

    /**
     * Pictures one below the other as one.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Picture column(Picture... pictures) {
        return new Picture(new Box.Column(contents(pictures), 0, Align.START));
    }

    private static List<Box> contents(Picture... pictures) {
        if (pictures.length == 0) {
            throw new IllegalArgumentException("no pictures were given to put together; give at least one");
        }
        return List.of(pictures).stream().map(p -> p.content).toList();
    }

    /** The width in pixels. */
    public int width() {
        return image.getWidth();
    }

    /** The height in pixels. */
    public int height() {
        return image.getHeight();
    }

    /** A copy of the pixels, which may be drawn on. */
    public BufferedImage image() {
        BufferedImage copy = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        copy.setRGB(0, 0, width(), height(), image.getRGB(0, 0, width(), height(), null, 0, width()), 0, width());
        return copy;
    }

    /**
     * Writes the picture as PNG. Missing folders are made; a file of that name is replaced at once, by a finished
     * picture or not at all.
     *
     * @throws UncheckedIOException if it can't be written, with the path in the message
     */
    public void save(Path path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("the picture can't be encoded as PNG", e);
        }
        replace(path, bytes.toByteArray());
    }

    /**
     * Writes the picture as SVG, in the way of {@link #save}. Lines and text stay sharp at any size; images are
     * embedded.
     *
     * @throws UncheckedIOException if it can't be written, with the path in the message
     */
    public void saveSvg(Path path) {
        VectorGraphics2D recorder = new VectorGraphics2D();
        paint(recorder);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new SVGProcessor()
                    .getDocument(recorder.getCommands(), new PageSize(0, 0, width(), height()))
                    .writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the picture can't be encoded as SVG", e);
        }
        // The font that was measured may not be where the file is read.
        String svg = bytes.toString(StandardCharsets.UTF_8)
                .replaceAll("font-family:(&quot;[^&]*&quot;);", "font-family:$1,sans-serif;");
        replace(path, svg.getBytes(StandardCharsets.UTF_8));
    }

    private void paint(Graphics2D g) {
        Theme.prepare(g);
        g.setColor(Theme.PAPER);
        g.fillRect(0, 0, content.width(), content.height());
        content.paint(g, 0, 0);
    }

    private static void replace(Path path, byte[] bytes) {
        try {
            WholeFile.write(path, out -> out.write(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage() + "; choose a path in a folder that can be written to", e);
        }
    }

    /** Two pictures are equal if every pixel is. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Picture picture
                && width() == picture.width()
                && height() == picture.height()
                && Arrays.equals(pixels(), picture.pixels());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pixels());
    }

    private int[] pixels() {
        return image.getRGB(0, 0, width(), height(), null, 0, width());
    }

    @Override
    public String toString() {
        return "Picture " + width() + "x" + height();
    }
}
