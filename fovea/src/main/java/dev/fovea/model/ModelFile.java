package dev.fovea.model;

import dev.fovea.nn.Layer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class ModelFile {
    static void save(Model model, Path file) throws IOException {
        throw new IOException("x");
    }

    static Model load(Path file, List<Class<? extends Layer>> custom) throws IOException {
        throw new IOException("x");
    }
}
