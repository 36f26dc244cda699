package dev.fovea.model;

import dev.fovea.data.Dataset;
import dev.fovea.kernel.Floats;
import dev.fovea.plan.Feed;
import dev.fovea.tensor.Shape;
import java.util.Map;

/**
 * Feeds a step from a data set, in some order: inputs, targets, the share of each image in the mean and, where images
 * count differently, the weight of its loss.
 */
final class Batch implements Feed {
    private final int inputs;
    private final int targets;
    private final float[] classWeights;
    private final int targetSize;
    private Dataset data;
    private int[] order;
    private int start;
    private int count;

    /** @param classWeight what a loss is multiplied by for the image's class; empty where classes count alike */
    Batch(Dataset data, Map<Integer, Float> classWeight) {
        this.data = data;
        this.inputs = data.inputShapes().size();
        this.targets = data.targetShapes().size();
        int named = classWeight.keySet().stream().mapToInt(label -> label).max().orElse(-1) + 1;
        this.classWeights = new float[named];
        for (int label = 0; label < named; label++) {
            classWeights[label] = classWeight.getOrDefault(label, 1f);
        }
        this.targetSize = data.targetShape().size();
        Shape shape = data.targetShape();
        if (named > 0 && (targets > 1 || shape.rank() > 1)) {
            throw new IllegalArgumentException(
                    "class weights go with one target, a class number or a vector with a 1 at"
                            + " the class; this data set has targets of shapes " + data.targetShapes()
                            + "; weigh its images by Dataset.weighted");
        }
    }

    /** Whether images count differently. */
    boolean weighted() {
        return classWeights.length > 0 || data.weighted();
    }

    Dataset data() {
        return data;
    }

    int image(int i) {
        return order[start + i];
    }

    void set(Dataset newData, int[] newOrder) {
        data = newData;
        order = newOrder;
    }

    void set(int newStart, int newCount) {
        start = newStart;
        count = newCount;
    }

    @Override
    public void copy(int input, int image, Floats to, int stride) {
        int index = order[start + Math.min(image, count - 1)];
        int after = input - inputs - targets;
        if (input < inputs) {
            data.copyInput(input, index, to.array, to.offset, stride);
        } else if (after < 0) {
            data.copyTarget(input - inputs, index, to.array, to.offset, stride);
        } else if (after == 0) {
            to.array[to.offset] = image < count ? 1f / count : 0;
        } else {
            to.array[to.offset] = weight(index);
        }
    }

    private float weight(int index) {
        float weight = data.weight(index);
        if (classWeights.length == 0) {
            return weight;
        }
        // Blocks are fed from several threads, so a target is read into an array of this call's own.
        float[] values = new float[targetSize];
        data.copyTarget(index, values, 0, 1);
        int label = (int) values[0];
        if (values.length > 1) {
            label = 0;
            for (int k = 1; k < values.length; k++) {
                label = values[k] > values[label] ? k : label;
            }
        }
        return label >= 0 && label < classWeights.length ? weight * classWeights[label] : weight;
    }
}
