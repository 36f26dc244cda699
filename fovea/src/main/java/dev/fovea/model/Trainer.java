package dev.fovea.model;

import dev.fovea.data.Dataset;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Hash;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.plan.Feed;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.RandomSource;
import dev.fovea.train.Callback;
import dev.fovea.train.DivergedException;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.Loss;
import dev.fovea.train.Optimizer;
import dev.fovea.train.Score;
import java.util.ArrayList;
import java.util.List;

/** The fit loop: epochs of steps over shuffled images, each a run of the plan and an update of the weights. */
final class Trainer {
    private final Network network;
    private final Optimizer optimizer;
    private final Loss loss;

    Trainer(Network network, Optimizer optimizer, Loss loss) {
        this.network = network;
        this.optimizer = optimizer;
        this.loss = loss;
    }

    /** Feeds images, labels and the weight of each image's loss from a data set in some order. */
    private static final class Batch implements Feed {
        private final Dataset data;
        private final int[] order;
        private int start;
        private int count;

        Batch(Dataset data, int[] order) {
            this.data = data;
            this.order = order;
        }

        @Override
        public void copy(int input, int image, Floats target, int stride) {
            int index = order[start + Math.min(image, count - 1)];
            switch (input) {
                case 0 -> data.copyImage(index, target.array, target.offset, stride);
                case 1 -> target.array[target.offset] = data.label(index);
                default -> target.array[target.offset] = image < count ? 1f / count : 0;
            }
        }
    }

    History fit(Dataset data, Fit fit) {
        check(data);
        if (fit.validation() != null) {
            check(fit.validation());
        }
        List<History.Epoch> epochs = new ArrayList<>();
        List<Weight> weights = network.weights();
        float[][] good = snapshot(weights);
        int[] order = order(data.size());
        try (Workers workers = new Workers(fit.threads())) {
            int batchSize = Math.min(fit.batchSize(), data.size());
            Step step = new Step(network.build(true), batchSize, data, order, workers, true);
            float[][][] slots = new float[weights.size()][optimizer.slots()][];
            for (int i = 0; i < slots.length; i++) {
                for (int s = 0; s < slots[i].length; s++) {
                    slots[i][s] = new float[weights.get(i).values().length];
                }
            }
            int steps = (data.size() + batchSize - 1) / batchSize;
            long number = 0;
            for (int epoch = 1; epoch <= fit.epochs(); epoch++) {
                long begin = System.nanoTime();
                RandomSource.fork(fit.seed(), epoch).shuffle(order);
                step.reset();
                for (int s = 0; s < steps; s++) {
                    number++;
                    step.run(s * batchSize, Math.min(batchSize, data.size() - s * batchSize), (int)
                            (Hash.mix((int) fit.seed()) + number));
                    if (!Float.isFinite(step.lastLoss)) {
                        restore(weights, good);
                        throw new DivergedException(epoch, s + 1, step.lastLoss);
                    }
                    for (int i = 0; i < slots.length; i++) {
                        Floats gradient = step.gradients[i];
                        optimizer.update(
                                weights.get(i).values(),
                                gradient.array,
                                gradient.offset,
                                slots[i],
                                number,
                                optimizer.learningRate());
                    }
                    for (Callback callback : fit.callbacks()) {
                        callback.onStep(epoch, s + 1, steps, step.meanLoss(), step.accuracy());
                    }
                }
                double seconds = (System.nanoTime() - begin) * 1e-9;
                good = snapshot(weights);
                Score score = fit.validation() == null
                        ? new Score(Float.NaN, Float.NaN)
                        : evaluate(fit.validation(), batchSize, workers);
                History.Epoch entry = new History.Epoch(
                        epoch, step.meanLoss(), step.accuracy(), score.loss(), score.accuracy(), seconds);
                epochs.add(entry);
                boolean goOn = true;
                for (Callback callback : fit.callbacks()) {
                    goOn &= callback.onEpochEnd(entry);
                }
                if (!goOn) {
                    break;
                }
            }
        }
        return new History(List.copyOf(epochs));
    }

    Score evaluate(Dataset data, int batchSize, Workers workers) {
        check(data);
        int size = Math.min(batchSize, data.size());
        Step step = new Step(network.build(false), size, data, order(data.size()), workers, false);
        for (int start = 0; start < data.size(); start += size) {
            step.run(start, Math.min(size, data.size() - start), 0);
        }
        return new Score(step.meanLoss(), step.accuracy());
    }

    private void check(Dataset data) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("there are no images to work on");
        }
        if (!data.imageShape().equals(network.inputShape())) {
            throw new IllegalArgumentException("the model takes images of shape " + network.inputShape()
                    + ", but these are " + data.imageShape() + "; resize them or build the model for their shape");
        }
        int classes = network.outputShapes().getLast().dim(-1);
        for (int i = 0; i < data.size(); i++) {
            if (data.label(i) < 0 || data.label(i) >= classes) {
                throw new IllegalArgumentException("label " + data.label(i) + " of image " + i + " is out of range: the"
                        + " model tells " + classes + " classes apart, numbered 0 to " + (classes - 1));
            }
        }
    }

    private static int[] order(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    private static float[][] snapshot(List<Weight> weights) {
        return weights.stream().map(w -> w.values().clone()).toArray(float[][]::new);
    }

    private static void restore(List<Weight> weights, float[][] values) {
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(values[i], 0, weights.get(i).values(), 0, values[i].length);
        }
    }

    /** The plan of a step and what it has measured since the last reset. */
    private final class Step {
        final Floats[] gradients;
        float lastLoss;
        private final Plan plan;
        private final Batch batch;
        private final Dataset data;
        private final float[] output;
        private final float[] one = new float[1];
        private double lossSum;
        private int images;
        private int correct;

        Step(
                Network.Built built,
                int batchSize,
                Dataset data,
                int[] order,
                Workers workers,
                boolean withGradients) {
            Node labels = built.graph().input(dev.fovea.tensor.Shape.SCALAR);
            Node scale = built.graph().input(dev.fovea.tensor.Shape.SCALAR);
            Node losses = (Node) loss.perImage(built.graph(), labels, built.output());
            List<Node> outputs = new ArrayList<>(List.of(losses, built.output()));
            if (withGradients) {
                outputs.addAll(built.graph().gradients(losses, scale, List.copyOf(built.weights().keySet())));
            }
            this.plan = Plan.compile(
                    built.graph(),
                    outputs,
                    node -> Floats.of(built.weights().get(node).values()),
                    KernelChoice.best(),
                    batchSize,
                    workers);
            this.gradients = new Floats[outputs.size() - 2];
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = plan.shared(i + 2);
            }
            this.data = data;
            this.batch = new Batch(data, order);
            this.output = new float[built.output().shape().size()];
        }

        void reset() {
            lossSum = 0;
            images = 0;
            correct = 0;
        }

        void run(int start, int count, int key) {
            batch.start = start;
            batch.count = count;
            plan.run(batch, count, key);
            double sum = 0;
            for (int i = 0; i < count; i++) {
                plan.read(0, i, one, 0);
                sum += one[0];
                plan.read(1, i, output, 0);
                int best = 0;
                for (int c = 1; c < output.length; c++) {
                    best = output[c] > output[best] ? c : best;
                }
                correct += best == data.label(batch.order[start + i]) ? 1 : 0;
            }
            lastLoss = (float) (sum / count);
            lossSum += sum;
            images += count;
        }

        float meanLoss() {
            return (float) (lossSum / images);
        }

        float accuracy() {
            return (float) correct / images;
        }
    }
}
