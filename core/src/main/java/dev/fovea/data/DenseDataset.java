package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/** Tensors of all images, each with tensors of numbers to learn in place of a class. */
final class DenseDataset implements Dataset {
    private final List<Tensor> inputs;
    private final List<Tensor> targets;
    private final List<Shape> inputShapes;
    private final List<Shape> targetShapes;
    private final int size;

    DenseDataset(List<Tensor> inputs, List<Tensor> targets) {
        if (inputs.isEmpty() || targets.isEmpty()) {
            throw new IllegalArgumentException("a data set has at least one tensor of images and one of targets");
        }
        Tensor images = inputs.getFirst();
        if (images.shape().rank() < 2) {
            throw new IllegalArgumentException(
                    "images need a batch axis and at least one more, as [N, H, W, C]; got " + images.shape());
        }
        this.inputs = List.copyOf(inputs);
        this.targets = List.copyOf(targets);
        this.size = images.shape().dim(0);
        this.inputShapes = shapes("inputs", this.inputs);
        this.targetShapes = shapes("targets", this.targets);
    }

    private List<Shape> shapes(String what, List<Tensor> tensors) {
        for (Tensor tensor : tensors) {
            if (tensor.shape().rank() < 1 || tensor.shape().dim(0) != size) {
                throw new IllegalArgumentException("images " + inputs.getFirst().shape() + " need " + what
                        + " of shape [" + size + ", ...], one per image; got " + tensor.shape());
            }
        }
        return tensors.stream().map(tensor -> tensor.shape().dropFirst()).toList();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Shape imageShape() {
        return inputShapes.getFirst();
    }

    @Override
    public List<Shape> inputShapes() {
        return inputShapes;
    }

    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public int label(int index) {
        throw new UnsupportedOperationException("this data set has no class numbers: its targets are tensors of shape "
                + targetShape() + "; read them with copyTarget or target, or give int labels to Dataset.of");
    }

    @Override
    public Shape targetShape() {
        return targetShapes.getFirst();
    }

    @Override
    public List<Shape> targetShapes() {
        return targetShapes;
    }

    @Override
    public void copyTarget(int index, float[] target, int offset, int stride) {
        copyTarget(0, index, target, offset, stride);
    }

    @Override
    public void copyTarget(int output, int index, float[] target, int offset, int stride) {
        copy(targets.get(output), targetShapes.get(output).size(), index, target, offset, stride);
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        copyInput(0, index, target, offset, stride);
    }

    @Override
    public void copyInput(int input, int index, float[] target, int offset, int stride) {
        copy(inputs.get(input), inputShapes.get(input).size(), index, target, offset, stride);
    }

    private void copy(Tensor from, int each, int index, float[] target, int offset, int stride) {
        Objects.checkIndex(index, size);
        float[] values = from.data();
        for (int i = 0; i < each; i++) {
            target[offset + i * stride] = values[index * each + i];
        }
    }
}
