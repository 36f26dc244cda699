package dev.fovea.nn;

import dev.fovea.op.FillMode;
import dev.fovea.op.Motion;
import dev.fovea.op.Size;
import dev.fovea.op.Value;

/**
 * Cuts a window out of each image, in training at a place that it draws, as Keras's {@code RandomCrop}; there one draw
 * serves the whole batch.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,height,width,C]}. In inference, and where the image is smaller than the window, it
 * is the largest part in the middle that has the window's aspect ratio, resized bilinearly to the window.
 *
 * @param height rows of the window
 * @param width columns of the window
 * @param seed decides the draws; null to draw by the model's and the fit's seeds alone
 */
public record RandomCrop(int height, int width, Integer seed, DataFormat dataFormat, String name) implements Layer {
    public RandomCrop {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "RandomCrop takes a height and a width of at least 1, not " + height + " and " + width);
        }
    }

    public static RandomCrop of(int height, int width) {
        return new RandomCrop(height, width, null, DataFormat.CHANNELS_LAST, null);
    }

    public RandomCrop seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public RandomCrop dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public RandomCrop name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        dataFormat.check(input);
        int axis = dataFormat.rows();
        boolean fits = input.shape().dim(axis) >= height && input.shape().dim(axis + 1) >= width;
        if (context.training() && fits) {
            Motion crop = new Motion.Crop(Size.of(height, width));
            return dataFormat.warp(context, crop, FillMode.NEAREST, 0, Interpolation.NEAREST, seed, input);
        }
        return Resizing.of(height, width)
                .cropToAspectRatio(true)
                .dataFormat(dataFormat)
                .call(input, context);
    }
}
