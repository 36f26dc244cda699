package dev.fovea.nn;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The places of a grid of any number of axes, and tensors on it: what tests define layers of 1 to 3 axes on. */
final class Grid {
    private Grid() {}

    /** All indices below these lengths, the last running fastest. */
    static List<int[]> places(int... lengths) {
        List<int[]> places = new ArrayList<>();
        int total = Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
        for (int number = 0; number < total; number++) {
            int[] place = new int[lengths.length];
            int rest = number;
            for (int axis = lengths.length - 1; axis >= 0; axis--) {
                place[axis] = rest % lengths[axis];
                rest /= lengths[axis];
            }
            places.add(place);
        }
        return places;
    }

    /** The number at a place. */
    static float at(Tensor x, int... place) {
        int at = 0;
        for (int axis = 0; axis < place.length; axis++) {
            at = at * x.shape().dim(axis) + place[axis];
        }
        return x.data()[at];
    }

    /** Whole numbers, many of them equal. */
    static Tensor numbers(RandomSource random, int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextInt(21) - 10;
        }
        return tensor;
    }

    /** The order that puts the channels of a batch first, its images having so many axes of places. */
    static Integer[] channelsFirst(int axes) {
        Integer[] order = new Integer[axes + 2];
        order[0] = 0;
        order[1] = axes + 1;
        for (int axis = 0; axis < axes; axis++) {
            order[axis + 2] = axis + 1;
        }
        return order;
    }
}
