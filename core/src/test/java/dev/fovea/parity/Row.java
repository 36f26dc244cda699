package dev.fovea.parity;

import java.util.ArrayList;
import java.util.List;

/**
 * Where one thing of Keras's stands here.
 *
 * @param here its name here, or null where it is missing
 * @param same arguments that have the same name and default
 * @param other arguments that have another name or default
 * @param missing arguments that there are none of
 */
record Row(Keras.Entry keras, String here, List<String> same, List<String> other, List<String> missing) {
    static Row of(Keras.Entry keras, String here) {
        return new Row(keras, here, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
}
