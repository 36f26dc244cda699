package dev.fovea.model;

import dev.fovea.nn.Activations;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Constraint;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerScale;
import dev.fovea.nn.RandomShear;
import dev.fovea.nn.Regularizer;
import dev.fovea.op.Op;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Accuracy;
import dev.fovea.train.AdamW;
import dev.fovea.train.LearningRate;
import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import dev.fovea.train.Optimizer;
import dev.fovea.train.Tuned;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Turns descriptions (records of layers, initializers, optimizers and the like) to what Keras writes of them, {@code
 * {"module", "class_name", "config", "registered_name"}}, and back. The keys of a config are the names of the record's
 * components in snake case, so that a new layer needs nothing here.
 */
final class Configs {
    private static final Set<String> OWN =
            Set.of(Layer.class.getPackageName(), Op.class.getPackageName(), Loss.class.getPackageName());

    /**
     * What can be of a class that a file names. Initializers and the like, of which all are known, come before layers: a
     * search for a layer that is none goes through every jar.
     */
    private static final List<Class<?>> FAMILIES = List.of(
            Initializer.class,
            Regularizer.class,
            Constraint.class,
            Layer.class,
            LearningRate.class,
            Optimizer.class,
            Loss.class,
            Metric.class,
            Op.class);

    /** What Keras writes like an object, and is none of these. */
    private static final Set<String> STRUCTURE =
            Set.of("Sequential", "Functional", "Model", "__keras_tensor__", "__tuple__", "DTypePolicy", "Policy");

    /** What {@code x + y} and the like are to Keras, functions that do what the layers of these names do. */
    private static final Set<String> OPERATORS = Set.of("Add", "Subtract", "Multiply", "Maximum", "Minimum");

