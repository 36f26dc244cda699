package dev.fovea.parity;

import dev.fovea.nn.Input;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.Shape;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the factory with the fewest parameters makes of a class: its arguments at their defaults.
 *
 * @param asked what the factory asks for, so what has no default
 */
record Made(Object instance, Set<String> asked) {
    /** Arguments of factories that take none of the usual ones: of a first and of a second kind. */
    private static final Map<String, List<Object[]>> SAMPLES = Map.of(
            "PiecewiseConstantDecay",
            List.of(
                    new Object[] {new int[] {1}, new float[] {1, 2}},
                    new Object[] {new int[] {1, 2}, new float[] {1, 2, 3}}),
            "ModelCheckpoint",
            List.of(new Object[] {"a.safetensors"}, new Object[] {"b.safetensors"}));

    static Made of(Class<?> type) {
        Executable factory = factory(type);
        Object first = make(type, factory, 0);
        Set<String> asked = new LinkedHashSet<>();
        if (factory.getParameterCount() > 0) {
            Arrays.stream(factory.getParameters()).map(Parameter::getName).forEach(asked::add);
            Object second = make(type, factory, 1);
            for (Field field : first.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !Objects.deepEquals(read(first, field), read(second, field))) {
                    asked.add(field.getName());
                }
            }
        }
        return new Made(first, asked);
    }

    /** Whether there is a value behind this name, or behind names joined by dots. */
    boolean has(String path) {
        return value(path).isPresent();
    }

    /** The value of that name, in an array of one as it may be null. */
    Optional<Object[]> value(String path) {
        Object owner = instance;
        for (String name : path.split("\\.")) {
            if (owner == null) {
                return Optional.empty();
            }
            Field found = Arrays.stream(owner.getClass().getDeclaredFields())
                    .filter(field -> field.getName().equals(name) && !Modifier.isStatic(field.getModifiers()))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                return Optional.empty();
            }
            owner = read(owner, found);
        }
        return Optional.of(new Object[] {owner});
    }

    /** Whether the value of that name can be one number alone. */
    boolean holdsOne(String name) {
        return Arrays.stream(instance.getClass().getDeclaredFields())
                .anyMatch(field -> field.getName().equals(name)
                        && (field.getType().isPrimitive() || Number.class.isAssignableFrom(field.getType())));
    }

    private static Executable factory(Class<?> type) {
        // What takes images in is made as the symbol that layers are applied to.
        Class<?> made = type == Input.class ? Symbol.class : type;
        Optional<Method> shortest = Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(type.getSimpleName().equals("Fit") ? "epochs" : "of"))
                .filter(method -> Modifier.isStatic(method.getModifiers()) && method.getReturnType() == made)
                .min(Comparator.comparingInt(Method::getParameterCount).thenComparing(Method::toString));
        return shortest.isPresent() ? shortest.get() : type.getConstructors()[0];
    }

    private static Object make(Class<?> type, Executable factory, int kind) {
        Object[] arguments = SAMPLES.containsKey(type.getSimpleName())
                ? SAMPLES.get(type.getSimpleName()).get(kind)
                : Arrays.stream(factory.getParameterTypes())
                        .map(parameter -> sample(parameter, kind))
                        .toArray();
        try {
            factory.setAccessible(true);
            Object made = factory instanceof Method method
                    ? method.invoke(null, arguments)
                    : ((Constructor<?>) factory).newInstance(arguments);
            return made instanceof Symbol symbol ? symbol.layer() : made;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    factory + " refuses " + Arrays.deepToString(arguments) + "; give it others in Made.SAMPLES",
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object sample(Class<?> type, int kind) {
        if (type == int.class || type == Integer.class) {
            return 2 + kind;
        } else if (type == float.class || type == Float.class) {
            return kind == 0 ? 0.5f : 0.25f;
        } else if (type == double.class || type == Double.class) {
            return kind == 0 ? 0.5 : 0.25;
        } else if (type == boolean.class) {
            return kind == 1;
        } else if (type == String.class) {
            return kind == 0 ? "a" : "b";
        } else if (type == Path.class) {
            return Path.of(kind == 0 ? "a" : "b");
        } else if (type.isRecord() && type.getSimpleName().startsWith("Size")) {
            return size(type, 2 + kind);
        } else if (type == Shape.class) {
            return Shape.of(2 + kind);
        } else if (type == List.class) {
            return List.of(kind);
        } else if (type == int[].class) {
            return kind == 0 ? new int[] {1} : new int[] {2, 1};
        } else if (type.isEnum()) {
            return type.getEnumConstants()[kind];
        } else if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        } else if (type.isInterface() && !type.isSealed()) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> kind;
                        default -> type.getSimpleName();
                    });
        }
        throw new IllegalStateException("no sample of " + type + "; add one to Made");
    }

    /** A size of as much along each axis. */
    private static Object size(Class<?> type, int all) {
        try {
            return type.getMethod("of", int.class).invoke(null, all);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a size can be made as large along each axis; " + type + " can't", e);
        }
    }

    private static Object read(Object owner, Field field) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
