package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
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

    @Override
    public List<Shape> inputShapes() {
        return withFirst(imageShape(), whole.inputShapes());
    }

    @Override
    public void copyInput(int input, int index, float[] target, int offset, int stride) {
        if (input == 0) {
            copyImage(index, target, offset, stride);
        } else {
            whole.copyInput(input, at(index), target, offset, stride);
        }
    }

    @Override
    public List<Shape> targetShapes() {
        return withFirst(targetShape(), whole.targetShapes());
    }

    @Override
    public void copyTarget(int output, int index, float[] target, int offset, int stride) {
        if (output == 0) {
            copyTarget(index, target, offset, stride);
        } else {
            whole.copyTarget(output, at(index), target, offset, stride);
        }
    }

    private static List<Shape> withFirst(Shape first, List<Shape> all) {
        List<Shape> shapes = new ArrayList<>(all);
        shapes.set(0, first);
        return List.copyOf(shapes);
    }

    @Override
    public boolean weighted() {
        return whole.weighted();
    }

    @Override
    public float weight(int index) {
        return whole.weight(at(index));
    }

    /** A view of the redrawn whole; each says how it is made. */
    @Override
    public abstract Dataset redrawn(long key);
}
