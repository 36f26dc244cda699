package dev.fovea.formats;

import dev.fovea.tensor.RandomSource;
import java.util.Arrays;

/** Files with a few things changed, such as a fault or somebody's malice would: the same ones of the same seed. */
final class Mutations {
    /** Numbers at which arithmetic goes wrong, as bytes of any size. */
    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        Byte.MAX_VALUE,
        Short.MAX_VALUE,
        0xffff,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffffffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private Mutations() {}

    static byte[] of(byte[] file, RandomSource random) {
        byte[] bytes = file.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(8)) {
                case 0 -> bytes = Arrays.copyOf(bytes, at);
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> number(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)], 1 << random.nextInt(4));
                case 4 -> number(bytes, at & ~7, EXTREMES[random.nextInt(EXTREMES.length)], 8);
                case 5 -> move(bytes, at, random.nextInt(bytes.length), random.nextInt(64));
                case 6 -> digit(bytes, at, random);
                default -> number(bytes, at & ~7, random.nextInt(bytes.length), 8); // An address somewhere else.
            }
        }
        return bytes;
    }

    private static void number(byte[] bytes, int at, long number, int size) {
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (number >> 8 * i);
        }
    }

    private static void move(byte[] bytes, int from, int to, int count) {
        int fitting = Math.min(count, bytes.length - Math.max(from, to));
        System.arraycopy(bytes, from, bytes, to, fitting);
    }

    /** Another digit in a text, or a number made longer by what is behind it. */
    private static void digit(byte[] bytes, int from, RandomSource random) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] >= '0' && bytes[at] <= '9') {
                int run = 1 + random.nextInt(9);
                for (int i = at; i < Math.min(bytes.length, at + (random.nextInt(4) == 0 ? run : 1)); i++) {
                    bytes[i] = (byte) ('0' + random.nextInt(10));
                }
                return;
            }
        }
    }
}
