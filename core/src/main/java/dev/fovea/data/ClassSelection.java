package dev.fovea.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The images of some classes of another data set, the classes numbered anew. */
final class ClassSelection extends DatasetView {
    /** The number that each class of the whole has here; -1 where it is not chosen, but then no image has it. */
    private final int[] renumbered;

    private final List<String> classNames;

    private ClassSelection(Dataset images, int[] renumbered, List<String> classNames) {
        super(images);
        this.renumbered = renumbered;
        this.classNames = classNames;
    }

    static Dataset of(Dataset whole, int[] classes) {
        List<String> names = whole.classNames();
        int[] renumbered = new int[names.size()];
        Arrays.fill(renumbered, -1);
        for (int i = 0; i < classes.length; i++) {
            int chosen = classes[i];
            if (chosen < 0 || chosen >= names.size()) {
                throw new IllegalArgumentException(
                        "class " + chosen + " does not exist: " + Labels.range(names.size()) + ": " + names);
            }
            if (renumbered[chosen] >= 0) {
                throw new IllegalArgumentException(
                        "class " + chosen + " is chosen twice in " + Arrays.toString(classes) + "; name it once");
            }
            renumbered[chosen] = i;
        }
        int[] indices = IntStream.range(0, whole.size())
                .filter(i -> renumbered[whole.label(i)] >= 0)
                .toArray();
        return new ClassSelection(
                new Selection(whole, indices),
                renumbered,
                IntStream.of(classes).mapToObj(names::get).toList());
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return renumbered[super.label(index)];
    }

    @Override
    public void copyTarget(int index, float[] target, int offset, int stride) {
        target[offset] = label(index);
    }

    @Override
    public Dataset redrawn(long key) {
        return new ClassSelection(whole.redrawn(key), renumbered, classNames);
    }
}
