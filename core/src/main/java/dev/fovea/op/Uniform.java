package dev.fovea.op;

import dev.fovea.kernel.Hash;

/**
 * Random numbers, each of the range as likely as any other.
 *
 * @param lower the least, included
 * @param upper the largest, excluded unless it is {@code lower}
 */
public record Uniform(float lower, float upper) {
    public Uniform {
        if (!(lower <= upper && Float.isFinite(lower) && Float.isFinite(upper))) {
            throw new IllegalArgumentException(
                    "numbers are drawn from a finite range, its lower end first; got " + lower + " to " + upper);
        }
    }

    /** A range of one number. */
    public static Uniform of(float number) {
        return new Uniform(number, number);
    }

    /** The index-th number that an image draws. */
    float draw(int imageKey, int index) {
        return lower + (upper - lower) * Hash.uniform(imageKey, index);
    }
}
