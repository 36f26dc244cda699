package dev.fovea.datasets;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.function.IntBinaryOperator;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Turns a picture upright: a camera stores it as the sensor lay, and beside it how it was held. */
final class Orientation {
    private Orientation() {}

    /** The picture as its metadata says it is to be seen. */
    static BufferedImage upright(BufferedImage image, IIOMetadata metadata) {
        int right = image.getWidth() - 1;
        int bottom = image.getHeight() - 1;
        // The names are those that TwelveMonkeys gives to the Exif values 2 to 8, in this order.
        return switch (named(metadata)) {
            case "FlipH" -> turned(image, false, (x, y) -> right - x, (x, y) -> y);
            case "Rotate180" -> turned(image, false, (x, y) -> right - x, (x, y) -> bottom - y);
            case "FlipV" -> turned(image, false, (x, y) -> x, (x, y) -> bottom - y);
            case "FlipVRotate90" -> turned(image, true, (x, y) -> y, (x, y) -> x);
            case "Rotate270" -> turned(image, true, (x, y) -> y, (x, y) -> bottom - x);
            case "FlipHRotate90" -> turned(image, true, (x, y) -> right - y, (x, y) -> bottom - x);
            case "Rotate90" -> turned(image, true, (x, y) -> right - y, (x, y) -> x);
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

    /** The picture whose pixel (x, y) is the one that the functions tell; on its side, its width becomes its height. */
    private static BufferedImage turned(
            BufferedImage image, boolean onSide, IntBinaryOperator fromX, IntBinaryOperator fromY) {
        int width = onSide ? image.getHeight() : image.getWidth();
        int height = onSide ? image.getWidth() : image.getHeight();
        WritableRaster stored = image.getRaster();
        WritableRaster upright = stored.createCompatibleWritableRaster(width, height);
        Object pixel = null;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixel = stored.getDataElements(fromX.applyAsInt(x, y), fromY.applyAsInt(x, y), pixel);
                upright.setDataElements(x, y, pixel);
            }
        }
        return new BufferedImage(image.getColorModel(), upright, image.isAlphaPremultiplied(), null);
    }
}
