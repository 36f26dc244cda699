package dev.fovea.data;

/** A run of the images of another data set. */
final class SubDataset extends DatasetView {
    private final int from;
    private final int to;

    SubDataset(Dataset whole, int from, int to) {
        super(whole);
        check(whole, from, to);
        this.from = from;
        this.to = to;
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
    int place(int index) {
        return from + index;
    }

    @Override
    public Dataset redrawn(long key) {
        return new SubDataset(whole.redrawn(key), from, to);
    }
}
