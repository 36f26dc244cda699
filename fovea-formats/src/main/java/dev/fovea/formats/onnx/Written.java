package dev.fovea.formats.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * A value of an ONNX graph that is being written. Its axes, the batch's aside, may lie in another order than Fovea's: so
 * maps stay channels first between convolutions.
 *
 * @param order axis i in ONNX is axis {@code order[i]} of Fovea's value, the batch not counted
 */
record Written(String name, List<Integer> order) {
    static Written of(String name, int rank) {
        return new Written(name, Mapped.straight(rank));
    }

    /** The order in which ONNX has the channels first. */
    static List<Integer> channelsFirst(int rank) {
        List<Integer> order = new ArrayList<>(Mapped.straight(rank));
        if (rank > 0) {
            order.addFirst(order.removeLast());
        }
        return order;
    }

    /** Which axis in ONNX this one is, the batch counted. */
    int axis(int fovea) {
        return order.indexOf(fovea) + 1;
    }
}
