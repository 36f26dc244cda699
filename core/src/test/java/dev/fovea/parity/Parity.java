package dev.fovea.parity;

import dev.fovea.model.Model;
import dev.fovea.train.Fit;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Holds what Keras has against the compiled classes of Fovea. */
final class Parity {
    private static final List<String> HOMES = List.of("nn", "train", "model", "data");

    private final Map<Keras.Section, List<Row>> rows = new LinkedHashMap<>();
    private final Set<Class<?>> counterparts = new LinkedHashSet<>();

    Parity(Keras keras) {
        for (Keras.Section section : keras.sections()) {
            List<Row> ofSection = new ArrayList<>();
            for (Keras.Entry entry : section.entries()) {
                ofSection.add(row(section, entry));
            }
            rows.put(section, ofSection);
        }
    }

    Map<Keras.Section, List<Row>> rows() {
        return rows;
    }

    /** The classes that stand on the page. */
    Set<Class<?>> counterparts() {
        return counterparts;
    }

    private Row row(Keras.Section section, Keras.Entry entry) {
        Family family = Family.of(section).orElse(null);
        if (family != null && section.title().startsWith("Every ")) {
            return every(family, entry);
        } else if (family != null) {
            return family.find(entry.name())
                    .map(found -> of(section, entry, found))
                    .orElseGet(() -> missing(entry));
        } else if (section.title().equals("Activations")) {
            return ActivationRow.of(entry);
        }
        return method(section, entry);
    }

    static Row missing(Keras.Entry entry) {
        Row row = Row.of(entry, null);
        for (Keras.Argument argument : entry.arguments()) {
            row.missing().add("`" + argument + "`");
        }
        return row;
    }

    /** What all classes of a family share; of an argument that not all have, which do. */
    private Row every(Family family, Keras.Entry entry) {
        Row row = Row.of(entry, family.type.getSimpleName());
        List<Class<?>> classes = family.classes().stream()
                .filter(type -> family.find(type.getSimpleName()).isPresent())
                .filter(type ->
                        Arrays.stream(family.type.getMethods()).noneMatch(method -> method.getReturnType() == type))
                .toList();
        for (Keras.Argument argument : entry.arguments()) {
            String target = Mapping.TARGETS.get(entry.name() + "." + argument.name());
            if (target != null) {
                row.other().add("`" + argument + "`: `" + resolved(entry.name(), argument.name(), target) + "`");
                continue;
            }
            List<Row> each = classes.stream()
                    .map(type -> {
                        Row one = Row.of(entry, null);
                        place(one, entry.name(), argument, type, Made.of(type), "");
                        return one;
                    })
                    .toList();
            long same = each.stream().filter(one -> !one.same().isEmpty()).count();
            long none = each.stream().filter(one -> !one.missing().isEmpty()).count();
            if (same == classes.size()) {
                row.same().add(each.getFirst().same().getFirst());
            } else if (none == classes.size()) {
                row.missing().add(each.getFirst().missing().getFirst());
            } else {
                row.other()
                        .add("`" + argument + "`: with the same default in " + same + " of " + classes.size()
                                + (none == 0 ? "" : ", missing in " + none));
            }
        }
        return row;
    }

    private Row of(Keras.Section section, Keras.Entry entry, Class<?> type) {
        counterparts.add(type);
        String outer = type.isMemberClass() ? type.getDeclaringClass().getSimpleName() + "." : "";
        String home = type.getPackageName().endsWith(".data") ? "data." : "";
        Row row = Row.of(entry, home + outer + type.getSimpleName());
        Made made = Made.of(type);
        for (Keras.Argument argument : entry.arguments()) {
            place(row, entry.name(), argument, type, made, section.title());
        }
        return row;
    }

    private static void place(
            Row row, String owner, Keras.Argument argument, Class<?> type, Made made, String section) {
        String target = Mapping.TARGETS.get(owner + "." + argument.name());
        if (target != null && Character.isUpperCase(target.charAt(0))) {
            row.other().add("`" + argument + "`: `" + resolved(owner, argument.name(), target) + "`");
            return;
        }
        String path = target == null ? argument.javaName() : target;
        if (target != null && !made.has(path)) {
            throw wrong(owner + "." + argument.name(), target);
        }
        boolean settable = type.isRecord() || made.asked().contains(argument.javaName()) || sets(type, argument);
        Optional<Object[]> value = settable ? made.value(path) : Optional.empty();
        if (value.isPresent()) {
            boolean asked = made.asked().contains(path) || made.asked().contains(argument.javaName());
            compare(row, owner, argument, asked, value.get()[0], made);
        } else if (sets(type, argument) && argument.standard() != null) {
            // A method that no one need call, such as that which limits gradients.
            boolean none =
                    argument.standard().equals("None") || argument.standard().equals("False");
            (none ? row.same() : row.other()).add("`" + argument + "`" + (none ? "" : ": none here"));
        } else {
            row.missing().add("`" + argument + "`" + reason(owner, argument.name(), section));
        }
    }

