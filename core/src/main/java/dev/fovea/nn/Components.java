package dev.fovea.nn;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/** Copies of records with one component changed, which Java has no expression for; so layers stay short. */
final class Components {
    /** What is found of a class once: an accessor's first call costs far more than any later one. */
    private record Parts(String[] names, Method[] accessors, Constructor<?> constructor) {}

    private static final ClassValue<Parts> PARTS = new ClassValue<>() {
        @Override
        protected Parts computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            String[] names = new String[components.length];
            Method[] accessors = new Method[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                names[i] = components[i].getName();
                accessors[i] = components[i].getAccessor();
                types[i] = components[i].getType();
            }
            try {
                return new Parts(names, accessors, type.getDeclaredConstructor(types));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private Components() {}

    /** The same record but for one component; what its constructor throws is thrown on. */
    static <R extends Record> R with(R record, String component, Object value) {
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) record.getClass();
        Parts parts = PARTS.get(type);
        Object[] values = new Object[parts.names.length];
        boolean found = false;
        try {
            for (int i = 0; i < values.length; i++) {
                boolean changes = parts.names[i].equals(component);
                values[i] = changes ? value : parts.accessors[i].invoke(record);
                found |= changes;
            }
            if (!found) {
                throw new IllegalArgumentException(type.getSimpleName() + " has no component " + component);
            }
            return type.cast(parts.constructor.newInstance(values));
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
