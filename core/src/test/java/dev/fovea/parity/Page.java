package dev.fovea.parity;

import java.util.List;
import java.util.function.Function;

/** The page that says where all of Keras's stands here. */
final class Page {
    private static final String HEAD = """
            # Beside Keras
            <!-- Made by ParityTest; an edit would be lost. To write it anew: mvn -pl core test -Dtest=ParityTest -Dparity.write=true -->

            Each class and argument of Keras 3.16 within Fovea's scope, and where it stands here. The page is made from the
            compiled classes: an argument is on it because it was found there, a default because an object was made and looked
            at, and a test fails once page and classes differ. What is missing says so.

            Out of scope, and so not listed: embeddings and masking, recurrent layers, attention, preprocessing of text, audio
            and tables, training on several machines, and what ties Keras to its backends.

            Names are as Java writes them: `kernel_size` is `kernelSize`. What Keras requires is given to `of`, and the rest to
            methods of the arguments' names, each of which gives a changed copy:

            ```java
            Conv2D.of(32, 3).strides(2).padding(SAME).activation(RELU)
            // Conv2D(32, 3, strides=2, padding='same', activation='relu')
            ```

            What `fit` takes is in a `Fit`: `model.fit(data, Fit.epochs(3).batchSize(128))`. Defaults that are written
            differently and mean the same count as the same:\s""";

    private Page() {}

    static String of(Parity parity) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append(String.join("; ", Mapping.EQUAL.stream().map(Page::equal).toList()));
        page.append(".\n\n## In short\n");
        page.append("| | classes here | classes missing | arguments as in Keras | otherwise | missing |\n");
        page.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
        parity.rows().forEach((section, rows) -> page.append(counts(section.title(), rows)));
        page.append(counts(
                "**together**",
                parity.rows().values().stream().flatMap(List::stream).toList()));
        parity.rows().forEach((section, rows) -> {
            page.append("\n## ").append(section.title()).append('\n');
            page.append("| Keras | here | arguments as in Keras | otherwise | missing |\n");
            page.append("| --- | --- | --- | --- | --- |\n");
            rows.forEach(row -> page.append(line(row)));
        });
        return page.toString();
    }

    private static String equal(Mapping.Equal rule) {
        return "`" + rule.argument() + "=" + rule.keras() + "` is `" + rule.here() + "`";
    }

    private static String counts(String title, List<Row> rows) {
        long there = rows.stream().filter(row -> row.here() != null).count();
        return "| " + title + " | " + there + " | " + (rows.size() - there) + " | " + sum(rows, Row::same) + " | "
                + sum(rows, Row::other) + " | " + sum(rows, Row::missing) + " |\n";
    }

    private static int sum(List<Row> rows, Function<Row, List<String>> part) {
        return rows.stream().mapToInt(row -> part.apply(row).size()).sum();
    }

    private static String line(Row row) {
        String here =
                row.here() == null ? "**missing**" + Parity.reason(row.keras().name(), "", "") : "`" + row.here() + "`";
        return "| `" + row.keras().name() + "` | " + here + " | " + String.join(", ", row.same()) + " | "
                + String.join("; ", row.other()) + " | " + String.join(", ", row.missing()) + " |\n";
    }
}
