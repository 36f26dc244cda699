package dev.fovea.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a row per epoch to a CSV file, as Keras's callback of that name: the epoch, from 0, then the figures of its
 * logs in alphabetical order, {@code NA} where one is missing.
 *
 * <p>Each row is written when its epoch ends, so a fit that is cut off leaves the rows of the epochs before. A file that
 * can't be written ends the fit with an {@link UncheckedIOException}.
 */
public final class CSVLogger implements Callback {
    private final Path filename;
    private final String separator;
    private final boolean append;
    private List<String> keys;

    private CSVLogger(Path filename, String separator, boolean append) {
        this.filename = Objects.requireNonNull(filename, "CSVLogger takes a file");
        if (separator.length() != 1 || "\"\n\r".contains(separator)) {
            throw new IllegalArgumentException(
                    "CSVLogger takes a separator of one character, as \",\", not \"" + separator + "\"");
        }
        this.separator = separator;
        this.append = append;
    }

    /** With Keras's defaults: commas, and a file of that name is overwritten. */
    public static CSVLogger of(Path filename) {
        return new CSVLogger(filename, ",", false);
    }

    /** What stands between figures; a comma unless set. */
    public CSVLogger separator(String separator) {
        return new CSVLogger(filename, separator, append);
    }

    /** Whether rows go behind those of a file that is there, as when a fit is taken up again; false unless set. */
    public CSVLogger append(boolean append) {
        return new CSVLogger(filename, separator, append);
    }

    @Override
    public void onTrainBegin(Training training) {
        keys = Monitor.names(training).stream().sorted().toList();
        String header = Stream.concat(Stream.of("epoch"), keys.stream())
                .map(this::quoted)
                .collect(Collectors.joining(separator));
        try {
            Path folder = filename.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (append && Files.isRegularFile(filename) && Files.size(filename) > 0) {
                takeUp(header);
            } else {
                write(header + "\n", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            }
        } catch (IOException e) {
            throw failed("begin", e);
        }
    }

    /** Checks that rows to come fit the file, and mends its end where a fit was cut off within a row. */
    private void takeUp(String header) throws IOException {
        String text = Files.readString(filename);
        String first = text.lines().findFirst().orElse("");
        if (!first.equals(header)) {
            throw new IllegalArgumentException("CSVLogger can't append to " + filename + ": its columns are " + first
                    + ", but this fit measures " + header + "; give another file, or append(false) to overwrite it");
        }
        if (text.endsWith("\n")) {
            return;
        }
        int lastRow = text.lastIndexOf('\n') + 1;
        boolean whole = text.substring(lastRow).split(separatorPattern(), -1).length == keys.size() + 1;
        if (whole) {
            write("\n");
        } else {
            try (FileChannel channel = FileChannel.open(filename, StandardOpenOption.WRITE)) {
                channel.truncate(text.substring(0, lastRow).getBytes(StandardCharsets.UTF_8).length);
            }
        }
    }

    private String separatorPattern() {
        return java.util.regex.Pattern.quote(separator);
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        Logs logs = epoch.logs();
        String row = keys.stream()
                .map(key -> logs.has(key) ? Double.toString(logs.get(key)) : "NA")
                .collect(Collectors.joining(separator, epoch.number() - 1 + separator, "\n"));
        try {
            write(row);
        } catch (IOException e) {
            throw failed("write the row of epoch " + epoch.number() + " to", e);
        }
    }

    private void write(String text, OpenOption... how) throws IOException {
        OpenOption[] options = how.length > 0 ? how : new OpenOption[] {StandardOpenOption.APPEND};
        Files.writeString(
                filename,
                text,
                Stream.concat(Stream.of(StandardOpenOption.WRITE), Stream.of(options))
                        .distinct()
                        .toArray(OpenOption[]::new));
    }

    private UncheckedIOException failed(String what, IOException e) {
        return new UncheckedIOException("CSVLogger can't " + what + " " + filename + ": " + e.getMessage(), e);
    }

    private String quoted(String name) {
        boolean plain = !name.contains(separator) && !name.contains("\"") && !name.contains("\n");
        return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
