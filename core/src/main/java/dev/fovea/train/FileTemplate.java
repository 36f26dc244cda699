package dev.fovea.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file name with fields that are filled at the end of an epoch, in the notation of Python's {@code str.format}:
 * {@code {epoch}}, {@code {epoch:02d}}, {@code {val_loss:.2f}}, {@code {loss:.3e}}; two braces stand for one.
 */
record FileTemplate(String text) {
    private static final Pattern FIELD = Pattern.compile("\\{\\{|}}|\\{(\\w+)(?::(0?\\d*)((?:\\.\\d+)?)([dfe]?))?}");

    FileTemplate {
        String plain = FIELD.matcher(text).replaceAll("");
        if (plain.contains("{") || plain.contains("}")) {
            throw new IllegalArgumentException("\"" + text + "\" has a brace that is not part of a field;"
                    + " fields are as {epoch:02d}, {val_loss:.2f} or {loss:.3e}");
        }
        Matcher field = FIELD.matcher(text);
        while (field.find()) {
            check(text, field);
        }
    }

    private static void check(String text, Matcher field) {
        if (field.group(1) == null) {
            return;
        }
        boolean whole = field.group(1).equals("epoch");
        String kind = field.group(4) == null ? "" : field.group(4);
        boolean precise = field.group(3) != null && !field.group(3).isEmpty();
        boolean wide = field.group(2) != null && !field.group(2).isEmpty();
        boolean fits;
        if (whole) {
            fits = !precise && (kind.isEmpty() || kind.equals("d"));
        } else {
            fits = kind.isEmpty() ? !precise && !wide : !kind.equals("d");
        }
        if (!fits) {
            throw new IllegalArgumentException("\"" + text + "\" has the field " + field.group()
                    + "; the epoch is written as {epoch} or {epoch:02d}, another figure as {name:.2f} or {name:.3e}");
        }
    }

    /** The names of the fields. */
    List<String> fields() {
        List<String> fields = new ArrayList<>();
        Matcher field = FIELD.matcher(text);
        while (field.find()) {
            if (field.group(1) != null) {
                fields.add(field.group(1));
            }
        }
        return fields;
    }

    /** The text with its fields filled; the epoch counts from 1. */
    String fill(int epoch, Logs logs) {
        return FIELD.matcher(text).replaceAll(field -> {
            if (field.group(1) == null) {
                return field.group().substring(1);
            }
            String kind = field.group(4) == null ? "" : field.group(4);
            String width = field.group(2) == null ? "" : field.group(2);
            // A width of 0 says nothing in Python and is an error in Java.
            String spec = "%" + (width.equals("0") ? "" : width) + (field.group(3) == null ? "" : field.group(3));
            String filled;
            if (field.group(1).equals("epoch")) {
                filled = String.format(Locale.ROOT, spec + "d", epoch);
            } else {
                double figure = logs.get(field.group(1));
                filled = kind.isEmpty() ? Double.toString(figure) : String.format(Locale.ROOT, spec + kind, figure);
            }
            return Matcher.quoteReplacement(filled);
        });
    }
}
