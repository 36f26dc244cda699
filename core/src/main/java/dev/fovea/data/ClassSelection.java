package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The images of some classes of another data set, the classes numbered anew. */
final class ClassSelection implements Dataset {
    private final Dataset images;
    private final int[] labels;
    private final List<String> classNames;

    ClassSelection(Dataset whole, int[] classes) {
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
        this.images = new Selection(whole, indices);
        this.labels = IntStream.of(indices).map(i -> renumbered[whole.label(i)]).toArray();
        this.classNames = IntStream.of(classes).mapToObj(names::get).toList();
    }

    private ClassSelection(Dataset images, int[] labels, List<String> classNames) {
        this.images = images;
        this.labels = labels;
        this.classNames = classNames;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape imageShape() {
        return images.imageShape();
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        images.copyImage(index, target, offset, stride);
    }

    @Override
    public Dataset redrawn(long key) {
        return new ClassSelection(images.redrawn(key), labels, classNames);
    }
}
