package dev.fovea.train;

import dev.fovea.op.Value;
import dev.fovea.op.Wiring;

/** What training makes small: a number for each image, whose mean over the batch is the loss. */
public interface Loss {
    /** The name in logs, as in Keras. */
    String name();

    /** Adds the loss of each image to a graph; labels and output are without the batch axis. */
    Value perImage(Wiring graph, Value labels, Value output);
}
