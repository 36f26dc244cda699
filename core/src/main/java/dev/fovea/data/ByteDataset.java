package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** A data set that keeps a byte per value, a quarter of the room of floats, and scales it to 0 to 1 as it is read. */
final class ByteDataset implements Dataset {
    private static final float[] SCALED = new float[256];

    static {
        for (int i = 0; i < 256; i++) {
            SCALED[i] = i / 255f;
        }
    }

    private final Shape imageShape;
    private final byte[] values;
    private final int[] labels;
    private final List<String> classNames;

    ByteDataset(Shape imageShape, byte[] values, int[] labels, List<String> classNames) {
        int each = imageShape.size();
        if (each == 0 || values.length % each != 0) {
            throw new IllegalArgumentException(values.length + " bytes are not a whole number of images of shape "
                    + imageShape + ", " + each + " bytes each");
        }
        Labels.check(values.length / each, labels);
        int wrong = Labels.firstOutside(labels, classNames.size());
        if (wrong >= 0) {
            throw new IllegalArgumentException("label " + labels[wrong] + " of image " + wrong + " is out of range: "
                    + Labels.range(classNames.size()));
        }
        this.imageShape = imageShape;
        this.values = values;
        this.labels = labels.clone();
        this.classNames = List.copyOf(classNames);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape imageShape() {
        return imageShape;
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
        Objects.checkIndex(index, labels.length);
        int each = imageShape.size();
        int from = index * each;
        for (int i = 0; i < each; i++) {
            target[offset + i * stride] = SCALED[values[from + i] & 0xff];
        }
    }
}
