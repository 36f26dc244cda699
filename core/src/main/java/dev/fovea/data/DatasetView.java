package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** Another data set, seen through a change of its indices or of what lies there. */
abstract class DatasetView implements Dataset {
    final Dataset whole;

    DatasetView(Dataset whole) {
        this.whole = Objects.requireNonNull(whole, "there is no data set to view");
    }

    /** Where in the whole an image of this view is; the index is in range. */
    int place(int index) {
        return index;
    }

    final int at(int index) {
        return place(Objects.checkIndex(index, size()));
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
        return whole.label(at(index));
    }

    @Override
    public Shape targetShape() {
        return whole.targetShape();
    }

    @Override
    public void copyTarget(int index, float[] target, int offset, int stride) {
        whole.copyTarget(at(index), target, offset, stride);
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        whole.copyImage(at(index), target, offset, stride);
    }

    /** A view of the redrawn whole; each says how it is made. */
    @Override
    public abstract Dataset redrawn(long key);
}
