package dev.fovea.model;

import dev.fovea.nn.Layer;
import dev.fovea.op.Op;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns descriptions (records of layers, initializers, optimizers and the like) to what Keras writes of them, {@code
 * {"module", "class_name", "config", "registered_name"}}, and back. The keys of a config are the names of the record's
 * components in snake case, so that a new layer needs nothing here.
 */
final class Configs {
    private static final Set<String> OWN =
            Set.of(Layer.class.getPackageName(), Op.class.getPackageName(), Loss.class.getPackageName());

    private final List<Class<? extends Layer>> custom;

    /** @param custom the classes of layers that are not Fovea's own */
    Configs(List<Class<? extends Layer>> custom) {
        this.custom = custom;
    }

    /** What is written of a description. */
    static Object of(Object value) {
        return switch (value) {
            case null -> null;
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case Size size -> size.sides();
            case Size3d size -> size.sides();
            case Shape shape -> shape(shape);
            case List<?> list -> list.stream().map(Configs::of).toList();
            case float[] floats -> {
                List<Object> list = new ArrayList<>();
                for (float number : floats) {
                    list.add(number);
                }
                yield list;
            }
            case int[] ints -> {
                List<Object> list = new ArrayList<>();
                for (int number : ints) {
                    list.add(number);
                }
                yield list;
            }
            case Record described -> described(described);
            default -> value;
        };
    }

    /** A layer with the name that it goes by in its model. */
    static Map<String, Object> of(Layer layer, String name) {
        if (!(layer instanceof Record described)) {
            throw new IllegalArgumentException("layer \"" + name + "\" can't be saved: its class "
                    + layer.getClass().getName()
                    + " is no record; a layer's record components are what is saved of it");
        }
        Map<String, Object> all = described(described);
        @SuppressWarnings("unchecked") // It has just been made so.
        Map<String, Object> config = (Map<String, Object>) all.get("config");
        config.put("name", name);
        return all;
    }

    private static Map<String, Object> described(Record value) {
        Map<String, Object> config = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                config.put(
                        snakeCase(component.getName()),
                        of(component.getAccessor().invoke(value)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalArgumentException(
                        "can't read " + component.getName() + " of "
                                + value.getClass().getName()
                                + "; make the record public and open its package to dev.fovea",
                        e);
            }
        }
        boolean own = OWN.contains(value.getClass().getPackageName());
        String simple = value instanceof Layer layer
                ? layer.className()
                : value.getClass().getSimpleName();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("module", own ? "keras." + family(value) : value.getClass().getPackageName());
        all.put("class_name", simple);
        all.put("config", config);
        all.put("registered_name", own ? null : value.getClass().getName());
        return all;
    }

    private static String family(Object value) {
        return switch (value) {
            case Layer layer -> "layers";
            case Op op -> "ops";
            case dev.fovea.nn.Initializer initializer -> "initializers";
            case dev.fovea.nn.Regularizer regularizer -> "regularizers";
            case dev.fovea.nn.Constraint constraint -> "constraints";
            case dev.fovea.train.LearningRate rate -> "optimizers.schedules";
            case dev.fovea.train.Optimizer optimizer -> "optimizers";
            case Loss loss -> "losses";
            case Metric metric -> "metrics";
            default -> "utils";
        };
    }

    private static List<Object> shape(Shape shape) {
        List<Object> dims = new ArrayList<>();
        for (int dim : shape.dims()) {
            dims.add(dim);
        }
        return dims;
    }

    private static String snakeCase(String name) {
        // Keras numbers the betas behind a bar, but has l1 and l2 without.
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("^beta([0-9])", "beta_$1")
                .toLowerCase(Locale.ROOT);
    }

    /**
     * The layer that was written so.
     *
     * @throws IllegalArgumentException if there is no such layer or its config does not fit
     */
    Layer layer(Object json) {
        return (Layer) read(Layer.class, json, "layer");
    }

