package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** A data set over one tensor of all images. */
final class TensorDataset implements Dataset {
    private final Tensor images;
    private final Shape imageShape;
    private final int[] labels;
    private final List<String> classNames;

    TensorDataset(Tensor images, int[] labels) {
        if (images.shape().rank() < 2) {
            throw new IllegalArgumentException(
                    "images need a batch axis and at least one more, as [N, H, W, C]; got " + images.shape());
        }
        if (images.shape().dim(0) != labels.length) {
            throw new IllegalArgumentException(images.shape().dim(0) + " images in " + images.shape() + ", but "
                    + labels.length + " labels; give one label per image");
        }
        int classes = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of image " + i + " is negative; labels count from 0");
            }
            classes = Math.max(classes, labels[i] + 1);
        }
        this.images = images;
        this.imageShape = images.shape().dropFirst();
        this.labels = labels.clone();
        this.classNames =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape imageShape() {
        return imageShape;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        int each = imageShape.size();
        float[] values = images.data();
        for (int i = 0; i < each; i++) {
            target[offset + i * stride] = values[index * each + i];
        }
    }
}
