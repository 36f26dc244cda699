package dev.fovea.parity;

import dev.fovea.data.MixUp;
import dev.fovea.nn.Constraint;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Regularizer;
import dev.fovea.train.Callback;
import dev.fovea.train.LearningRate;
import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import dev.fovea.train.Optimizer;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The interfaces whose classes are Keras's, each with the section of {@code keras.txt} that ends in its word. */
enum Family {
    LAYERS("layers", Layer.class),
    LAYER("layer", Layer.class),
    INITIALIZERS("Initializers", Initializer.class),
    REGULARIZERS("Regularizers", Regularizer.class),
    CONSTRAINTS("Constraints", Constraint.class),
    LOSSES("Losses", Loss.class),
    OPTIMIZERS("Optimizers", Optimizer.class),
    OPTIMIZER("optimizer", Optimizer.class),
    SCHEDULES("schedules", LearningRate.class),
    METRICS("Metrics", Metric.class),
    CALLBACKS("Callbacks", Callback.class);

    private final String word;
    final Class<?> type;

    Family(String word, Class<?> type) {
        this.word = word;
        this.type = type;
    }

    static Optional<Family> of(Keras.Section section) {
        String title = section.title();
        return Stream.of(values())
                .filter(family -> family.word.equals(title.substring(title.lastIndexOf(' ') + 1)))
                .findFirst();
    }

    /** The public class of Keras's name, where there is one. */
    Optional<Class<?>> find(String name) {
        return Stream.of(type.getName() + "$" + name, type.getPackageName() + "." + name)
                .flatMap(full -> load(full).stream())
                .filter(found -> type.isAssignableFrom(found) && Modifier.isPublic(found.getModifiers()))
                .findFirst()
                // Those that mix images with their labels are views of data sets rather than layers.
                .or(() -> type == Layer.class
                        ? load(MixUp.class.getPackageName() + "." + name)
                                .filter(found -> Modifier.isPublic(found.getModifiers()))
                        : Optional.empty());
    }

    private static Optional<Class<?>> load(String name) {
        try {
            Class<?> found = Class.forName(name, false, Family.class.getClassLoader());
            // A file system that ignores case may give another.
            return Optional.of(found);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return Optional.empty();
        }
    }

    /** All public classes that are of this family. */
    List<Class<?>> classes() {
        try {
            Path root = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path folder = root.resolve(type.getPackageName().replace('.', '/'));
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".class") && !file.contains("-"))
                        .sorted()
                        .map(file -> type.getPackageName() + "." + file.substring(0, file.length() - 6))
                        .<Class<?>>flatMap(full -> load(full).stream())
                        .filter(found -> type.isAssignableFrom(found)
                                && Modifier.isPublic(found.getModifiers())
                                && !Modifier.isAbstract(found.getModifiers()))
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("can't list the classes beside " + type, e);
        }
    }
}
