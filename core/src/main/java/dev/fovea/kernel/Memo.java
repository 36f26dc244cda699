package dev.fovea.kernel;

import java.util.function.BiFunction;

/**
 * What was worked out once per geometry and number of lanes, looked up without allocating and from any thread.
 *
 * <p>Readers see an array that is never changed after it was published; a new entry publishes a copy. A memo that holds
 * {@value #MOST} entries starts over, so that a program that goes through endless shapes does not fill the heap.
 */
final class Memo<T> {
    private static final int MOST = 1024;

    private record Entry<T>(ConvGeometry geometry, int lanes, T value) {}

    private final BiFunction<ConvGeometry, Integer, T> make;
    private volatile Entry<?>[] table = new Entry<?>[16];
    private int size;

    Memo(BiFunction<ConvGeometry, Integer, T> make) {
        this.make = make;
    }

    T get(ConvGeometry g, int lanes) {
        T known = find(table, g, lanes);
        return known != null ? known : add(g, lanes);
    }

    @SuppressWarnings("unchecked")
    private T find(Entry<?>[] from, ConvGeometry g, int lanes) {
        for (int i = slot(from, g, lanes); from[i] != null; i = (i + 1) & (from.length - 1)) {
            Entry<?> entry = from[i];
            if (entry.lanes == lanes && (entry.geometry == g || entry.geometry.equals(g))) {
                return (T) entry.value;
            }
        }
        return null;
    }

    private static int slot(Entry<?>[] in, ConvGeometry g, int lanes) {
        return Hash.mix(g.hashCode() + lanes) & (in.length - 1);
    }

    private synchronized T add(ConvGeometry g, int lanes) {
        T known = find(table, g, lanes);
        if (known != null) {
            return known;
        }
        T made = make.apply(g, lanes);
        size = size == MOST ? 0 : size;
        Entry<?>[] grown = new Entry<?>[Math.max(16, Integer.highestOneBit(size) * 4)];
        if (size > 0) {
            for (Entry<?> entry : table) {
                if (entry != null) {
                    put(grown, entry);
                }
            }
        }
        put(grown, new Entry<>(g, lanes, made));
        size++;
        table = grown;
        return made;
    }

    private static void put(Entry<?>[] to, Entry<?> entry) {
        int i = slot(to, entry.geometry, entry.lanes);
        while (to[i] != null) {
            i = (i + 1) & (to.length - 1);
        }
        to[i] = entry;
    }
}
