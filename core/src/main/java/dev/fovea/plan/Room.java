package dev.fovea.plan;

import java.util.ArrayList;
import java.util.List;

/** Gives buffers places in one array, so that those whose lives do not overlap share room. */
final class Room {
    private record Tenant(int offset, int size, int first, int last) {}

    private final List<Tenant> tenants = new ArrayList<>();
    private int size;

    /** A place for a buffer that lives from step {@code first} to step {@code last}, both included. */
    int place(int length, int first, int last) {
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
        tenants.add(new Tenant(offset, rounded, first, last));
        size = Math.max(size, Math.addExact(offset, rounded));
        return offset;
    }

    int size() {
        return size;
    }
}
