package dev.fovea.nn;

import dev.fovea.op.Affine;
import dev.fovea.op.Pad;
import dev.fovea.op.Slice;
import dev.fovea.op.Value;

/**
 * Images brought to a size, as Keras's {@code Resizing}, without {@code fill_mode}, of which Keras has "constant" alone.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,height,width,C]}. Pixels are squares: the middle of the first lies half a pixel from
 * the border, before and after.
 *
 * <pre>{@code
 * Resizing.of(224, 224).cropToAspectRatio(true)
 * }</pre>
 *
 * @param cropToAspectRatio whether to take only the middle of the image, as large as it can be in the new sides' ratio
 * @param padToAspectRatio whether to put the image in the middle of a larger one of that ratio, as small as it can be
 * @param fillValue the pixels around an image that is padded
 * @param antialias whether, where an image gets smaller, each of its pixels counts; nearest takes no notice of it
 */
public record Resizing(
        int height,
        int width,
        Interpolation interpolation,
        boolean cropToAspectRatio,
        boolean padToAspectRatio,
        float fillValue,
        boolean antialias,
        DataFormat dataFormat,
        String name)
        implements Layer {
    public Resizing {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "Resizing takes a height and width of at least 1; got " + height + " and " + width);
        }
        if (cropToAspectRatio && padToAspectRatio) {
            throw new IllegalArgumentException("Resizing crops or pads to the aspect ratio, not both");
        }
    }

    public static Resizing of(int height, int width) {
        return new Resizing(
                height, width, Interpolation.BILINEAR, false, false, 0, false, DataFormat.CHANNELS_LAST, null);
    }

    public Resizing interpolation(Interpolation interpolation) {
        return Components.with(this, "interpolation", interpolation);
    }

    public Resizing cropToAspectRatio(boolean cropToAspectRatio) {
        return Components.with(this, "cropToAspectRatio", cropToAspectRatio);
    }

    public Resizing padToAspectRatio(boolean padToAspectRatio) {
        return Components.with(this, "padToAspectRatio", padToAspectRatio);
    }

    public Resizing fillValue(float fillValue) {
        return Components.with(this, "fillValue", fillValue);
    }

    public Resizing antialias(boolean antialias) {
        return Components.with(this, "antialias", antialias);
    }

    public Resizing dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public Resizing name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        dataFormat.check(input);
        int rows = dataFormat.rows();
        int h = input.shape().dim(rows);
        int w = input.shape().dim(rows + 1);
        if (h < 1 || w < 1) {
            throw new IllegalArgumentException("it resizes images of at least 1x1, not " + h + "x" + w);
        }
        // Rounded down, as in Keras.
        int fittingHeight = (int) Math.min((long) w * height / width, Integer.MAX_VALUE);
        int fittingWidth = (int) Math.min((long) h * width / height, Integer.MAX_VALUE);
        Value image = input;
        if (cropToAspectRatio) {
            image = crop(image, rows, Math.clamp(fittingHeight, 1, h), context);
            image = crop(image, rows + 1, Math.clamp(fittingWidth, 1, w), context);
        } else if (padToAspectRatio) {
            image = pad(image, rows, fittingHeight, context);
            image = pad(image, rows + 1, fittingWidth, context);
        }
        image = resize(image, rows, height, context);
        return resize(image, rows + 1, width, context);
    }

    /** The middle of an axis. */
    static Value crop(Value image, int axis, int length, LayerContext context) {
        int from = (image.shape().dim(axis) - length) / 2;
        return length == image.shape().dim(axis) ? image : context.add(new Slice(axis, from, from + length), image);
    }

    /** As much on either side of an axis; where an odd number of pixels is missing, it stays one short, as in Keras. */
    private Value pad(Value image, int axis, int length, LayerContext context) {
        int side = (length - image.shape().dim(axis)) / 2;
        if (side <= 0) {
            return image;
        }
        Pad zeros = new Pad(axis, side, side);
        if (fillValue == 0) {
            return context.add(zeros, image);
        }
        return context.add(new Affine(1, fillValue), context.add(zeros, context.add(new Affine(1, -fillValue), image)));
    }

    private Value resize(Value image, int axis, int length, LayerContext context) {
        return length == image.shape().dim(axis)
                ? image
                : context.add(interpolation.along(axis, length, antialias), image);
    }
}
