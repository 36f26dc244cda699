package dev.fovea.kernel;

/** A place in an array of floats: where a kernel reads an operand or writes its result. */
public final class Floats {
    public float[] array;
    public int offset;

    public Floats(float[] array, int offset) {
        this.array = array;
        this.offset = offset;
    }

    public static Floats of(float... array) {
        return new Floats(array, 0);
    }
}
