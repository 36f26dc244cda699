package dev.fovea.nn;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/** Copies of records with one component changed, which Java has no expression for; so layers stay short. */
final class Components {
    private Components() {}

    /** The same record but for one component; what its constructor throws is thrown on. */
    static <R extends Record> R with(R record, String component, Object value) {
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) record.getClass();
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        boolean found = false;
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                boolean changes = components[i].getName().equals(component);
                values[i] = changes ? value : components[i].getAccessor().invoke(record);
                found |= changes;
            }
            if (!found) {
                throw new IllegalArgumentException(type.getSimpleName() + " has no component " + component);
            }
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