    /**
     * The value of a type that was written so.
     *
     * @throws IllegalArgumentException if it is not of that type; the message names the place
     */
    Object read(Type type, Object json, String where) {
        if (json == null) {
            if (type instanceof Class<?> primitive && primitive.isPrimitive()) {
                throw new IllegalArgumentException(where + " is missing");
            }
            return null;
        }
        try {
            if (type instanceof ParameterizedType list) {
                List<Object> values = new ArrayList<>();
                // Keras writes one axis as a number, several as a list.
                for (Object element : json instanceof List<?> several ? several : List.of(json)) {
                    values.add(read(list.getActualTypeArguments()[0], element, where));
                }
                return values;
            }
            return value((Class<?>) type, json, where);
        } catch (ClassCastException | ArithmeticException e) {
            throw new IllegalArgumentException(where + " can't be " + Json.write(json), e);
        }
    }

    private Object value(Class<?> type, Object json, String where) {
        if (type == String.class) {
            return (String) json;
        } else if (type == boolean.class || type == Boolean.class) {
            return (Boolean) json;
        } else if (type == int.class || type == Integer.class) {
            // Keras writes the size of a window over one axis as a list of one.
            return Math.toIntExact((Long) (json instanceof List<?> one && one.size() == 1 ? one.getFirst() : json));
        } else if (type == long.class || type == Long.class) {
            return (Long) json;
        } else if (type == float.class || type == Float.class) {
            return ((Number) json).floatValue();
        } else if (type == double.class || type == Double.class) {
            return ((Number) json).doubleValue();
        } else if (type == Size.class) {
            int[] sizes = sizes(json, 2, where);
            return Size.of(sizes[0], sizes[1]);
        } else if (type == Size3d.class) {
            int[] sizes = sizes(json, 3, where);
            return Size3d.of(sizes[0], sizes[1], sizes[2]);
        } else if (type == Shape.class) {
            return Shape.of(ints(json));
        } else if (type == int[].class) {
            return ints(json);
        } else if (type == float[].class) {
            List<?> list = (List<?>) json;
            float[] values = new float[list.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = ((Number) list.get(i)).floatValue();
            }
            return values;
        } else if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equalsIgnoreCase((String) json)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException(where + " can't be \"" + json + "\"");
        }
        return record(type, (Map<?, ?>) json, where);
    }

    private static int[] sizes(Object json, int count, String where) {
        int[] sizes = ints(json);
        if (sizes.length != count) {
            throw new IllegalArgumentException(where + " has " + count + " sizes, not " + sizes.length);
        }
        return sizes;
    }

    private static int[] ints(Object json) {
        return ((List<?>) json)
                .stream().mapToInt(n -> Math.toIntExact((Long) n)).toArray();
    }

    private Object record(Class<?> type, Map<?, ?> json, String where) {
        String name = (String) json.get("class_name");
        Class<?> found = name == null ? null : find(type, name, (String) json.get("registered_name"));
        if (found == null) {
            throw new IllegalArgumentException(where + " is of an unknown class \"" + name + "\""
                    + (type == Layer.class ? "; give the class of a layer of your own to Model.load" : ""));
        }
        Map<?, ?> config = (Map<?, ?>) json.get("config");
        if (config == null) {
            throw new IllegalArgumentException(where + " has no config");
        }
        RecordComponent[] components = found.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            String key = snakeCase(components[i].getName());
            values[i] = read(components[i].getGenericType(), config.get(key), name + "." + key);
        }
        try {
            return found.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(where + ": " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "can't make a " + found.getName() + "; make the record public and open its package to dev.fovea",
                    e);
        }
    }

    private Class<?> find(Class<?> type, String name, String registered) {
        if (registered != null) {
            return custom.stream()
                    .filter(known -> known.getName().equals(registered) && known.isRecord())
                    .findFirst()
                    .orElse(null);
        }
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                if (permitted.isRecord() && permitted.getSimpleName().equals(name)) {
                    return permitted;
                }
            }
            return null;
        }
        // Only a record of this one package that is what is asked for, whatever a file says.
        if (!name.matches("[A-Za-z0-9]+")) {
            return null;
        }
        String simple = name.equals("InputLayer") ? "Input" : name;
        try {
            Class<?> found = Class.forName(type.getPackageName() + "." + simple, false, Configs.class.getClassLoader());
            return found.isRecord() && type.isAssignableFrom(found) ? found : null;
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
