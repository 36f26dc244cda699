package dev.fovea.datasets;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import javax.imageio.IIOException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Turns a picture upright: a camera stores it as the sensor lay, and beside it how it was held. */
final class Orientation {
    private Orientation() {}

    /** The picture as its metadata says it is to be seen. */
    static BufferedImage upright(BufferedImage image, IIOMetadata metadata) throws IIOException {
        int w = image.getWidth();
        int h = image.getHeight();
        // Each maps a pixel (x, y) to (ax + by + e, cx + dy + f), given in the order a, c, b, d, e, f.
        return switch (named(metadata)) {
            case "Rotate180" -> turned(image, w, h, -1, 0, 0, -1, w, h);
            case "Rotate90" -> turned(image, h, w, 0, -1, 1, 0, 0, w);
            case "Rotate270" -> turned(image, h, w, 0, 1, -1, 0, h, 0);
            case "FlipH" -> turned(image, w, h, -1, 0, 0, 1, w, 0);
            case "FlipV" -> turned(image, w, h, 1, 0, 0, -1, 0, h);
            case "FlipHRotate90" -> turned(image, h, w, 0, 1, 1, 0, 0, 0);
            case "FlipVRotate90" -> turned(image, h, w, 0, -1, -1, 0, h, w);
            default -> image;
        };
    }

    private static String named(IIOMetadata metadata) {
        if (metadata == null || !metadata.isStandardMetadataFormatSupported()) {
            return "Normal";
        }
        Element root = (Element) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        NodeList found = root.getElementsByTagName("ImageOrientation");
        return found.getLength() == 0 ? "Normal" : ((Element) found.item(0)).getAttribute("value");
    }

    private static BufferedImage turned(BufferedImage image, int width, int height, double... matrix) {
        BufferedImage out = new BufferedImage(
                image.getColorModel(),
                image.getRaster().createCompatibleWritableRaster(width, height),
                image.isAlphaPremultiplied(),
                null);
        AffineTransform transform = new AffineTransform(matrix);
        new AffineTransformOp(transform, AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
                .filter(image.getRaster(), out.getRaster());
        return out;
    }
}
