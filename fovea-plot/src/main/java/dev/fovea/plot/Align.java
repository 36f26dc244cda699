package dev.fovea.plot;

/** Where a small thing stands beside larger ones: at the left or top, in the middle, at the right or bottom. */
enum Align {
    START,
    CENTER,
    END;

    int offset(int room, int size) {
        return switch (this) {
            case START -> 0;
            case CENTER -> (room - size) / 2;
            case END -> room - size;
        };
    }
}
