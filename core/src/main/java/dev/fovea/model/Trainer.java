package dev.fovea.model;

import dev.fovea.data.Dataset;
import dev.fovea.kernel.Hash;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Callback;
import dev.fovea.train.DivergedException;
import dev.fovea.train.Figure;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.Logs;
import dev.fovea.train.Loss;
import dev.fovea.train.TerminateOnNaN;
import dev.fovea.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The fit loop: epochs of steps over shuffled images, each a run of the plan and an update of the weights. */
final class Trainer {
    private final Model model;
    private final Network network;
    private final Model.Compiled compiled;

    Trainer(Model model, Model.Compiled compiled) {
        this.model = model;
        this.network = model.network();
        this.compiled = compiled;
    }

    History fit(Dataset data, Fit fit) {
        check(data);
        if (fit.validation() != null) {
            check(fit.validation());
        }
        try (Workers workers = new Workers(fit.threads())) {
            return new Run(data, fit, workers).run();
        }
    }

    Logs evaluate(Dataset data, int batchSize, Workers workers) {
        check(data);
        return evaluate(evaluation(data, batchSize, workers), data);
    }

    private Step evaluation(Dataset data, int batchSize, Workers workers) {
        return new Step(network, compiled, new Batch(data, Map.of()), Math.min(batchSize, data.size()), workers, false);
    }

    private static Logs evaluate(Step step, Dataset data) {
        int[] order = inOrder(new int[data.size()]);
        step.reset(data, order);
        for (int start = 0; start < order.length; start += step.batchSize()) {
            step.run(start, Math.min(step.batchSize(), order.length - start), 0);
        }
        return step.logs();
    }