    static void compare(Row row, String owner, Keras.Argument argument, boolean asked, Object value, Made made) {
        String here = Python.write(value);
        if (asked) {
            boolean both = argument.standard() == null;
            (both ? row.same() : row.other())
                    .add("`" + argument + "`" + (both ? "" : ": required here" + reason(owner, argument.name(), "")));
        } else if (argument.standard() == null) {
            row.other().add("`" + argument + "`: `" + here + "` here unless given");
        } else if (Python.same(argument.standard(), here) || equal(owner, argument, here)) {
            boolean one = Mapping.SEVERAL.contains(argument.name()) && made.holdsOne(argument.javaName());
            (one ? row.other() : row.same())
                    .add("`" + argument + "`" + (one ? ": one number; Keras takes several too" : ""));
        } else {
            row.other().add("`" + argument + "`: `" + here + "` here");
        }
    }

    private static boolean equal(String owner, Keras.Argument argument, String here) {
        if (argument.name().equals("name") && argument.standard().equals("None")) {
            // Keras makes the name of a metric without one from its class's.
            return Python.same("'" + Python.snakeCase(owner) + "'", here);
        }
        return Mapping.EQUAL.stream()
                .filter(rule -> List.of(argument.name(), owner, owner + "." + argument.name())
                        .contains(rule.argument()))
                .filter(rule -> rule.keras().equals(argument.standard()))
                .anyMatch(rule -> Python.same(rule.here(), here));
    }

    /** Whether a public method of this name gives the thing anew, or a factory takes it. */
    private static boolean sets(Class<?> type, Keras.Argument argument) {
        return Arrays.stream(type.getMethods())
                .anyMatch(method -> Modifier.isStatic(method.getModifiers())
                        ? method.getReturnType() == type && takes(method, argument.javaName())
                        : method.getName().equals(argument.javaName())
                                && method.getParameterCount() > 0
                                && Arrays.stream(type.getInterfaces())
                                        .anyMatch(shared -> shared.isAssignableFrom(method.getReturnType())));
    }

    private static boolean takes(Method method, String parameter) {
        return Arrays.stream(method.getParameters()).map(Parameter::getName).anyMatch(parameter::equals);
    }

    static String reason(String owner, String argument, String section) {
        return Stream.of(argument.isEmpty() ? owner : owner + "." + argument, section + "." + argument, argument)
                .filter(Mapping.REASONS::containsKey)
                .findFirst()
                .map(key -> " (" + Mapping.REASONS.get(key) + ")")
                .orElse("");
    }

    private Row method(Keras.Section section, Keras.Entry entry) {
        String target = Mapping.TARGETS.get(entry.name());
        boolean event = section.title().equals("Events of a callback");
        String named = Character.isUpperCase(entry.name().charAt(0))
                ? entry.name() + ".of"
                : (event ? "Callback." : "Model.") + Keras.camelCase(entry.name());
        String here = target != null ? resolved(entry.name(), "", target) : exists(named) ? named : null;
        if (here == null) {
            return missing(entry);
        }
        Row row = Row.of(entry, here);
        Made fit = Made.of(Fit.class);
        for (Keras.Argument argument : entry.arguments()) {
            String own = Mapping.TARGETS.get(entry.name() + "." + argument.name());
            String java = argument.javaName();
            if (own != null && own.startsWith("Fit.")) {
                String component = own.substring(4);
                Object value = fit.value(component).orElseThrow(() -> wrong(entry.name(), own))[0];
                String text = "`" + argument + "`: `" + own + "`";
                boolean same = argument.standard().equals(Python.write(value));
                row.other().add(same ? text : text + ", `" + Python.write(value) + "`");
            } else if (own != null) {
                row.other().add("`" + argument + "`: `" + resolved(entry.name(), argument.name(), own) + "`");
            } else if (entry.name().equals("fit") && fit.has(java)) {
                compare(
                        row,
                        entry.name(),
                        argument,
                        fit.asked().contains(java),
                        fit.value(java).get()[0],
                        fit);
            } else if (exists(here + "(" + java + ")")) {
                compare(
                        row,
                        entry.name(),
                        event ? new Keras.Argument(argument.name(), null) : argument,
                        true,
                        null,
                        fit);
            } else {
                row.missing().add("`" + argument + "`" + reason(entry.name(), argument.name(), section.title()));
            }
        }
        return row;
    }

    private static String resolved(String owner, String argument, String target) {
        if (!exists(target)) {
            throw wrong(argument.isEmpty() ? owner : owner + "." + argument, target);
        }
        return target;
    }

    private static IllegalStateException wrong(String keras, String target) {
        return new IllegalStateException("Mapping.TARGETS has Keras's " + keras + " as " + target
                + ", which there is none of in the compiled classes; mend its line");
    }

    /** Whether there is such a public method, as {@code Class.method}, or parameter, {@code Class.method(parameter)}. */
    private static boolean exists(String target) {
        int dot = target.indexOf('.');
        int open = target.indexOf('(');
        String method = target.substring(dot + 1, open < 0 ? target.length() : open);
        String parameter = open < 0 ? null : target.substring(open + 1, target.length() - 1);
        return HOMES.stream()
                .map(home -> home(home, target.substring(0, dot)))
                .flatMap(Optional::stream)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(found -> found.getName().equals(method))
                .anyMatch(found -> parameter == null || takes(found, parameter));
    }

    private static Optional<Class<?>> home(String home, String simple) {
        try {
            return Optional.of(Class.forName(
                    Model.class.getPackageName().replace(".model", "." + home) + "." + simple,
                    false,
                    Parity.class.getClassLoader()));
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return Optional.empty();
        }
    }
}
