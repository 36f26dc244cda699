package dev.fovea.train;

/** The loss is no longer a finite number, and training was stopped. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DivergedException(int epoch, int step, float loss) {
        super("the loss became " + loss + " in epoch " + epoch + ", step " + step
                + "; the weights of the end of the epoch before are kept. Use a lower learning rate");
    }
}
