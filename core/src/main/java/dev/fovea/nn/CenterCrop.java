package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * The middle of images, as Keras's {@code CenterCrop}; one that is smaller than what is wanted is cropped to the wanted
 * sides' ratio and enlarged.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,height,width,C]}. Where an odd number of pixels goes, the odd one goes after.
 */
public record CenterCrop(int height, int width, DataFormat dataFormat, String name) implements Layer {
    public CenterCrop {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "CenterCrop takes a height and width of at least 1; got " + height + " and " + width);
        }
    }

    public static CenterCrop of(int height, int width) {
        return new CenterCrop(height, width, DataFormat.CHANNELS_LAST, null);
    }

    public CenterCrop dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public CenterCrop name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        dataFormat.check(input);
        int rows = dataFormat.rows();
        if (input.shape().dim(rows) < height || input.shape().dim(rows + 1) < width) {
            return Resizing.of(height, width)
                    .cropToAspectRatio(true)
                    .dataFormat(dataFormat)
                    .call(input, context);
        }
        Value strip = Resizing.crop(input, rows, height, context);
        return Resizing.crop(strip, rows + 1, width, context);
    }
}
