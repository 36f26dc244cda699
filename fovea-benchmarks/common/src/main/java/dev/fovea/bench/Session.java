package dev.fovea.bench;

/** A work that is ready to be done step by step. */
public interface Session {
    /** The numbers of Adam, for all alike; the rest are those of the paper. */
    float LEARNING_RATE = 1e-3f;

    float ADAM_EPSILON = 1e-7f;

    /**
     * Does one step. Batches of training are taken in order, again and again.
     *
     * @return the logits, {@code [N,classes]}; in training the loss alone, that before the step's update
     */
    float[] step() throws Exception;

    /**
     * Does steps until the time is over.
     *
     * @return how many
     */
    default long run(double seconds) throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long steps = 0;
        do {
            step();
            steps++;
        } while (System.nanoTime() < end);
        return steps;
    }
}
