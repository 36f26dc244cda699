package dev.fovea.op;

/** Which images of the batch a run is about. */
public final class Block {
    /** The number within the batch of the block's first image. */
    public int firstImage;

    /** How many of the lanes hold an image. */
    public int valid;

    /** How many images the whole batch holds. */
    public int images;

    /** Names the training step, so that each draws other random numbers. */
    public int stepKey;

    /** Which part of the block's work this is, from 0; of those ops only that can be done in parts. */
    public int part;

    /** In how many parts the block's work is done, at least 1. */
    public int parts = 1;

    /** A block of no images. */
    public Block() {}
}
