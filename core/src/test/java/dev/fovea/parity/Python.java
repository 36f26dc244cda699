package dev.fovea.parity;

import dev.fovea.train.LearningRate;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Values of Fovea's arguments as Python would write them, to be compared with Keras's. */
final class Python {
    private Python() {}

    static String write(Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case Float number -> number(number.toString());
            case Double number -> number(number.toString());
            case Number number -> number.toString();
            case String text -> "'" + text + "'";
            case Path path -> "'" + path + "'";
            case Enum<?> constant -> "'" + constant.name().toLowerCase(Locale.ROOT) + "'";
            case Record size when size.getClass().getSimpleName().startsWith("Size") -> tuple(components(size));
            case LearningRate.Constant constant -> write(constant.rate());
            // None given, none there.
            case Collection<?> several when several.isEmpty() -> "None";
            case Map<?, ?> map when map.isEmpty() -> "None";
            case Collection<?> several -> tuple(several);
            case int[] several -> tuple(Arrays.stream(several).boxed().toList());
            case float[] several ->
                tuple(IntStream.range(0, several.length)
                        .mapToObj(i -> several[i])
                        .toList());
            case Record named
            when named.getClass().getRecordComponents().length == 0 ->
                "'" + snakeCase(named.getClass().getSimpleName()) + "'";
            case Object function when function.getClass().isHidden() -> "a function";
            default -> value.toString();
        };
    }

    /** The numbers of a size, of however many axes. */
    private static List<Object> components(Record size) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : size.getClass().getRecordComponents()) {
            try {
                values.add(component.getAccessor().invoke(size));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("can't read " + component, e);
            }
        }
        return values;
    }

    private static String tuple(Collection<?> several) {
        String inner = String.join(", ", several.stream().map(Python::write).toList());
        return "(" + inner + (several.size() == 1 ? ",)" : ")");
    }

    private static String number(String java) {
        return java.toLowerCase(Locale.ROOT);
    }

    /** The name that Keras makes of a class's: a bar before each word, and words begin at capitals. */
    static String snakeCase(String name) {
        return name.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /**
     * Whether two values are one to Keras: numbers by their float32, names whatever their case, and a number for all
     * axes as well as one for each.
     */
    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        boolean tuples = one.startsWith("(") || other.startsWith("(");
        if (tuples) {
            List<String> a = parts(one);
            List<String> b = parts(other);
            int length = Math.max(a.size(), b.size());
            return !a.isEmpty()
                    && !b.isEmpty()
                    && (a.size() == b.size() || a.size() == 1 || b.size() == 1)
                    && IntStream.range(0, length).allMatch(i -> same(a.get(i % a.size()), b.get(i % b.size())));
        }
        if (one.startsWith("'") && other.startsWith("'")) {
            return letters(one).equals(letters(other));
        }
        Float number = parse(one);
        return number != null && Objects.equals(number, parse(other));
    }

    private static List<String> parts(String text) {
        return text.startsWith("(") ? Keras.split(text.substring(1, text.length() - 1)) : List.of(text);
    }

    private static String letters(String text) {
        return text.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static Float parse(String text) {
        try {
            float number = Float.parseFloat(text);
            return number == 0 ? 0f : Float.valueOf(number);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
