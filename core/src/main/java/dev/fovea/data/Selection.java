package dev.fovea.data;

/** Some of the images of another data set, in any order. */
final class Selection extends DatasetView {
    private final int[] indices;

    Selection(Dataset whole, int[] indices) {
        super(whole);
        for (int index : indices) {
            if (index < 0 || index >= whole.size()) {
                throw new IndexOutOfBoundsException("image " + index + " is not in a data set of " + whole.size());
            }
        }
        this.indices = indices.clone();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    int place(int index) {
        return indices[index];
    }

    @Override
    public Dataset redrawn(long key) {
        return new Selection(whole.redrawn(key), indices);
    }
}
