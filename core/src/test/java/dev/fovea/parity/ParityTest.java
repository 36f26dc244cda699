package dev.fovea.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/keras-parity.md} to the compiled classes. */
class ParityTest {
    private static final String WRITE = "mvn -pl core test -Dtest=ParityTest -Dparity.write=true";

    private final Parity parity = new Parity(Keras.read());

    @Test
    void thePageSaysWhatTheClassesHave() throws IOException {
        Path file = docs().resolve("keras-parity.md");
        String page = Page.of(parity);
        if (Boolean.getBoolean("parity.write")) {
            Files.writeString(file, page);
        }
        String written = Files.exists(file) ? Files.readString(file) : "";
        assertThat(page.equals(written))
                .as("%s is out of date, first in line %s; write it anew: %s", file, difference(written, page), WRITE)
                .isTrue();
    }

    @Test
    void everyClassOfAFamilyIsOnThePage() {
        for (Family family : Family.values()) {
            List<String> strangers = family.classes().stream()
                    .filter(type -> !parity.counterparts().contains(type))
                    .filter(type -> !given(family.type, type))
                    .map(Class::getName)
                    .toList();
            assertThat(strangers)
                    .as(
                            "classes of %s that are not on the page: either Keras has them, then keras.txt lacks their"
                                    + " names, arguments and defaults, or they are no public classes",
                            family.type)
                    .isEmpty();
        }
    }

    @Test
    void noLineOfTheMappingIsIdle() {
        List<String> names = Keras.read().sections().stream()
                .flatMap(section -> section.entries().stream())
                .flatMap(entry -> Stream.concat(
                        Stream.of(entry.name()),
                        entry.arguments().stream().map(argument -> entry.name() + "." + argument.name())))
                .toList();
        assertThat(names).containsAll(Mapping.TARGETS.keySet());
        String page = Page.of(parity);
        assertThat(Mapping.REASONS.values())
                .allSatisfy(reason -> assertThat(page).contains("(" + reason + ")"));
    }

    @Test
    void anotherDefaultAndAMissingArgumentOrClassShow() {
        List<Keras.Argument> arguments = List.of(
                new Keras.Argument("negative_slope", "0.2"),
                new Keras.Argument("wings", "2"),
                new Keras.Argument("name", null));
        List<Keras.Entry> entries =
                List.of(new Keras.Entry("LeakyReLU", arguments), new Keras.Entry("Unicorn", arguments));
        Keras.Section section = new Keras.Section("Activation layers", entries);
        List<Row> rows = new Parity(new Keras(List.of(section))).rows().get(section);
        assertThat(rows.getFirst().same()).isEmpty();
        assertThat(rows.getFirst().other())
                .containsExactly("`negative_slope=0.2`: `0.3` here", "`name`: `None` here unless given");
        assertThat(rows.getFirst().missing()).containsExactly("`wings=2`");
        assertThat(rows.getLast().here()).isNull();
        assertThat(rows.getLast().missing()).hasSize(3);
    }

    @Test
    void valuesAreTheSameThatKerasTakesForTheSame() {
        assertThat(Python.same("0.001", "0.001")).isTrue();
        assertThat(Python.same("1e-07", "1.0e-7")).isTrue();
        assertThat(Python.same("(1, 1)", "(1, 2)")).isFalse();
        assertThat(Python.same("1", "(1, 1)")).isTrue();
        assertThat(Python.same("'Zeros'", "'zeros'")).isTrue();
        assertThat(Python.same("None", "0.0")).isFalse();
        assertThat(Python.same("0.3", "0.2")).isFalse();
    }

    /** Whether it is what a method of the family's interface gives, as a constant rate or an optimizer's limits. */
    private static boolean given(Class<?> family, Class<?> type) {
        return type.getDeclaringClass() == family && Set.of("Constant").contains(type.getSimpleName())
                || Arrays.stream(family.getMethods()).anyMatch(method -> method.getReturnType() == type);
    }

    private static String difference(String written, String page) {
        List<String> old = written.lines().toList();
        List<String> now = page.lines().toList();
        int line = (int) Stream.iterate(0, i -> i + 1)
                .takeWhile(
                        i -> i < Math.min(old.size(), now.size()) && old.get(i).equals(now.get(i)))
                .count();
        return (line + 1) + ": " + (line < now.size() ? now.get(line) : "the end");
    }

    /** The folder of the repository's pages: the test runs in a module's or in the repository's. */
    private static Path docs() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs/decisions"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs");
    }
}
