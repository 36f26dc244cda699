package dev.fovea.bench.jmh;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.RandomSource;

/** How many images lie side by side in a block. */
public enum Layout {
    /** One image, channels innermost. */
    ROWS(1),
    /** A block of a batch of 128, images innermost. */
    LANES(128);

    static final Kernels KERNELS = KernelChoice.best();

    private final int batch;

    Layout(int batch) {
        this.batch = batch;
    }

    int lanes() {
        return batch == 1 ? 1 : KERNELS.lanesFor(batch);
    }

    /** Numbers from -1 to 1. */
    static Floats draw(int size) {
        RandomSource random = new RandomSource(size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return Floats.of(values);
    }
}
