package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.List;

/** A run of the images of another data set. */
record SubDataset(Dataset whole, int from, int to) implements Dataset {
    SubDataset {
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
        return whole.label(from + index);
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        whole.copyImage(from + index, target, offset, stride);
    }
}
