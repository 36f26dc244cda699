package dev.fovea.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gives buffers places in arrays, so that those whose lives do not overlap share room. */
final class Room {
    /** A buffer at an offset, which lives from one step to another, both included. */
    record Tenant(Room room, int offset, int size, int first, int last) {
        /** Where it lies, once the room has all its tenants. */
        Plan.Place place() {
            return new Plan.Place(room.arrays(), offset, room.blocks == 1 ? 0 : room.size);
        }
    }

    private final List<Tenant> tenants = new ArrayList<>();
    private final float[][] arrays;
    private final int blocks;
    private int size;

    /**
     * A room without tenants.
     *
     * @param arrays one, or one for each thread
     * @param blocks 1, or as many as lie in an array, one behind the other
     */
    Room(int arrays, int blocks) {
        this.arrays = new float[arrays][];
        this.blocks = blocks;
    }

    /** Takes in a buffer that lives from step {@code first} to step {@code last}. */
    Tenant take(int length, int first, int last) {
        int rounded = Math.addExact(length, 15) & ~15;
        List<Tenant> meanwhile = tenants.stream()
                .filter(t -> t.first <= last && first <= t.last)
                .sorted((a, b) -> Integer.compare(a.offset, b.offset))
                .toList();
        int offset = 0;
        for (Tenant tenant : meanwhile) {
            if (offset + rounded <= tenant.offset) {
                break;
            }
            offset = Math.max(offset, tenant.offset + tenant.size);
        }
        Tenant taken = new Tenant(this, offset, rounded, first, last);
        tenants.add(taken);
        size = Math.max(size, Math.addExact(offset, rounded));
        return taken;
    }

    private float[][] arrays() {
        if (arrays[0] == null) {
            Arrays.setAll(arrays, i -> new float[Math.multiplyExact(size, blocks)]);
        }
        return arrays;
    }
}
