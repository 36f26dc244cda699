package dev.fovea.cli;

import dev.fovea.train.Callback;
import dev.fovea.train.Training;
import org.jline.utils.Signals;

/** Ends a fit after its step when Ctrl-C is pressed; pressed once more, it ends the program at once. */
final class Interrupt implements Callback, AutoCloseable {
    private static final String SIGNAL = "INT";

    private final Object before;
    private volatile Training training;
    private volatile boolean pressed;

    Interrupt() {
        before = Signals.register(SIGNAL, this::press);
    }

    /** What Ctrl-C does. */
    void press() {
        if (pressed) {
            Runtime.getRuntime().halt(Fovea.INTERRUPTED);
        }
        pressed = true;
        Training running = training;
        if (running != null) {
            running.stop();
        }
    }

    boolean pressed() {
        return pressed;
    }

    @Override
    public void onTrainBegin(Training begun) {
        training = begun;
        if (pressed) {
            begun.stop();
        }
    }

    @Override
    public void close() {
        Signals.unregister(SIGNAL, before);
    }
}
