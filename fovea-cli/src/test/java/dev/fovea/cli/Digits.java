package dev.fovea.cli;

import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Digits as pictures that a person might bring. */
final class Digits {
    private Digits() {}

    /** Writes a digit ten times as large, within an oblong page. */
    static Path write(Path file, Tensor digit, boolean darkOnLight) throws IOException {
        BufferedImage picture = new BufferedImage(400, 320, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int row = (y - 20) / 10;
                int column = (x - 60) / 10;
                boolean within = y >= 20 && row < 28 && x >= 60 && column < 28;
                int value = within ? Math.round(255 * digit.get(row, column, 0)) : 0;
                picture.setRGB(x, y, 0x010101 * (darkOnLight ? 255 - value : value));
            }
        }
        String name = file.getFileName().toString();
        ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile());
        return file;
    }
}
