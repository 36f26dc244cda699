package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.List;

/** Another data set whose class numbers are vectors, of a 1 at the class and 0 elsewhere. */
record OneHot(Dataset whole) implements Dataset {
    OneHot {
        if (whole.classNames().isEmpty()) {
            throw new UnsupportedOperationException("this data set has no classes: its targets are tensors of shape "
                    + whole.targetShape() + ", and stay as they are");
        }
    }

    @Override
    public int size() {
        return whole.size();
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
        return whole.label(index);
    }

    @Override
    public Shape targetShape() {
        return Shape.of(whole.classNames().size());
    }

    @Override
    public void copyTarget(int index, float[] target, int offset, int stride) {
        int label = whole.label(index);
        int classes = whole.classNames().size();
        for (int k = 0; k < classes; k++) {
            target[offset + k * stride] = k == label ? 1 : 0;
        }
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        whole.copyImage(index, target, offset, stride);
    }

    @Override
    public Dataset redrawn(long key) {
        return new OneHot(whole.redrawn(key));
    }
}