    private void check(Dataset data) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("there are no images to work on");
        }
        if (!data.inputShapes().equals(network.inputShapes())) {
            boolean one =
                    network.inputShapes().size() == 1 && data.inputShapes().size() == 1;
            throw new IllegalArgumentException(
                    one
                            ? "the model takes images of shape " + model.inputShape() + ", but these are "
                                    + data.imageShape() + "; resize them or build the model for their shape"
                            : "the model takes inputs of shapes " + network.inputShapes() + ", but these are "
                                    + data.inputShapes() + "; see Dataset.of(inputs, targets)");
        }
        int outputs = network.outputShapes().size();
        if (data.targetShapes().size() != outputs) {
            throw new IllegalArgumentException("the model has " + outputs + " outputs, but images have "
                    + data.targetShapes().size() + " targets each, of shapes " + data.targetShapes()
                    + "; see Dataset.of(inputs, targets)");
        }
        for (int i = 0; i < outputs; i++) {
            checkLabels(data, i, compiled.objectives().get(i).loss());
        }
    }

    private void checkLabels(Dataset data, int output, Loss loss) {
        Shape shape = data.targetShapes().get(output);
        int classes = loss.classNumbers(shape, network.outputShapes().get(output));
        float[] labels = new float[shape.size()];
        for (int i = 0; classes > 0 && i < data.size(); i++) {
            data.copyTarget(output, i, labels, 0, 1);
            for (float label : labels) {
                if (!(label >= 0 && label < classes) && !loss.ignores((int) label)) {
                    throw new IllegalArgumentException("label " + (int) label + " of image " + i + " is out of range:"
                            + " the model tells " + classes + " classes apart, numbered 0 to " + (classes - 1));
                }
            }
        }
    }

    private static int[] inOrder(int[] order) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return order;
    }

    /** One fit under way. */
    private final class Run implements Training {
        private final Dataset data;
        private final Fit fit;
        private final Callback[] callbacks;
        private final int[] order;
        private final Step step;
        private final Step validation;
        private final Update update;
        private final List<Weight> weights = network.weights();
        private final float[][] good = weights();
        private volatile boolean stopped;
        private int epoch;
        private boolean begun;

        Run(Dataset data, Fit fit, Workers workers) {
            this.data = data;
            this.fit = fit;
            this.callbacks = fit.callbacks().toArray(Callback[]::new);
            this.order = new int[data.size()];
            int batchSize = Math.min(fit.batchSize(), data.size());
            Batch batch = new Batch(data, fit.classWeight());
            this.step = new Step(network, compiled, batch, batchSize, workers, true);
            this.validation = fit.validation() == null ? null : evaluation(fit.validation(), fit.batchSize(), workers);
            this.update = new Update(compiled, weights, step, workers);
        }

        History run() {
            List<History.Epoch> epochs = new ArrayList<>();
            epoch = fit.initialEpoch();
            fit.callbacks().forEach(callback -> callback.onTrainBegin(this));
            copy(weights, good);
            begun = true;
            while (epoch < fit.epochs() && !stopped) {
                epoch++;
                fit.callbacks().forEach(callback -> callback.onEpochBegin(this));
                long begin = System.nanoTime();
                if (!trainOneEpoch()) {
                    break;
                }
                double seconds = (System.nanoTime() - begin) * 1e-9;
                if (!finite(weights)) {
                    // The last step's update was too large for any loss to tell of it yet.
                    diverged(steps(), Float.NaN);
                    break;
                }
                copy(weights, good);
                Logs logs = step.logs();
                if (validation != null) {
                    logs = logs.with("val_", evaluate(validation, fit.validation()));
                }
                History.Epoch entry = new History.Epoch(epoch, logs, seconds, update.lastRate());
                epochs.add(entry);
                fit.callbacks().forEach(callback -> callback.onEpochEnd(this, entry));
            }
            update.putAverages();
            fit.callbacks().forEach(callback -> callback.onTrainEnd(this));
            return new History(epochs);
        }

        /** Goes back to the weights that were good; throws unless a callback wants the fit to end quietly. */
        private void diverged(int step, float loss) {
            restore(good);
            compiled.state().forgetSlots();
            boolean quietly = fit.callbacks().stream()
                    .anyMatch(callback -> callback instanceof TerminateOnNaN it && !it.raiseError());
            if (!quietly) {
                throw new DivergedException(epoch, step, loss);
            }
        }

        private static boolean finite(List<Weight> weights) {
            for (Weight weight : weights) {
                for (float value : weight.array()) {
                    if (!Float.isFinite(value)) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** Returns false where it was stopped before the last step. */
        private boolean trainOneEpoch() {
            inOrder(order);
            if (fit.shuffle()) {
                RandomSource.fork(fit.seed(), epoch).shuffle(order);
            }
            step.reset(data.redrawn(RandomSource.fork(fit.seed(), -epoch).nextLong()), order);
            Supplier<Logs> logs = step::logs;
            int steps = steps();
            for (int s = 0; s < steps; s++) {
                for (Callback callback : callbacks) {
                    callback.onBatchBegin(this, s + 1);
                }
                int start = s * step.batchSize();
                int key = Hash.mix((int) fit.seed()) + (int) compiled.state().steps;
                step.run(start, Math.min(step.batchSize(), order.length - start), key);
                if (!Double.isFinite(step.lastLoss())) {
                    diverged(s + 1, (float) step.lastLoss());
                    return false;
                }
                update.apply();
                for (Callback callback : callbacks) {
                    callback.onBatchEnd(this, s + 1, logs);
                }
                if (stopped && s < steps - 1) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int epochs() {
            return fit.epochs();
        }

        @Override
        public int steps() {
            return (data.size() + step.batchSize() - 1) / step.batchSize();
        }

        @Override
        public int batchSize() {
            return step.batchSize();
        }

        @Override
        public int epoch() {
            return epoch;
        }

        @Override
        public List<Figure> figures() {
            return Figures.of(network, compiled.objectives());
        }

        @Override
        public boolean validates() {
            return validation != null;
        }

        @Override
        public float learningRate() {
            return compiled.state().learningRate();
        }

        @Override
        public void learningRate(float rate) {
            compiled.state().learningRate(rate);
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public float[][] weights() {
            return network.weights().stream().map(w -> w.array().clone()).toArray(float[][]::new);
        }

        @Override
        public void restore(float[][] values) {
            for (int i = 0; i < values.length; i++) {
                System.arraycopy(values[i], 0, weights.get(i).array(), 0, values[i].length);
                weights.get(i).changed();
            }
        }

        private static void copy(List<Weight> from, float[][] to) {
            for (int i = 0; i < to.length; i++) {
                System.arraycopy(from.get(i).array(), 0, to[i], 0, to[i].length);
            }
        }

        @Override
        public void save(Path file) throws IOException {
            model.save(file);
        }

        @Override
        public void load(Path file) throws IOException {
            ModelFile.restore(model, file);
        }

        @Override
        public void resumeAfter(int done) {
            if (begun) {
                throw new IllegalStateException(
                        "a fit that has begun can't go on behind epoch " + done + "; call resumeAfter in onTrainBegin");
            }
            epoch = done;
        }
    }
}
