package dev.fovea.model;

import dev.fovea.kernel.Floats;
import dev.fovea.plan.Workers;
import dev.fovea.train.Optimizer;
import dev.fovea.train.Tuned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The change of all weights by one step: regularizers, accumulation, clipping, weight decay, the optimizer, constraints,
 * moving averages.
 */
final class Update {
    /** Weights in a piece of work for one thread; by size alone, so that any number of threads does the same. */
    private static final int PIECE = 16_384;

    record Piece(float[] weights, Floats gradient, float[][] slots, int from, int to) {}

    private final Optimizer optimizer;
    private final OptimizerState state;
    private final Workers workers;
    private final Map.Entry<Weight, Floats>[] regularized;
    private final Weight[] constrained;
    private final Map.Entry<Weight, Floats>[] updates;
    private final Weight[] changed;
    private final Piece[] pieces;
    private final GradientClip clip;
    private final int accumulator;
    private final int accumulated;
    private final Workers.Task task = this::update;
    private final Workers.Task accumulate = this::accumulate;
    private float rate;

    Update(Model.Compiled compiled, List<Weight> weights, Step step, Workers workers) {
        this.optimizer = compiled.optimizer();
        this.state = compiled.state();
        this.workers = workers;
        List<Piece> all = new ArrayList<>();
        for (Weight weight : weights) {
            Floats gradient = step.gradients().get(weight);
            int length = gradient == null ? 0 : weight.array().length;
            for (int from = 0; from < length; from += PIECE) {
                int to = Math.min(length, from + PIECE);
                all.add(new Piece(weight.array(), gradient, state.slots(weight), from, to));
            }
        }
        this.pieces = all.toArray(Piece[]::new);
        Tuned tuned = optimizer instanceof Tuned known ? known : null;
        this.clip = tuned != null && tuned.clips() ? new GradientClip(tuned, pieces, workers) : null;
        this.accumulator = tuned == null ? -1 : tuned.accumulatorSlot();
        this.accumulated = tuned == null ? 1 : tuned.gradientAccumulationSteps();
        this.regularized = entries(step.gradients().entrySet().stream()
                .filter(e -> e.getKey().spec().regularizer() != null)
                .toList());
        this.constrained = step.gradients().keySet().stream()
                .filter(weight -> weight.spec().constraint() != null)
                .toArray(Weight[]::new);
        this.updates = entries(List.copyOf(step.updates().entrySet()));
        this.changed = Stream.concat(step.gradients().keySet().stream(), step.updates().keySet().stream())
                .toArray(Weight[]::new);
    }

    @SuppressWarnings("unchecked") // An array of a generic type can't be made otherwise.
    private static Map.Entry<Weight, Floats>[] entries(List<Map.Entry<Weight, Floats>> entries) {
        return entries.toArray(Map.Entry[]::new);
    }

    /** The learning rate of the last step. */
    float lastRate() {
        return rate;
    }

    void apply() {
        rate = state.learningRate();
        state.steps++;
        for (Map.Entry<Weight, Floats> entry : regularized) {
            Weight weight = entry.getKey();
            Floats gradient = entry.getValue();
            weight.spec().regularizer().addGradient(weight.shape(), weight.array(), gradient.array, gradient.offset);
        }
        if (accumulated > 1) {
            workers.run(pieces.length, accumulate);
        }
        if (state.steps % accumulated == 0) {
            follow();
        }
        for (Map.Entry<Weight, Floats> entry : updates) {
            float[] values = entry.getKey().array();
            System.arraycopy(entry.getValue().array, entry.getValue().offset, values, 0, values.length);
        }
        tell();
    }

    private void tell() {
        for (Weight weight : changed) {
            weight.changed();
        }
    }

    private void follow() {
        if (clip != null) {
            clip.apply();
        }
        workers.run(pieces.length, task);
        for (Weight weight : constrained) {
            weight.spec().constraint().apply(weight.shape(), weight.array());
        }
    }

    /** Puts averaged weights in the weights' place, where there are any. */
    void putAverages() {
        int slot = optimizer.averageSlot();
        for (Piece piece : pieces) {
            if (slot >= 0) {
                System.arraycopy(piece.slots[slot], piece.from, piece.weights, piece.from, piece.to - piece.from);
            }
        }
        tell();
    }

    /** Adds a gradient to the sum; in the last step before an update, leaves the mean in the gradient's place. */
    private void accumulate(int number, int slot) {
        Piece piece = pieces[number];
        float[] sum = piece.slots[accumulator];
        float[] gradient = piece.gradient.array;
        int offset = piece.gradient.offset;
        boolean last = state.steps % accumulated == 0;
        for (int i = piece.from; i < piece.to; i++) {
            float added = sum[i] + gradient[offset + i];
            sum[i] = last ? 0 : added;
            gradient[offset + i] = added / accumulated;
        }
    }

    private void update(int number, int slot) {
        Piece piece = pieces[number];
        float[] weights = piece.weights;
        if (optimizer.weightDecay() > 0) {
            float decay = optimizer.weightDecay() * rate;
            for (int i = piece.from; i < piece.to; i++) {
                weights[i] -= weights[i] * decay;
            }
        }
        optimizer.update(
                weights,
                piece.gradient.array,
                piece.gradient.offset,
                piece.slots,
                piece.from,
                piece.to,
                state.iterations(),
                rate);
    }
}
