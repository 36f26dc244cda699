package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** A run of the images of another data set. */
record SubDataset(Dataset whole, int from, int to) implements Dataset {
    SubDataset {
        check(whole, from, to);
    }

    static void check(Dataset whole, int from, int to) {
        if (from < 0 || to < from || to > whole.size()) {
            throw new IndexOutOfBoundsException(
                    "images " + from + " to " + to + " are not all in a data set of " + whole.size());
        }
    }

    @Override
    public int size() {
        return to - from;
    }

    @Override
    public Shape imageShape() {
        return whole.imageShape();
    }

    @Override
    public List<String> classNames() {
        return whole.classNames();
    }

    @Override
    public int label(int index) {
        return whole.label(from + Objects.checkIndex(index, size()));
    }

    @Override
    public Shape targetShape() {
        return whole.targetShape();
    }

    @Override
    public void copyTarget(int index, float[] target, int offset, int stride) {
        whole.copyTarget(from + Objects.checkIndex(index, size()), target, offset, stride);
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        whole.copyImage(from + Objects.checkIndex(index, size()), target, offset, stride);
    }

    @Override
    public Dataset redrawn(long key) {
        return new SubDataset(whole.redrawn(key), from, to);
    }
}
