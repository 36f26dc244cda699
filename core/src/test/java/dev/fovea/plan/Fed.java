package dev.fovea.plan;

/** Feeds of images that tests have as arrays. */
public final class Fed {
    private Fed() {}

    /**
     * Images of each input. Beyond the last image of a batch it is repeated.
     *
     * @param silent the first of the inputs that are 0 there, as they may be weights of a loss
     */
    public static Feed of(int silent, float[][]... inputs) {
        return (input, image, target, stride) -> {
            float[][] images = inputs[input];
            boolean zero = image >= images.length && input >= silent;
            float[] values = images[Math.min(image, images.length - 1)];
            for (int i = 0; i < values.length; i++) {
                target.array[target.offset + i * stride] = zero ? 0 : values[i];
            }
        };
    }
}
