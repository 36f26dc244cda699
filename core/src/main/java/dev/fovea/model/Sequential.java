package dev.fovea.model;

import dev.fovea.nn.Layer;
import dev.fovea.nn.Symbol;
import java.util.List;

/**
 * A stack of layers, each fed by the one before, as Keras's {@code Sequential}.
 *
 * <pre>{@code
 * var model = Sequential.of(Input.of(28, 28, 1), Flatten.of(), Dense.of(10).activation(SOFTMAX));
 * model.compile(Adam.of(1e-3f), SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
 * model.fit(mnist.train(), Fit.epochs(3).batchSize(128).validation(mnist.test()));
 * Tensor probabilities = model.predict(images);  // [N, 10]
 * }</pre>
 */
public final class Sequential extends Model {
    Sequential(String name, Network network) {
        super(name, network);
    }

    /**
     * A model of these layers, with weights drawn by seed 0.
     *
     * @throws IllegalArgumentException if a layer does not take what the one before gives, named
     */
    public static Sequential of(Symbol input, Layer... layers) {
        return seeded(0, input, layers);
    }

    /** As {@link #of}, with weights drawn by another seed. */
    public static Sequential seeded(long seed, Symbol input, Layer... layers) {
        return named("sequential", seed, input, List.of(layers));
    }

    /** As {@link #seeded}, with a name for the model. */
    public static Sequential named(String name, long seed, Symbol input, List<Layer> layers) {
        return new Sequential(name, Network.drawn(Topology.stack(input, layers), seed));
    }
}
