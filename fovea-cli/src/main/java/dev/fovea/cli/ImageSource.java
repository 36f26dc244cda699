package dev.fovea.cli;

import dev.fovea.datasets.DigitImage;
import dev.fovea.datasets.ImageFile;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/** How a picture of the user's is made into what the model takes. */
enum ImageSource {
    /** As a digit where the model reads digits, else scaled. */
    auto,
    /** Ink found, made light on dark, scaled and centred, as MNIST was made. */
    digit,
    /** Scaled to the model's size. */
    scale;

    /** A batch of one, {@code [1,H,W,C]}. */
    Tensor read(Path file, ModelSource source) throws IOException {
        boolean asDigit = this == digit || (this == auto && source.readsDigits());
        Tensor image = asDigit
                ? DigitImage.read(file)
                : ImageFile.read(file, source.model().inputShape());
        return image.reshape(image.shape().prepend(1).dims());
    }
}
