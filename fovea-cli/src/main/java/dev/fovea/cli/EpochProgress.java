package dev.fovea.cli;

import dev.fovea.train.Callback;
import dev.fovea.train.History;
import dev.fovea.train.Logs;
import dev.fovea.train.Training;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** Shows how training goes: on a terminal a bar per epoch as Keras draws it, elsewhere a line per epoch. */
final class EpochProgress implements Callback {
    /** As Keras: no more than twenty times a second. */
    private static final long REFRESH_NANOS = 50_000_000;

    private static final String ERASE_REST = "\u001b[K";

    private final PrintWriter out;
    private final Terminal terminal;
    private final int images;
    private long begin;
    private long warm;
    private long shown;
    private double seconds;
    private boolean open;

    /** @param images in the training set */
    EpochProgress(PrintWriter out, Terminal terminal, int images) {
        this.out = out;
        this.terminal = terminal;
        this.images = images;
    }

    @Override
    public void onEpochBegin(Training training) {
        begin = System.nanoTime();
        shown = 0;
        if (terminal.interactive() && training.epochs() > 1) {
            out.println("Epoch " + training.epoch() + "/" + training.epochs());
            out.flush();
        }
    }

    @Override
    public void onBatchEnd(Training training, int step, Supplier<Logs> logs) {
        long now = System.nanoTime();
        seconds = (now - begin) * 1e-9;
        if (step == 1) {
            warm = now;
        }
        boolean due = shown == 0 || now - shown >= REFRESH_NANOS || step == training.steps();
        if (terminal.interactive() && due) {
            shown = now;
            open = true;
            out.print("\r" + line(training, step, logs.get()).running(terminal) + ERASE_REST);
            out.flush();
        }
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        ProgressLine line = line(training, training.steps(), epoch.logs());
        if (terminal.interactive()) {
            out.println("\r" + line.done(terminal) + ERASE_REST);
            open = false;
        } else {
            String name = training.epochs() > 1 ? "Epoch " + epoch.number() + "/" + training.epochs() + " - " : "";
            out.println(name + line.plain());
        }
        out.flush();
    }

    @Override
    public void onTrainEnd(Training training) {
        close();
    }

    /** Ends the line of an epoch that was cut off. */
    void close() {
        if (open) {
            out.println();
            out.flush();
            open = false;
        }
    }

    private ProgressLine line(Training training, int step, Logs logs) {
        double sinceWarm = begin * 1e-9 + seconds - warm * 1e-9;
        double perStep = step > 1 ? sinceWarm / (step - 1) : seconds;
        double done = Math.min(images, (double) step * training.batchSize());
        return new ProgressLine(step, training.steps(), seconds, perStep, done / seconds, logs.toString());
    }
}
