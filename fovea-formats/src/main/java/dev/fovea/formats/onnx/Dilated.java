package dev.fovea.formats.onnx;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Filters with zeros between their taps. */
final class Dilated {
    private Dilated() {}

    /** @param filters {@code [M,C,taps...]} */
    static Known of(Known filters, List<Integer> dilations) {
        Shape from = filters.shape();
        int[] sizes = from.dims();
        for (int i = 2; i < sizes.length; i++) {
            sizes[i] = Math.addExact(Math.multiplyExact(sizes[i] - 1, dilations.get(i - 2)), 1);
        }
        Shape to =
                TensorReader.shape(Arrays.stream(sizes).asLongStream().boxed().toList());
        Known.checkSize(to.size());
        int[] steps = new int[sizes.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = to.slice(i + 1, to.rank()).size() * (i < 2 ? 1 : dilations.get(i - 2));
        }
        int[] places = Strides.places(from.dims(), steps, 0);
        float[] values = filters.asFloats();
        float[] spread = new float[to.size()];
        for (int i = 0; i < values.length; i++) {
            spread[places[i]] = values[i];
        }
        return Known.of(to, spread);
    }
}
