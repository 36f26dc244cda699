package dev.fovea.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON as maps and lists, and a look into Keras's configs that are made of them. */
final class KerasJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private KerasJson() {}

    /** @throws IllegalArgumentException if it is no JSON object */
    static Map<?, ?> parse(String text) {
        try {
            if (MAPPER.readValue(text, Object.class) instanceof Map<?, ?> map) {
                return map;
            }
            throw new IllegalArgumentException("it is no JSON object");
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static Map<?, ?> map(Map<?, ?> map, String key) {
        return map.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
    }

    static List<?> list(Map<?, ?> map, String key) {
        return map.get(key) instanceof List<?> inner ? inner : List.of();
    }

    /** The same without the objects that stand for Python's tuples and arrays. */
    static Object plain(Object value) {
        return switch (value) {
            case Map<?, ?> map
            when "__tuple__".equals(map.get("class_name")) ->
                plain(map.get("items") == null ? map.get("config") : map.get("items"));
            case Map<?, ?> map
            when "__numpy__".equals(map.get("class_name")) || "__tensor__".equals(map.get("class_name")) ->
                plain(map(map, "config").get("value"));
            case Map<?, ?> map -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                map.forEach((key, inner) -> plain.put((String) key, plain(inner)));
                yield plain;
            }
            case List<?> list -> {
                List<Object> plain = new ArrayList<>();
                list.forEach(inner -> plain.add(plain(inner)));
                yield plain;
            }
            case null, default -> value;
        };
    }
}
