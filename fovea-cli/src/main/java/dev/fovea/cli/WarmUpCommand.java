package dev.fovea.cli;

import dev.fovea.models.ImageNet;
import dev.fovea.models.Models;
import dev.fovea.tensor.Shape;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code fovea warm-up}: predicts once with an untrained model, and with a large one of other layers. The launcher runs it after a build, for the JVM to note
 * the classes that a prediction loads.
 */
@Command(name = "warm-up", hidden = true, description = "Predicts once, for the launcher's cache of classes.")
final class WarmUpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("fovea-warm-up");
        Path model = folder.resolve("lenet5.safetensors");
        Path large = folder.resolve("resnet50.safetensors");
        Path picture = folder.resolve("digit.png");
        Path photo = folder.resolve("digit.jpg");
        try {
            Models.byName("lenet5", Shape.of(28, 28, 1), 10, 0).save(model);
            Models.byName("resnet50", Shape.of(32, 32, 3), ImageNet.CLASSES, 0).save(large);
            ImageIO.write(stroke(), "png", picture.toFile());
            ImageIO.write(stroke(), "jpg", photo.toFile());
            CommandLine line = spec.root().commandLine();
            int failed = line.execute("predict", large.toString(), photo.toString());
            return failed != 0 ? failed : line.execute("predict", model.toString(), picture.toString());
        } finally {
            for (Path path : List.of(picture, photo, model, large, folder)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static BufferedImage stroke() {
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 200, 200);
        g.setColor(Color.BLACK);
        g.fillRect(90, 40, 20, 120);
        g.dispose();
        return image;
    }
}
