package dev.fovea.labs;

import java.io.PrintStream;
import java.nio.file.Path;

/** An exercise that prints its numbers, step by step, and saves the pictures it speaks of. */
public interface Lab {
    /** Its place in {@link Labs#all()}, from 1. */
    int number();

    String title();

    /**
     * Does the exercise.
     *
     * @param out where the text goes
     * @param pictures the folder for pictures, made if it is missing
     * @throws Exception if a picture can't be written
     */
    void run(PrintStream out, Path pictures) throws Exception;
}
