package dev.fovea.model;

import dev.fovea.nn.Constraint;
import dev.fovea.nn.Regularizer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a record's components are where a config does not say: those of the object that the class's {@code of} makes of
 * what it asks for. Older versions of Keras leave out arguments that newer ones have.
 *
 * @param made the object, or null where the config lacks what {@code of} asks for
 * @param asked the names of what was given to it
 */
record Defaults(Object made, List<String> asked) {
    /** What a class is asked for once, as it takes long. */
    static final ClassValue<Parts> PARTS = new ClassValue<>() {
        @Override
        protected Parts computeValue(Class<?> type) {
            return new Parts(type);
        }
    };

    /** A record's components, and the ways to make one, those that ask for more first. */
    static final class Parts {
        final RecordComponent[] components;
        private final Class<?> type;
        private volatile List<Way> ways;

        Parts(Class<?> type) {
            this.type = type;
            this.components = type.getRecordComponents();
        }

        /** Looked for where they are needed. */
        List<Way> ways() {
            if (ways == null) {
                ways = Arrays.stream(type.getDeclaredMethods())
                        .filter(way -> way.getName().equals("of")
                                && Modifier.isStatic(way.getModifiers())
                                && way.getReturnType() == type
                                && Modifier.isPublic(way.getModifiers()))
                        .sorted(Comparator.comparingInt(Method::getParameterCount)
                                .reversed()
                                .thenComparing(Method::toString))
                        .map(way -> new Way(way, way.getParameters()))
                        .toList();
            }
            return ways;
        }
    }

    private record Way(Method method, Parameter[] parameters) {}

    static Defaults of(Class<?> type, Map<?, ?> config, Configs configs) {
        Parts parts = PARTS.get(type);
        for (Way way : parts.ways()) {
            Object[] given = new Object[way.parameters.length];
            boolean fits = true;
            for (int i = 0; i < given.length && fits; i++) {
                Parameter parameter = way.parameters[i];
                RecordComponent component = Arrays.stream(parts.components)
                        .filter(c -> c.getName().equals(parameter.getName()))
                        .findFirst()
                        .orElse(null);
                String key = Configs.snakeCase(parameter.getName());
                if (component == null || !config.containsKey(key)) {
                    fits = false;
                } else if (component.getType() == parameter.getType()) {
                    given[i] = configs.read(component.getGenericType(), config.get(key), key);
                } else if (parameter.getType() == float.class) {
                    // A range may be written as one number, from whose negative it goes to it, or as its two ends.
                    given[i] = config.get(key) instanceof Number number ? number.floatValue() : 0f;
                } else {
                    fits = false;
                }
            }
            if (fits) {
                return new Defaults(
                        make(way.method, given),
                        Arrays.stream(way.parameters).map(Parameter::getName).toList());
            }
        }
        return new Defaults(null, List.of());
    }

    private static Object make(Method way, Object[] given) {
        try {
            return way.invoke(null, given);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            return null; // A class of the user's that is not open; what its config lacks is missed by name.
        }
    }

    /** Whether a component is said by the config itself, so that there is no need of these. */
    static boolean said(RecordComponent component, Map<?, ?> config, String key) {
        Object json = config.get(key);
        return json == null
                ? config.containsKey(key) && nullable(component)
                : !(json instanceof Number) || component.getType() != List.class;
    }

    /** Whether these say a component that the config does not, or says by one number where it has two. */
    boolean has(RecordComponent component, Object json) {
        return made != null
                && (json == null
                        || asked.contains(component.getName())
                                && value(component) instanceof List<?> range
                                && range.size() == 2);
    }

    /** Whether null is a value of its own, and not just nothing in particular. */
    private static boolean nullable(RecordComponent component) {
        Class<?> type = component.getType();
        return type == List.class
                || type == Integer.class
                || type == Float.class
                || type == Regularizer.class
                || type == Constraint.class;
    }

    Object value(RecordComponent component) {
        try {
            return component.getAccessor().invoke(made);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "can't read " + component.getName() + " of "
                            + made.getClass().getName(),
                    e);
        }
    }
}
