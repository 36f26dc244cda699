package dev.fovea.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads and writes JSON (RFC 8259) as maps, lists, strings, numbers, booleans and null. It is here because the core
 * depends on nothing but the JDK, which has none.
 */
final class Json {
    private static final int DEEPEST = 100;

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** An array, as code that is not compiled yet takes long for each call. */
    private final char[] chars;

    private int at;

    private Json(String text) {
        this.chars = text.toCharArray();
    }

    /**
     * The value that a text stands for: whole numbers as {@code Long}, others as {@code Double}.
     *
     * @throws IllegalArgumentException if it is not JSON, names a key twice, or is nested over 100 deep
     */
    static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.space();
        if (json.at < json.chars.length) {
            throw json.error("nothing more");
        }
        return value;
    }

    private IllegalArgumentException error(String expected) {
        String found = at >= chars.length ? "the end" : "'" + chars[at] + "'";
        return new IllegalArgumentException("JSON: expected " + expected + " at character " + at + ", found " + found);
    }

    private void space() {
        while (at < chars.length && (chars[at] == ' ' || chars[at] == '\t' || chars[at] == '\r' || chars[at] == '\n')) {
            at++;
        }
    }

    private char peek() {
        space();
        return at < chars.length ? chars[at] : 0;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw error("'" + c + "'");
        }
        at++;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw error("at most " + DEEPEST + " levels");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Object word(String word, Object value) {
        if (at + word.length() > chars.length || !word.equals(new String(chars, at, word.length()))) {
            throw error("a value");
        }
        at += word.length();
        return value;
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        expect('{');
        if (peek() == '}') {
            at++;
            return map;
        }
        while (true) {
            if (peek() != '"') {
                throw error("a key");
            }
            String key = string();
            if (map.containsKey(key)) {
                throw new IllegalArgumentException("JSON: key \"" + key + "\" is there twice");
            }
            expect(':');
            map.put(key, value(depth + 1));
            if (peek() == '}') {
                at++;
                return map;
            }
            expect(',');
        }
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        expect('[');
        if (peek() == ']') {
            at++;
            return list;
        }
        while (true) {
            list.add(value(depth + 1));
            if (peek() == ']') {
                at++;
                return list;
            }
            expect(',');
        }
    }

    private String string() {
        expect('"');
        int start = at;
        while (at < chars.length && chars[at] != '"' && chars[at] != '\\' && chars[at] >= ' ') {
            at++;
        }
        if (at < chars.length && chars[at] == '"') {
            return new String(chars, start, at++ - start);
        }
        StringBuilder out = new StringBuilder();
        while (at < chars.length && chars[at] == '\\') {
            out.append(chars, start, at++ - start).append(escaped());
            start = at;
            while (at < chars.length && chars[at] != '"' && chars[at] != '\\' && chars[at] >= ' ') {
                at++;
            }
        }
        if (at < chars.length && chars[at] < ' ') {
            throw error("no control character in a string");
        }
        if (at < chars.length) {
            return out.append(chars, start, at++ - start).toString();
        }
        throw error("'\"'");
    }

    private char escaped() {
        char c = at < chars.length ? chars[at] : 0;
        if (c == '"') { // Nearly all of them, where JSON lies in JSON.
            at++;
            return c;
        }
        int known = "\\/bfnrt".indexOf(c);
        if (c != 0 && known >= 0) {
            at++;
            return "\\/\b\f\n\r\t".charAt(known);
        }
        if (c == 'u' && at + 5 <= chars.length) {
            String digits = new String(chars, at + 1, 4);
            if (digits.chars().allMatch(d -> Character.digit(d, 16) >= 0)) {
                at += 5;
                return (char) Integer.parseInt(digits, 16);
            }
        }
        throw error("an escape");
    }

    private Object number() {
        int start = at;
        long whole = 0;
        while (at < chars.length && chars[at] >= '0' && chars[at] <= '9') {
            whole = 10 * whole + chars[at++] - '0';
        }
        int length = at - start;
        boolean plain = at == chars.length || "+-.eE".indexOf(chars[at]) < 0;
        if (plain && length > 0 && length <= 18 && (chars[start] != '0' || length == 1)) {
            return whole;
        }
        while (at < chars.length && "+-.eE0123456789".indexOf(chars[at]) >= 0) {
            at++;
        }
        String digits = new String(chars, start, at - start);
        try {
            if (WHOLE.matcher(digits).matches()) {
                return Long.valueOf(digits);
            }
            if (NUMBER.matcher(digits).matches()) {
                return Double.valueOf(digits);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("JSON: no number: " + digits, e);
        }
        at = start;
        throw error("a value");
    }

    /** The text of a value; its maps keep their order. */
    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> {
                String comma = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(comma);
                    quote(entry.getKey().toString(), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    comma = ",";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                String comma = "[";
                for (Object element : list) {
                    out.append(comma);
                    write(element, out);
                    comma = ",";
                }
                out.append(list.isEmpty() ? "[]" : "]");
            }
            case Boolean flag -> out.append(flag);
            case Number number -> {
                if (!Double.isFinite(number.doubleValue())) {
                    throw new IllegalArgumentException("JSON has no number " + number);
                }
                out.append(number);
            }
            default -> quote(value.toString(), out);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = "\"\\\b\f\n\r\t".indexOf(c);
            if (known >= 0) {
                out.append('\\').append("\"\\bfnrt".charAt(known));
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
