package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Objects;

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
        Labels.check(images.shape().dim(0), labels);
        this.images = images;
        this.imageShape = images.shape().dropFirst();
        this.labels = labels.clone();
        this.classNames = Labels.numbered(labels);
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
        Objects.checkIndex(index, labels.length);
        int each = imageShape.size();
        float[] values = images.data();
        for (int i = 0; i < each; i++) {
            target[offset + i * stride] = values[index * each + i];
        }
    }
}
