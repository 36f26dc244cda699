package dev.fovea.op;

import dev.fovea.kernel.Floats;

/** What each block of a batch left of something that is gathered over all images. */
public final class Parts {
    private final Floats place;
    private final int start;
    private final int stride;
    private final int blocks;
    private final int lanes;
    private int images;

    /**
     * @param place what lies in an array
     * @param start where behind that the part of the first block lies
     * @param stride the distance from one block's part to the next
     * @param lanes the images of a full block
     */
    public Parts(Floats place, int start, int stride, int blocks, int lanes) {
        this.place = place;
        this.start = start;
        this.stride = stride;
        this.blocks = blocks;
        this.lanes = lanes;
    }

    public float[] array() {
        return place.array;
    }

    /** The distance from one block's part to the next. */
    public int stride() {
        return stride;
    }

    /** The blocks that hold an image; those behind them were not run. */
    public int blocks() {
        return Math.min(blocks, (images + lanes - 1) / lanes);
    }

    /** Where the part of a block begins. */
    public int offset(int block) {
        return place.offset + start + block * stride;
    }

    /** How many images of the batch the block holds, from 0. */
    public int images(int block) {
        return Math.max(0, Math.min(lanes, images - block * lanes));
    }

    /** Says how many images the batch holds. */
    public void hold(int images) {
        this.images = images;
    }
}
