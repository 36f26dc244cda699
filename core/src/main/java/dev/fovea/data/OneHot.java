package dev.fovea.data;

import dev.fovea.tensor.Shape;

/** Another data set whose class numbers are vectors, of a 1 at the class and 0 elsewhere. */
final class OneHot extends DatasetView {
    OneHot(Dataset whole) {
        super(whole);
        if (whole.classNames().isEmpty()) {
            throw new UnsupportedOperationException("this data set has no classes: its targets are tensors of shape "
                    + whole.targetShape() + ", and stay as they are");
        }
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
    public Dataset redrawn(long key) {
        return new OneHot(whole.redrawn(key));
    }
}
