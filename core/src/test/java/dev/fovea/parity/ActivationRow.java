package dev.fovea.parity;

import dev.fovea.nn.Activations;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;

/** Activation functions: a constant for the function with its defaults, and a method where it has arguments. */
final class ActivationRow {
    private static final Tensor SAMPLE = Tensor.of(Shape.of(2, 4), -7, -2.5f, -0.75f, -0.25f, 0, 0.4f, 1.5f, 8);

    private ActivationRow() {}

    static Row of(Keras.Entry entry) {
        Activations constant = constant(entry.name());
        Method method = Arrays.stream(Activations.class.getMethods())
                .filter(found -> found.getName().equals(Keras.camelCase(entry.name())))
                .filter(found -> Modifier.isStatic(found.getModifiers()))
                .findFirst()
                .orElse(null);
        if (constant == null && method == null) {
            return Parity.missing(entry);
        }
        String name = entry.name().toUpperCase(Locale.ROOT);
        String call = method == null ? null : "Activations." + method.getName() + "(…)";
        Row row = Row.of(entry, constant == null ? call : "Activations." + name);
        boolean defaults = constant != null && method != null && sameValues(constant, method, entry);
        for (Keras.Argument argument : entry.arguments()) {
            boolean there = method != null
                    && Arrays.stream(method.getParameters())
                            .anyMatch(parameter -> parameter.getName().equals(argument.javaName()));
            if (argument.name().equals("x") || (there && (argument.standard() == null || defaults))) {
                row.same().add("`" + argument + "`");
            } else if (there) {
                row.other().add("`" + argument + "`: another default here");
            } else {
                row.missing().add("`" + argument + "`");
            }
        }
        return row;
    }

    private static Activations constant(String name) {
        try {
            return (Activations)
                    Activations.class.getField(name.toUpperCase(Locale.ROOT)).get(null);
        } catch (NoSuchFieldException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the constant computes what the method does with Keras's defaults. */
    private static boolean sameValues(Activations constant, Method method, Keras.Entry entry) {
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getType() == Tensor.class
                        ? SAMPLE
                        : standard(
                                parameter.getType(),
                                entry.arguments().stream()
                                        .filter(a -> a.javaName().equals(parameter.getName()))
                                        .findFirst()
                                        .orElseThrow()
                                        .standard()))
                .toArray();
        try {
            return constant.apply(SAMPLE).equals(method.invoke(null, arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't call " + method, e);
        }
    }

    private static Object standard(Class<?> type, String python) {
        if (python.equals("None")) {
            return null;
        } else if (type == boolean.class) {
            return python.equals("True");
        } else if (type == int.class) {
            return Integer.valueOf(python);
        }
        return Float.valueOf(python);
    }
}