    /** Where Keras has bars in names: it numbers the betas behind one, but has l1 and l2 without. */
    private static final Pattern BARS =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=^beta)(?=[0-9])");

    /** Names of components, which are as many as classes have, in Keras's way. */
    private static final Map<String, String> SNAKE_CASE = new ConcurrentHashMap<>();

    private static final Pattern CLASS = Pattern.compile("[A-Za-z0-9]+");

    /** Arguments of Keras's that would change what a layer computes, and that no layer has here. */
    private static final List<String> NEVER_ASKED = List.of("renorm", "lora_rank", "quantization_config");

    private final List<Class<? extends Layer>> custom;

    /** Those that were searched for, found or not: a search goes through every jar. */
    private final Map<String, Optional<Class<?>>> classes = new HashMap<>();

    /** The names, modules and registered names that were found to be in one of the families. */
    private final Set<List<Object>> checked = new HashSet<>();

    /** @param custom the classes of layers that are not Fovea's own */
    Configs(List<Class<? extends Layer>> custom) {
        this.custom = custom;
    }

    /** What is written of a description. */
    static Object of(Object value) {
        return switch (value) {
            case null -> null;
            // Keras's class of this name is another metric.
            case Accuracy(String name) when Metrics.ACCURACY.contains(name) -> name;
            case LearningRate.Constant(float rate) -> rate;
            case Optimizer optimizer -> optimizer(optimizer);
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
                String key = snakeCase(component.getName());
                Object written = of(component.getAccessor().invoke(value));
                // The last axis is what all of them take; older versions of Keras take no other and have no such
                // argument.
                if (!(key.equals("axis") && (value instanceof Loss || value instanceof Metric) && written.equals(-1))) {
                    config.put(
                            key,
                            key.startsWith("ax")
                                    ? axis(written)
                                    : value instanceof RandomShear ? range(written) : written);
                }
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
        // Keras keeps this layer to itself.
        String module = value instanceof LayerScale ? "keras.src.applications.convnext" : "keras." + family(value);
        all.put("module", own ? module : value.getClass().getPackageName());
        all.put("class_name", simple);
        all.put("config", config);
        all.put("registered_name", own ? null : value.getClass().getName());
        return all;
    }

    /** Several axes are a list, one is a number, none in particular are null. */
    private static Object axis(Object written) {
        if (written instanceof List<?> axes && axes.size() < 2) {
            return axes.isEmpty() ? null : axes.getFirst();
        }
        return written;
    }

    /** Keras's shear knows ranges around 0 by their upper end alone. */
    private static Object range(Object written) {
        return written instanceof List<?> ends
                        && ends.getFirst() instanceof Float lower
                        && ends.getLast() instanceof Float upper
                        && lower == -upper
                ? upper
                : written;
    }

    /** In Keras every optimizer has the arguments of {@link Tuned}, and null where these are 0. */
    private static Map<String, Object> optimizer(Optimizer optimizer) {
        Tuned tuned = optimizer instanceof Tuned known ? known : optimizer.gradientAccumulationSteps(1);
        Map<String, Object> all = described((Record) tuned.optimizer());
        @SuppressWarnings("unchecked") // It has just been made so.
        Map<String, Object> config = (Map<String, Object>) all.get("config");
        config.put("name", tuned.optimizer().getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (tuned.weightDecay() == 0 && !(tuned.optimizer() instanceof AdamW)) {
            config.put("weight_decay", null);
        }
        config.put("clipnorm", unlessZero(tuned.clipnorm()));
        config.put("global_clipnorm", unlessZero(tuned.globalClipnorm()));
        config.put("clipvalue", unlessZero(tuned.clipvalue()));
        config.put("use_ema", tuned.useEma());
        config.put("ema_momentum", tuned.emaMomentum());
        config.put(
                "ema_overwrite_frequency", tuned.emaOverwriteFrequency() == 0 ? null : tuned.emaOverwriteFrequency());
        config.put("loss_scale_factor", null);
        int steps = tuned.gradientAccumulationSteps();
        config.put("gradient_accumulation_steps", steps == 1 ? null : steps);
        return all;
    }

    private static Float unlessZero(float number) {
        return number == 0 ? null : number;
    }

    private static String family(Object value) {
        return switch (value) {
            case Layer layer -> "layers";
            case Op op -> "ops";
            case Initializer initializer -> "initializers";
            case Regularizer regularizer -> "regularizers";
            case Constraint constraint -> "constraints";
            case LearningRate rate -> "optimizers.schedules";
            case Optimizer optimizer -> "optimizers";
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

    static String snakeCase(String component) {
        return SNAKE_CASE.computeIfAbsent(
                component, name -> BARS.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT));
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
        if (type == Optimizer.class) {
            return tuned((Map<?, ?>) json, where);
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
            return whole(json instanceof List<?> one && one.size() == 1 ? one.getFirst() : json);
        } else if (type == LearningRate.class && json instanceof Number rate) {
            return LearningRate.of(rate.floatValue());
        } else if ((type == Loss.class || type == Metric.class) && json instanceof String name) {
            return record(type, Metrics.named(name), where);
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

    private static int whole(Object json) {
        // Python's numbers of steps are now and then floats.
        return json instanceof Double number && number == Math.rint(number)
                ? Math.toIntExact(number.longValue())
                : Math.toIntExact((Long) json);
    }

    private static int[] sizes(Object json, int count, String where) {
        if (json instanceof Long size) {
            int[] sizes = new int[count];
            Arrays.fill(sizes, Math.toIntExact(size));
            return sizes;
        }
        int[] sizes = ints(json);
        if (sizes.length != count) {
            throw new IllegalArgumentException(where + " has " + count + " sizes, not " + sizes.length);
        }
        return sizes;
    }

    private static int[] ints(Object json) {
        List<?> list = (List<?>) json;
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole(list.get(i));
        }
        return values;
    }

    private Object record(Class<?> type, Map<?, ?> json, String where) {
        String name = (String) json.get("class_name");
        Class<?> found = name == null ? null : find(type, name, json);
        if (found == null) {
            throw new IllegalArgumentException(unknown(List.of("\"" + name + "\"")));
        }
        Map<?, ?> config = (Map<?, ?>) json.get("config");
        if (config == null) {
            throw new IllegalArgumentException(where + " has no config");
        }
        for (String refused : NEVER_ASKED) {
            if (config.get(refused) != null && !Boolean.FALSE.equals(config.get(refused))) {
                throw new IllegalArgumentException(name + "." + refused + " is " + Json.write(config.get(refused))
                        + "; Fovea's " + name + " has no such argument");
            }
        }
        Defaults defaults = null;
        RecordComponent[] components = Defaults.PARTS.get(found).components;
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            String key = snakeCase(components[i].getName());
            Object value = config.get(key);
            boolean said = Defaults.said(components[i], config, key);
            if (defaults == null && !said) {
                defaults = Defaults.of(found, config, this);
            }
            values[i] = !said && defaults.has(components[i], value)
                    ? defaults.value(components[i])
                    : read(components[i].getGenericType(), value, name + "." + key);
        }
        try {
            return make(found, types, values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(where + ": " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "can't make a " + found.getName() + "; make the record public and open its package to dev.fovea",
                    e);
        }
    }

    /** A record of its components. To find a constructor of many takes ten milliseconds, so most layers have theirs here. */
    private static Object make(Class<?> type, Class<?>[] types, Object[] v) throws ReflectiveOperationException {
        try {
            if (type == Conv2D.class) {
                return new Conv2D(
                        (Integer) v[0],
                        (Size) v[1],
                        (Size) v[2],
                        (Padding) v[3],
                        (DataFormat) v[4],
                        (Size) v[5],
                        (Integer) v[6],
                        (Activations) v[7],
                        (Boolean) v[8],
                        (Initializer) v[9],
                        (Initializer) v[10],
                        (Regularizer) v[11],
                        (Regularizer) v[12],
                        (Regularizer) v[13],
                        (Constraint) v[14],
                        (Constraint) v[15],
                        (String) v[16]);
            }
            if (type == BatchNormalization.class) {
                return new BatchNormalization(
                        (Integer) v[0],
                        (Float) v[1],
                        (Float) v[2],
                        (Boolean) v[3],
                        (Boolean) v[4],
                        (Initializer) v[5],
                        (Initializer) v[6],
                        (Initializer) v[7],
                        (Initializer) v[8],
                        (Regularizer) v[9],
                        (Regularizer) v[10],
                        (Constraint) v[11],
                        (Constraint) v[12],
                        (String) v[13]);
            }
        } catch (IllegalArgumentException e) {
            throw new InvocationTargetException(e);
        }
        return type.getDeclaredConstructor(types).newInstance(v);
    }

    /** An optimizer with the arguments that Keras's have in common. */
    private Optimizer tuned(Map<?, ?> json, String where) {
        Optimizer optimizer = (Optimizer) record(Optimizer.class, json, where);
        Map<?, ?> config = (Map<?, ?>) json.get("config");
        float norm = number(config.get("clipnorm"), 0);
        float value = number(config.get("clipvalue"), 0);
        float globalNorm = number(config.get("global_clipnorm"), 0);
        boolean ema = Boolean.TRUE.equals(config.get("use_ema"));
        float momentum = number(config.get("ema_momentum"), 0.99f);
        int frequency = ema ? (int) number(config.get("ema_overwrite_frequency"), 0) : 0;
        int steps = (int) number(config.get("gradient_accumulation_steps"), 1);
        return norm == 0 && value == 0 && globalNorm == 0 && !ema && steps == 1
                ? optimizer
                : new Tuned(optimizer, norm, value, globalNorm, ema, momentum, frequency, steps);
    }

    private static float number(Object json, float missing) {
        return json == null ? missing : ((Number) json).floatValue();
    }

    /**
     * Refuses what names a class that is not there, with all such classes at once, and Python code.
     *
     * @throws IllegalArgumentException naming them
     */
    void check(Object json) {
        Set<String> unknown = new LinkedHashSet<>();
        unknown(json, unknown);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown(unknown));
        }
    }

    private static String unknown(Collection<String> classes) {
        return (classes.size() == 1 ? "it has a part of the unknown class " : "it has parts of the unknown classes ")
                + String.join(", ", classes) + "; Fovea reads the layers that docs/keras-parity.md lists, and layers of"
                + " your own whose classes are given to load";
    }

    private void unknown(Object json, Set<String> unknown) {
        if (json instanceof List<?> list) {
            for (Object element : list) {
                unknown(element, unknown);
            }
        } else if (json instanceof Map<?, ?> map) {
            if (map.get("class_name") instanceof String name && map.get("config") instanceof Map<?, ?> config) {
                if (name.equals("Lambda")) {
                    throw new IllegalArgumentException("it has a Lambda layer, \"" + config.get("name")
                            + "\", which holds Python code; write the layer as a record that implements Layer");
                }
                List<Object> key = Arrays.asList(name, map.get("module"), map.get("registered_name"));
                if (!STRUCTURE.contains(name)
                        && !checked.contains(key)
                        && FAMILIES.stream().allMatch(family -> find(family, name, map) == null)) {
                    String module = map.get("module") instanceof String known && !known.startsWith("keras.layers")
                            ? known + "."
                            : "";
                    unknown.add("\"" + module + name + "\"");
                } else {
                    checked.add(key);
                }
            }
            for (Object value : map.values()) {
                unknown(value, unknown);
            }
        }
    }

    private Class<?> find(Class<?> type, String name, Map<?, ?> json) {
        String registered = json.get("registered_name") instanceof String known ? known : name;
        for (Class<? extends Layer> known : custom) {
            if (type.isAssignableFrom(known) && known.getName().equals(registered) && known.isRecord()) {
                return known;
            }
        }
        if (!registered.equals(name)
                || json.get("module") instanceof String module
                        && module.contains(".ops.")
                        && !OPERATORS.contains(name)) {
            return null;
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
        if (!CLASS.matcher(name).matches()) {
            return null;
        }
        String simple = name.equals("InputLayer") ? "Input" : name;
        return classes.computeIfAbsent(type.getPackageName() + "." + simple, Configs::found)
                .filter(known -> known.isRecord() && type.isAssignableFrom(known))
                .orElse(null);
    }

    private static Optional<Class<?>> found(String name) {
        try {
            return Optional.of(Class.forName(name, false, Configs.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}
