package dev.fovea.train;

/**
 * Ends a fit quietly where the loss is no longer a finite number, as Keras's callback of that name: the fit returns what
 * it measured before, and the model keeps the weights of the end of the epoch before.
 *
 * <p>Without it, or with {@code raiseError}, such a fit ends with a {@link DivergedException}; in no case does training
 * go on.
 *
 * @param raiseError whether the exception is thrown after all
 */
public record TerminateOnNaN(boolean raiseError) implements Callback {
    /** With Keras's default: no exception. */
    public static TerminateOnNaN of() {
        return new TerminateOnNaN(false);
    }

    public TerminateOnNaN raiseError(boolean raiseError) {
        return new TerminateOnNaN(raiseError);
    }
}
