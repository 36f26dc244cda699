package dev.fovea.cli;

import dev.fovea.train.Callback;
import dev.fovea.train.History;
import dev.fovea.train.Logs;
import dev.fovea.train.Training;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** Shows how training goes: on a terminal a bar per epoch as Keras draws it, elsewhere a line per epoch. */
final class EpochProgress implements Callback {
    private static final int BAR = 20;
    private static final long REFRESH_NANOS = 100_000_000;

    private final PrintWriter out;
    private final boolean terminal;
    private final boolean colors = System.getenv("NO_COLOR") == null;
    private ProgressBar bar;
    private long shown;
    private int batchSize;
    private boolean done;

    EpochProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void onEpochBegin(Training training) {
        if (!terminal) {
            return;
        }
        out.println("Epoch " + training.epoch() + "/" + training.epochs());
        out.flush();
        batchSize = training.batchSize();
        done = false;
        bar = new ProgressBarBuilder()
                .setInitialMax(training.steps())
                .setRenderer(this::render)
                .setConsumer(new ConsoleProgressBarConsumer(System.out))
                .setUpdateIntervalMillis(100)
                .build();
    }

    @Override
    public void onBatchEnd(Training training, int step, Supplier<Logs> logs) {
        if (bar == null) {
            return;
        }
        long now = System.nanoTime();
        if (now - shown > REFRESH_NANOS || step == training.steps()) {
            shown = now;
            bar.setExtraMessage(logs.get().toString());
        }
        bar.stepTo(step);
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        if (bar != null) {
            bar.setExtraMessage(epoch.logs().toString());
            done = true;
            close();
            return;
        }
        double images = (double) training.steps() * training.batchSize() / epoch.seconds();
        out.println(String.format(
                Locale.ROOT,
                "Epoch %d/%d - %d steps - %.1fs - %,.0f images/s - %s",
                epoch.number(),
                training.epochs(),
                training.steps(),
                epoch.seconds(),
                images,
                epoch.logs()));
        out.flush();
    }

    @Override
    public void onTrainEnd(Training training) {
        close();
    }

    /** Ends the bar's line. */
    void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private String render(ProgressState state, int width) {
        long step = state.getCurrent();
        long steps = Math.max(1, state.getMax());
        double seconds = Math.max(1e-9, state.getElapsedAfterStart().toNanos() * 1e-9);
        String numbers = step + "/" + steps + " ";
        double shownSeconds = done || step == 0 ? seconds : seconds / step * (steps - step);
        String tail = String.format(
                Locale.ROOT,
                " %s%s %s/step %,.0f images/s%s",
                time(shownSeconds),
                done || step == 0 ? "" : " left",
                perStep(seconds / Math.max(1, step)),
                step * batchSize / seconds,
                state.getExtraMessage().isEmpty() ? "" : " - " + state.getExtraMessage().strip());
        int bar = (int) (BAR * step / steps);
        int room = width - numbers.length() - BAR;
        String visible = tail.length() > room ? tail.substring(0, Math.max(0, room)) : tail;
        String filled = "━".repeat(bar);
        String open = colors ? "\u001b[90m" + "━".repeat(BAR - bar) + "\u001b[0m" : "─".repeat(BAR - bar);
        return numbers + (colors ? "\u001b[32m" + filled + "\u001b[0m" : filled) + open + visible;
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        if (whole >= 3600) {
            return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
        }
        return whole >= 60 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60) : whole + "s";
    }

    private static String perStep(double seconds) {
        if (seconds >= 1) {
            return Math.round(seconds) + "s";
        }
        return seconds >= 1e-3 ? Math.round(seconds * 1e3) + "ms" : Math.round(seconds * 1e6) + "us";
    }
}
