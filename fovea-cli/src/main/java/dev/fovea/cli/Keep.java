package dev.fovea.cli;

import dev.fovea.train.Callback;
import dev.fovea.train.History;
import dev.fovea.train.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Keeps the figures and the state at the end of each epoch and, with early stopping, the best state so far.
 *
 * <p>When to stop is told from the history alone, so a run that is taken up again stops where it would have.
 */
final class Keep implements Callback {
    private final RunFolder run;
    private final HistoryFile history;
    private final int patience;

    /** @param patience how many epochs may pass without a lower loss in validation; 0 for as many as there are */
    Keep(RunFolder run, HistoryFile history, int patience) {
        this.run = run;
        this.history = history;
        this.patience = patience;
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        try {
            history.add(epoch);
            if (patience > 0 && bestEpoch(history) == history.epochs()) {
                training.save(run.best());
            }
            // Last, so that the files beside it are never behind it.
            training.save(run.checkpoint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (isOver(history, patience)) {
            training.stop();
        }
    }

    /** The epoch, from 1, with the lowest loss in validation. */
    static int bestEpoch(HistoryFile history) {
        List<Double> losses = history.curves().getOrDefault("val_loss", List.of());
        int best = 0;
        for (int i = 1; i < losses.size(); i++) {
            if (losses.get(i) < losses.get(best)) {
                best = i;
            }
        }
        return best + 1;
    }

    /** Whether early stopping ends the run here. */
    static boolean isOver(HistoryFile history, int patience) {
        return patience > 0 && history.epochs() - bestEpoch(history) >= patience;
    }
}
