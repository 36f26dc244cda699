package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/** Images, each with a tensor of numbers to learn in place of a class. */
final class DenseDataset implements Dataset {
    private final Tensor images;
    private final Tensor targets;
    private final Shape imageShape;
    private final Shape targetShape;
    private final int size;

    DenseDataset(Tensor images, Tensor targets) {
        if (images.shape().rank() < 2) {
            throw new IllegalArgumentException(
                    "images need a batch axis and at least one more, as [N, H, W, C]; got " + images.shape());
        }
        if (targets.shape().rank() < 1
                || targets.shape().dim(0) != images.shape().dim(0)) {
            throw new IllegalArgumentException("images " + images.shape() + " need targets of shape ["
                    + images.shape().dim(0) + ", ...], one per image; got " + targets.shape());
        }
        this.images = images;
        this.targets = targets;
        this.imageShape = images.shape().dropFirst();
        this.targetShape = targets.shape().dropFirst();
        this.size = images.shape().dim(0);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Shape imageShape() {
        return imageShape;
    }

    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public int label(int index) {
        throw new UnsupportedOperationException("this data set has no class numbers: its targets are tensors of shape "
                + targetShape + "; read them with copyTarget or target, or give int labels to Dataset.of");
    }

    @Override
    public Shape targetShape() {
        return targetShape;
    }

    @Override
    public void copyTarget(int index, float[] target, int offset, int stride) {
        copy(targets, targetShape.size(), index, target, offset, stride);
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        copy(images, imageShape.size(), index, target, offset, stride);
    }

    private void copy(Tensor from, int each, int index, float[] target, int offset, int stride) {
        Objects.checkIndex(index, size);
        float[] values = from.data();
        for (int i = 0; i < each; i++) {
            target[offset + i * stride] = values[index * each + i];
        }
    }
}
