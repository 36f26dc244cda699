package dev.fovea.plan;

import dev.fovea.kernel.Floats;
import java.util.ArrayList;
import java.util.List;

/** Gives buffers places in an array, so that those whose lives do not overlap share room. */
final class Room {
    /** A buffer at an offset, which lives from one step to another, both included. */
    record Tenant(Room room, int offset, int size, int first, int last) {
        /** Where it lies, once the room has all its tenants and a place itself. */
        Plan.Place place() {
            int slotStride = room.slots == 1 ? 0 : room.size;
            return new Plan.Place(room.base, room.start + offset, slotStride, room.blocks == 1 ? 0 : room.size);
        }
    }

    private final List<Tenant> tenants = new ArrayList<>();
    private final Floats base;
    private final int slots;
    private final int blocks;
    private int size;
    private int start;

    /**
     * A room without tenants, of one kind or neither: one for each thread, or one for each block of images.
     *
     * @param base what it is part of
     * @param slots 1, or how many threads have such a room
     * @param blocks 1, or how many blocks have such a room
     */
    Room(Floats base, int slots, int blocks) {
        this.base = base;
        this.slots = slots;
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

    /** Lets it lie at an offset behind its base, with all its tenants, as often as it is there; returns where it ends. */
    int lie(int offset) {
        start = offset;
        return Math.addExact(offset, Math.multiplyExact(size, slots * blocks));
    }
}
