package dev.fovea.parity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What Keras has, as {@code keras.txt}, beside this among the resources, lists it. */
record Keras(List<Section> sections) {
    record Section(String title, List<Entry> entries) {}

    /** A class, function or method. */
    record Entry(String name, List<Argument> arguments) {}

    /** @param standard the default as Python writes it, or null where the argument is required */
    record Argument(String name, String standard) {
        /** The name as Java writes it: {@code kernelSize}. */
        String javaName() {
            return camelCase(name);
        }

        @Override
        public String toString() {
            return standard == null ? name : name + "=" + standard;
        }
    }

    static Keras read() {
        List<Section> sections = new ArrayList<>();
        try (InputStream in = Keras.class.getResourceAsStream("keras.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("[")) {
                    sections.add(new Section(line.substring(1, line.length() - 1), new ArrayList<>()));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    sections.getLast().entries().add(entry(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Keras(sections);
    }

    private static Entry entry(String line) {
        int open = line.indexOf('(');
        List<Argument> arguments = new ArrayList<>();
        for (String argument : split(line.substring(open + 1, line.length() - 1))) {
            int equals = argument.indexOf('=');
            arguments.add(
                    equals < 0
                            ? new Argument(argument, null)
                            : new Argument(argument.substring(0, equals), argument.substring(equals + 1)));
        }
        return new Entry(line.substring(0, open), arguments);
    }

    /** The parts between commas, of which those in brackets or quotes are none. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (c == ',' && !quoted && depth == 0) {
                if (!text.substring(start, i).isBlank()) {
                    parts.add(text.substring(start, i).strip());
                }
                start = i + 1;
            }
        }
        return parts;
    }

    static String camelCase(String name) {
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean starts = i > 0 && name.charAt(i - 1) == '_';
            if (c != '_') {
                java.append(starts ? Character.toUpperCase(c) : c);
            }
        }
        return java.toString();
    }
}
