package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** Some of the images of another data set, in any order. */
final class Selection implements Dataset {
    private final Dataset whole;
    private final int[] indices;

    Selection(Dataset whole, int[] indices) {
        for (int index : indices) {
            if (index < 0 || index >= whole.size()) {
                throw new IndexOutOfBoundsException("image " + index + " is not in a data set of " + whole.size());
            }
        }
        this.whole = whole;
        this.indices = indices.clone();
    }

    @Override
    public int size() {
        return indices.length;
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
        return whole.label(indices[index]);
    }

    @Override
    public Shape targetShape() {
        return whole.targetShape();
    }

    @Override
    public void copyTarget(int index, float[] target, int offset, int stride) {
        whole.copyTarget(indices[index], target, offset, stride);
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        whole.copyImage(indices[Objects.checkIndex(index, indices.length)], target, offset, stride);
    }

    @Override
    public Dataset redrawn(long key) {
        return new Selection(whole.redrawn(key), indices);
    }
}
