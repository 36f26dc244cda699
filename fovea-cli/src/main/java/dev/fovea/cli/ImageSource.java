package dev.fovea.cli;

import dev.fovea.datasets.DigitImage;
import dev.fovea.datasets.ImageFile;
import dev.fovea.models.Preprocessing;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** How a picture of the user's is made into what the model takes. */
enum ImageSource {
    /** As a digit where the model reads digits, else scaled. */
    auto,
    /** Ink found, made light on dark, scaled and centred, as MNIST was made. */
    digit,
    /** Scaled to the model's size. */
    scale,
    /** The middle, seven eighths of the shorter side, scaled without changing its aspect. */
    middle;

    /**
     * A batch of one, {@code [1,H,W,C]} or, for a model that takes channels first, {@code [1,C,H,W]}.
     *
     * @param preprocessing what becomes of pixels of 0 to 255; null for values of 0 to 1
     */
    Tensor read(Path file, ModelSource source, Preprocessing preprocessing) throws IOException {
        return read(ImageFile.decode(file), file, source, preprocessing);
    }

    /** The same of a picture that was decoded from the file. */
    Tensor read(BufferedImage picture, Path file, ModelSource source, Preprocessing preprocessing) throws IOException {
        boolean asDigit = this == digit || (this == auto && source.readsDigits());
        Shape shape = source.imageShape();
        Tensor image = asDigit
                ? DigitImage.of(picture, file)
                : this == middle ? ImageFile.middle(picture, shape) : ImageFile.toTensor(picture, shape);
        Tensor batch = image.reshape(image.shape().prepend(1).dims());
        if (preprocessing != null) {
            float[] pixels = batch.data().clone();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] *= 255;
            }
            batch = preprocessing.apply(Tensor.of(batch.shape(), pixels));
        }
        return source.channelsFirst() ? channelsFirst(batch) : batch;
    }

    private static Tensor channelsFirst(Tensor batch) {
        int channels = batch.shape().dim(-1);
        int pixels = batch.size() / channels;
        float[] values = batch.data();
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i % channels * pixels + i / channels] = values[i];
        }
        return Tensor.of(
                Shape.of(1, channels, batch.shape().dim(1), batch.shape().dim(2)), turned);
    }
}
