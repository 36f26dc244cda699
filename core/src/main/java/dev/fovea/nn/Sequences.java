package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Reshape;
import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/** Sequences {@code [L,C]} as images of one row, so that the ops on images serve the layers of one dimension. */
final class Sequences {
    private static final Transpose SWAP = Transpose.of(1, 0);

    private Sequences() {}

    static int length(Value sequence, DataFormat format) {
        check(sequence, format);
        return sequence.shape().dim(format == DataFormat.CHANNELS_LAST ? 0 : 1);
    }

    static int channels(Value sequence, DataFormat format) {
        check(sequence, format);
        return sequence.shape().dim(format == DataFormat.CHANNELS_LAST ? 1 : 0);
    }

    /** An image {@code [1,L,C]} of a sequence of the format. */
    static Value toImage(Value sequence, DataFormat format, LayerContext context) {
        check(sequence, format);
        Value last = format == DataFormat.CHANNELS_LAST ? sequence : context.add(SWAP, sequence);
        return context.add(new Reshape(last.shape().prepend(1)), last);
    }

    /** The sequence {@code [L,C]} of an image {@code [1,L,C]}. */
    static Value ofImage(Value image, LayerContext context) {
        return context.add(new Reshape(image.shape().dropFirst()), image);
    }

    /** A sequence {@code [L,C]} in the format. */
    static Value fromLast(Value sequence, DataFormat format, LayerContext context) {
        return format == DataFormat.CHANNELS_LAST ? sequence : context.add(SWAP, sequence);
    }

    static void checkFits(String what, int size, int dilation, Padding padding, int length) {
        if (padding == Padding.VALID && (size - 1) * dilation + 1 > length) {
            String dilated =
                    dilation == 1 ? "" : " (dilated by " + dilation + " to " + ((size - 1) * dilation + 1) + ")";
            throw new IllegalArgumentException(what + " " + size + dilated + " does not fit a sequence of " + length
                    + " with padding \"valid\"; use padding \"same\" or a " + what + " of at most "
                    + (length < 1 ? 0 : (length - 1) / dilation + 1));
        }
    }

    private static void check(Value sequence, DataFormat format) {
        Shape shape = sequence.shape();
        if (shape.rank() != 2 || shape.size() == 0) {
            throw new IllegalArgumentException("it takes sequences "
                    + (format == DataFormat.CHANNELS_LAST ? "[L, C]" : "[C, L]") + ", not " + shape);
        }
    }
}
