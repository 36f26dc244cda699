package dev.fovea.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A fit that is under way, as its callbacks see and steer it. */
public interface Training {
    /** The number of the last epoch, counted from 1. */
    int epochs();

    /** Steps in an epoch. */
    int steps();

    /** Images in a full batch. */
    int batchSize();

    /** The epoch that runs or has just ended, from 1. */
    int epoch();

    /** What an epoch measures, the loss first; with validation, each of it on the validation images too. */
    List<Figure> figures();

    /** Whether each epoch ends with validation. */
    boolean validates();

    /** The learning rate of the next step. */
    float learningRate();

    /**
     * Sets the learning rate of the next steps.
     *
     * @throws IllegalStateException if the optimizer follows a schedule
     */
    void learningRate(float rate);

    /** Ends the fit after this step; what was learned stays in the model. */
    void stop();

    /** A copy of all weights as they are now. */
    float[][] weights();

    /** Sets all weights to a copy made by {@link #weights()}. */
    void restore(float[][] weights);

    /** Saves the model as it is now, with the optimizer's state, aside and then moved into place. */
    void save(Path file) throws IOException;

    /**
     * Sets weights and the optimizer's state to those that {@link #save} wrote of the same model.
     *
     * @throws IOException if the file can't be read, or is of another model; this one is then as it was
     */
    void load(Path file) throws IOException;

    /**
     * Lets the fit go on behind an epoch; it is over if there are no more. To be called before the first epoch.
     *
     * @throws IllegalStateException if an epoch has begun
     */
    void resumeAfter(int epoch);
}
