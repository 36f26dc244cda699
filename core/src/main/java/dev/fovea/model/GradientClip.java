package dev.fovea.model;

import dev.fovea.kernel.Floats;
import dev.fovea.plan.Workers;
import dev.fovea.train.Tuned;
import java.util.Arrays;

/**
 * Clips the gradients of a step. Squares are summed piece by piece and the pieces in order, in double, so that any
 * number of threads does the same.
 */
final class GradientClip {
    private final Tuned limits;
    private final Update.Piece[] pieces;
    private final Workers workers;
    private final double[] squares;
    private final float[] scales;
    private final Workers.Task sum = this::sum;
    private final Workers.Task clip = this::clip;

    /** @param pieces those of one weight side by side */
    GradientClip(Tuned limits, Update.Piece[] pieces, Workers workers) {
        this.limits = limits;
        this.pieces = pieces;
        this.workers = workers;
        this.squares = new double[pieces.length];
        this.scales = new float[pieces.length];
    }

    void apply() {
        if (limits.clipvalue() == 0) {
            workers.run(pieces.length, sum);
            scale();
        }
        workers.run(pieces.length, clip);
    }

    /** Finds the scale of each weight, or of all together. */
    private void scale() {
        boolean global = limits.globalClipnorm() > 0;
        double limit = global ? limits.globalClipnorm() : limits.clipnorm();
        for (int start = 0, end = 0; start < pieces.length; start = end) {
            double square = 0;
            while (end < pieces.length && (global || pieces[end].weights() == pieces[start].weights())) {
                square += squares[end++];
            }
            Arrays.fill(scales, start, end, (float) (limit / Math.max(Math.sqrt(square), limit)));
        }
    }

    private void sum(int number, int slot) {
        Update.Piece piece = pieces[number];
        Floats gradient = piece.gradient();
        double square = 0;
        for (int i = gradient.offset + piece.from(); i < gradient.offset + piece.to(); i++) {
            square += (double) gradient.array[i] * gradient.array[i];
        }
        squares[number] = square;
    }

    private void clip(int number, int slot) {
        Update.Piece piece = pieces[number];
        Floats gradient = piece.gradient();
        float limit = limits.clipvalue();
        float scale = scales[number];
        for (int i = gradient.offset + piece.from(); i < gradient.offset + piece.to(); i++) {
            float g = gradient.array[i];
            gradient.array[i] = limit > 0 ? Math.max(-limit, Math.min(limit, g)) : g * scale;
        }
    }
}
