package dev.fovea.labs;

import dev.fovea.tensor.Tensor;

/** A picture made of shapes whose edges and corners are known: white on black, {@code [1,96,96,1]}. */
final class Scene {
    static final int SIDE = 96;

    /** The square's first and last row; its columns are the same. */
    static final int SQUARE_FROM = 12;

    static final int SQUARE_TO = 35;

    /** Row, column and radius of the disk. */
    static final int DISK_Y = 24;

    static final int DISK_X = 70;
    static final int DISK_RADIUS = 14;

    /** The checkerboard's first row and column, and the side of one of its 4x4 fields. */
    static final int BOARD_Y = 54;

    static final int BOARD_X = 8;
    static final int FIELD = 8;

    /** Row and column of the diamond's middle, and how far its corners are from there. */
    static final int DIAMOND_Y = 70;

    static final int DIAMOND_X = 70;
    static final int DIAMOND_REACH = 16;

    private Scene() {}

    static Tensor image() {
        Tensor image = Tensor.zeros(1, SIDE, SIDE, 1);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (square(y, x) || disk(y, x) || board(y, x) || diamond(y, x)) {
                    image.set(1, 0, y, x, 0);
                }
            }
        }
        return image;
    }

    private static boolean square(int y, int x) {
        return y >= SQUARE_FROM && y <= SQUARE_TO && x >= SQUARE_FROM && x <= SQUARE_TO;
    }

    private static boolean disk(int y, int x) {
        return Math.hypot(y - DISK_Y, x - DISK_X) <= DISK_RADIUS;
    }

    private static boolean board(int y, int x) {
        int row = Math.floorDiv(y - BOARD_Y, FIELD);
        int column = Math.floorDiv(x - BOARD_X, FIELD);
        boolean inside = row >= 0 && row < 4 && column >= 0 && column < 4;
        return inside && (row + column) % 2 == 0;
    }

    private static boolean diamond(int y, int x) {
        return Math.abs(y - DIAMOND_Y) + Math.abs(x - DIAMOND_X) <= DIAMOND_REACH;
    }
}
