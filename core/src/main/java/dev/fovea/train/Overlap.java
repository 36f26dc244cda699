package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Counts places by their class in outputs and targets, for {@link IoU} and its kin. */
final class Overlap implements Metric.Count {
    private final Places places;
    private final int count;
    private final int outputInner;
    private final int targetInner;
    private final Confusion confusion;

    /** What classes there are, which of them count, and how outputs and targets tell them. */
    record Places(
            int numClasses,
            List<Integer> targetClassIds,
            Integer ignoreClass,
            boolean sparseYTrue,
            boolean sparseYPred,
            int axis) {}

    private Overlap(Places places, int count, int outputInner, int targetInner) {
        this.places = places;
        this.count = count;
        this.outputInner = outputInner;
        this.targetInner = targetInner;
        this.confusion = Confusion.of(places.numClasses);
    }

    static List<Integer> all(int numClasses) {
        return IntStream.range(0, numClasses).boxed().toList();
    }

    static void check(String metric, int numClasses, List<Integer> targetClassIds) {
        if (numClasses < 1) {
            throw new IllegalArgumentException(metric + " takes a numClasses of at least 1, not " + numClasses);
        }
        for (int id : targetClassIds) {
            if (id < 0 || id >= numClasses) {
                throw new IllegalArgumentException(metric + " can't look at class " + id + ": there are " + numClasses
                        + ", numbered 0 to " + (numClasses - 1));
            }
        }
    }

    static Overlap start(String metric, Shape output, Shape target, Places places) {
        int outputs = count(output, places, places.sparseYPred);
        if (outputs < 0 || outputs != count(target, places, places.sparseYTrue)) {
            throw new IllegalArgumentException(metric + " of " + places.numClasses
                    + " classes takes a target for each place: the model gives " + output
                    + (places.sparseYPred ? ", taken as class numbers" : "") + ", but the targets are " + target
                    + (places.sparseYTrue ? ", taken as class numbers" : "")
                    + "; sparseYPred and sparseYTrue say whether they are");
        }
        return new Overlap(
                places,
                outputs,
                inner(metric, output, places, places.sparseYPred),
                inner(metric, target, places, places.sparseYTrue));
    }

    /** The number of places, or -1 where the axis of classes has not as many. */
    private static int count(Shape shape, Places places, boolean sparse) {
        if (sparse) {
            return shape.size();
        }
        int axis = places.axis < 0 ? places.axis + shape.rank() : places.axis - 1;
        boolean fits = axis >= 0 && axis < shape.rank() && shape.dim(axis) == places.numClasses;
        return fits ? shape.size() / places.numClasses : -1;
    }

    /** The distance from a place's number for one class to that for the next. */
    private static int inner(String metric, Shape shape, Places places, boolean sparse) {
        if (sparse) {
            return 1;
        }
        int axis = Losses.imageAxis(metric, places.axis, shape);
        return shape.slice(axis + 1, shape.rank()).size();
    }

    @Override
    public void add(float[] output, float[] target) {
        for (int place = 0; place < count; place++) {
            int label = number(target, place, places.sparseYTrue, targetInner);
            if (places.ignoreClass == null || places.ignoreClass != label) {
                confusion.add(label, number(output, place, places.sparseYPred, outputInner));
            }
        }
    }

    private int number(float[] values, int place, boolean sparse, int inner) {
        if (sparse) {
            return (int) values[place];
        }
        int at = place / inner * inner * places.numClasses + place % inner;
        int best = 0;
        for (int c = 1; c < places.numClasses; c++) {
            best = values[at + c * inner] > values[at + best * inner] ? c : best;
        }
        return best;
    }

    @Override
    public double result() {
        double sum = 0;
        int present = 0;
        for (int k : places.targetClassIds) {
            long either = confusion.either(k);
            sum += either == 0 ? 0 : (double) confusion.both(k) / either;
            present += either == 0 ? 0 : 1;
        }
        return present == 0 ? 0 : sum / present;
    }

    @Override
    public void reset() {
        confusion.reset();
    }
}
