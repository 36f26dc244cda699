package dev.fovea.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures of coloured shapes, a folder for each: discs in red, squares in green, triangles in blue. */
final class ColouredShapes {
    static final List<String> NAMES = List.of("disc", "square", "triangle");

    private ColouredShapes() {}

    /** Writes so many pictures of each. */
    static Path write(Path folder, int each) throws IOException {
        Random random = new Random(1);
        for (String name : NAMES) {
            Path of = Files.createDirectories(folder.resolve(name));
            for (int n = 0; n < each; n++) {
                picture(of.resolve(n + ".png"), name, random);
            }
        }
        return folder;
    }

    static Path picture(Path file, String name, Random random) throws IOException {
        BufferedImage image = new BufferedImage(40, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.LIGHT_GRAY);
        g.fillRect(0, 0, 40, 32);
        int size = 14 + random.nextInt(6);
        int x = random.nextInt(40 - size);
        int y = random.nextInt(32 - size);
        switch (name) {
            case "disc" -> {
                g.setColor(Color.RED);
                g.fillOval(x, y, size, size);
            }
            case "square" -> {
                g.setColor(Color.GREEN);
                g.fillRect(x, y, size, size);
            }
            default -> {
                g.setColor(Color.BLUE);
                g.fillPolygon(new Polygon(new int[] {x, x + size, x + size / 2}, new int[] {y + size, y + size, y}, 3));
            }
        }
        g.dispose();
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
