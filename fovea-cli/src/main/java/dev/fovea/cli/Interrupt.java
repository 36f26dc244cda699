package dev.fovea.cli;

import dev.fovea.train.Callback;
import dev.fovea.train.Training;
import java.lang.reflect.Proxy;

/**
 * Ends a fit after its step when Ctrl-C is pressed. Pressed once more, or while there is nothing to save, it ends the
 * program at once.
 */
final class Interrupt implements Callback, AutoCloseable {
    private final Object before;
    private volatile Training training;
    private volatile boolean pressed;

    Interrupt() {
        before = handle(handler(this::press));
    }

    /** What Ctrl-C does. */
    void press() {
        Training running = training;
        if (pressed || running == null) {
            Runtime.getRuntime().halt(Fovea.INTERRUPTED);
        } else {
            pressed = true;
            running.stop();
        }
    }

    /** Whether Ctrl-C ended the fit. */
    boolean pressed() {
        return pressed;
    }

    /** From here on all is saved that would be lost by ending the program. */
    void saved() {
        training = null;
    }

    @Override
    public void onTrainBegin(Training begun) {
        training = begun;
    }

    @Override
    public void close() {
        if (before != null) {
            handle(before);
        }
    }

    /**
     * Sets what SIGINT does; gives what it did before, or null where Java hears of no signals. By reflection, as the
     * compiler warns of {@code sun.misc.Signal} in a way that can't be silenced; nothing else lets a program go on.
     */
    private static Object handle(Object handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            return signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
                    .invoke(null, interrupt, handler);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    @SuppressWarnings("ReferenceEquality") // A handler equals itself alone.
    private static Object handler(Runnable action) {
        try {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "handle" -> action.run();
                    case "hashCode" -> {
                        return System.identityHashCode(proxy);
                    }
                    case "equals" -> {
                        return proxy == arguments[0];
                    }
                    default -> {
                        return "Ctrl-C";
                    }
                }
                return null;
            });
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
