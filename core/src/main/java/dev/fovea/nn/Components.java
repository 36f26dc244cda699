package dev.fovea.nn;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Copies of records with one component changed, which Java has no expression for; so layers stay short. */
final class Components {
    /** Java makes these anew, and what it calls them by too, for whoever asks: half the time of building a network. */
    private static final ClassValue<Parts> PARTS = new ClassValue<>() {
        @Override
        protected Parts computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            try {
                return new Parts(components, type.getDeclaredConstructor(types));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private record Parts(RecordComponent[] components, Constructor<?> constructor) {}

    private Components() {}

    /** The same record but for one component; what its constructor throws is thrown on. */
    static <R extends Record> R with(R record, String component, Object value) {
        Parts parts = PARTS.get(record.getClass());
        RecordComponent[] components = parts.components;
        Object[] values = new Object[components.length];
        boolean found = false;
        try {
            for (int i = 0; i < components.length; i++) {
                boolean changes = components[i].getName().equals(component);
                values[i] = changes ? value : components[i].getAccessor().invoke(record);
                found |= changes;
            }
            if (!found) {
                throw new IllegalArgumentException(
                        record.getClass().getSimpleName() + " has no component " + component);
            }
            @SuppressWarnings("unchecked")
            R copy = (R) parts.constructor.newInstance(values);
            return copy;
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
