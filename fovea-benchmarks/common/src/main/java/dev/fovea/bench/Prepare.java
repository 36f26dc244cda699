package dev.fovea.bench;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process that writes the {@link Materials}: {@code Prepare FOLDER WORK...}. */
public final class Prepare {
    private static final long SEED = 1;

    private Prepare() {}

    public static void main(String[] args) throws IOException {
        Materials materials = new Materials(Path.of(args[0]));
        Files.createDirectories(materials.folder());
        for (int i = 1; i < args.length; i++) {
            prepare(Work.byName(args[i]), materials);
        }
    }

    private static void prepare(Work work, Materials materials) throws IOException {
        Net net = work.net();
        materials.drawWeights(net, SEED);
        if (work.training()) {
            return;
        }
        OnnxFile.write(net, materials);
        RandomSource random = new RandomSource(SEED);
        float[] images = new float[work.batch() * net.imageShape().size()];
        for (int i = 0; i < images.length; i++) {
            images[i] = 2 * random.nextFloat() - 1;
        }
        materials.writeImages(work, images);
        Tensor batch = Tensor.of(net.imageShape().prepend(work.batch()), images);
        materials.writeLogits(
                work, FoveaPeer.model(net, materials).predict(batch).data());
    }
}
