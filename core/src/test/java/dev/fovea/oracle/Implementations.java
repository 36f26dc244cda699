package dev.fovea.oracle;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What there is of a kind, so that a test can tell that it leaves none out. */
public final class Implementations {
    private Implementations() {}

    /** The public classes of an interface's package that implement it. */
    public static List<Class<?>> of(Class<?> type) {
        List<Class<?>> found = new ArrayList<>();
        for (String name : names(type)) {
            Class<?> candidate = load(type.getPackageName() + "." + name);
            boolean open = Modifier.isPublic(candidate.getModifiers()) && !candidate.isInterface();
            if (open && type.isAssignableFrom(candidate)) {
                found.add(candidate);
            }
        }
        return found;
    }

    /** The top-level classes compiled beside the interface. */
    private static List<String> names(Class<?> type) {
        try {
            Path classes = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path folder = classes.resolve(type.getPackageName().replace('.', '/'));
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                        .map(name -> name.substring(0, name.length() - ".class".length()))
                        .sorted()
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError("can't list the classes of " + type.getPackageName(), e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
