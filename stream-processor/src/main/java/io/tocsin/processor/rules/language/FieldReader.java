package io.tocsin.processor.rules.language;

import io.tocsin.service.settings.DurationText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the fields of one object, and notes every problem instead of stopping at the first. Not thread-safe. */
final class FieldReader {

    private final String path;
    private final DocumentNode node;
    private final Map<String, DocumentNode> fields;
    private final List<RuleProblem> problems;

    /** Reads the fields of a node; one that is no object has none, which is a problem. */
    FieldReader(String path, DocumentNode node, List<RuleProblem> problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
        if (!node.isMap()) {
            problems.add(RuleProblem.at(path, node, "must be an object"));
        }
        fields = node.isMap() ? node.map() : Map.of();
    }

    /** Notes every field that is not among the known ones. */
    void requireKnown(Set<String> known) {
        fields.forEach((name, value) -> {
            if (!known.contains(name)) {
                problem(name, "is no field here; there are " + String.join(", ", known));
            }
        });
    }

    boolean has(String name) {
        return fields.containsKey(name) && !fields.get(name).isNull();
    }

    DocumentNode node(String name) {
        return fields.get(name);
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    List<RuleProblem> problems() {
        return problems;
    }

    /** Notes a problem of a field, at its value or, when it is missing, at the object. */
    void problem(String name, String message) {
        problems.add(RuleProblem.at(path(name), fields.getOrDefault(name, node), message));
    }

    String text(String name, String whenMissing, int maxLength) {
        if (!has(name)) {
            return whenMissing;
        }
        Object value = fields.get(name).value();
        if (!(value instanceof String text)) {
            problem(name, "must be a text");
            return whenMissing;
        }
        if (text.length() > maxLength) {
            problem(name, "must have at most " + maxLength + " characters, has " + text.length());
            return whenMissing;
        }
        return text;
    }

    /** Returns a text without looking whether it is one, or null. */
    String plain(String name) {
        return has(name) && fields.get(name).value() instanceof String text ? text : null;
    }

    boolean flag(String name, boolean whenMissing) {
        if (!has(name)) {
            return whenMissing;
        }
        if (fields.get(name).value() instanceof Boolean flag) {
            return flag;
        }
        problem(name, "must be true or false");
        return whenMissing;
    }

    double number(String name, double whenMissing) {
        if (!has(name)) {
            return whenMissing;
        }
        if (fields.get(name).value() instanceof Double number && Double.isFinite(number)) {
            return number;
        }
        problem(name, "must be a number");
        return whenMissing;
    }

    int whole(String name, int whenMissing, int most) {
        double number = number(name, whenMissing);
        if (number != Math.rint(number) || number < 0 || number > most) {
            problem(name, "must be a whole number from 0 to " + most);
            return whenMissing;
        }
        return (int) number;
    }

    /** Returns a duration in milliseconds: a text such as {@code 5m}, or a number of seconds. */
    long duration(String name, long whenMissing, long least, long most) {
        if (!has(name)) {
            return whenMissing;
        }
        Object value = fields.get(name).value();
        long ms = -1;
        if (value instanceof Double seconds && seconds >= 0 && seconds <= most) {
            ms = Math.round(seconds * 1000);
        } else if (value instanceof String text) {
            try {
                ms = DurationText.parse(text).toMillis();
            } catch (IllegalArgumentException e) {
                // Reported below: it is no duration either way.
                ms = -1;
            }
        }
        if (ms < least || ms > most) {
            problem(name, "must be a duration from " + shown(least) + " to " + shown(most) + ", such as 30s, 5m or 1h");
            return whenMissing;
        }
        return ms;
    }

    <E extends Enum<E>> E constant(String name, E whenMissing, Class<E> type) {
        String text = text(name, null, 64);
        if (text == null) {
            return whenMissing;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        problem(name, "must be one of " + String.join(", ", names) + ", is '" + text + "'");
        return whenMissing;
    }

    /** Returns a list of texts; a single text is a list of one. */
    List<String> texts(String name, int most, int maxLength) {
        if (!has(name)) {
            return List.of();
        }
        DocumentNode value = fields.get(name);
        List<DocumentNode> nodes = value.isList() ? value.list() : List.of(value);
        if (nodes.size() > most) {
            problem(name, "must have at most " + most + " elements, has " + nodes.size());
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Object element = nodes.get(i).value();
            if (element instanceof String text && !text.isEmpty() && text.length() <= maxLength) {
                texts.add(text);
            } else {
                problems.add(RuleProblem.at(
                        path(name) + (value.isList() ? "[" + i + "]" : ""),
                        nodes.get(i),
                        "must be a text of 1 to " + maxLength + " characters"));
            }
        }
        return texts;
    }

    /** Returns the fields of an object within this one; none when it is missing. */
    Map<String, DocumentNode> object(String name, int most) {
        if (!has(name)) {
            return Map.of();
        }
        DocumentNode value = fields.get(name);
        if (!value.isMap()) {
            problem(name, "must be an object");
            return Map.of();
        }
        if (value.map().size() > most) {
            problem(
                    name,
                    "must have at most " + most + " fields, has " + value.map().size());
            return Map.of();
        }
        return new LinkedHashMap<>(value.map());
    }

    private static String shown(long ms) {
        return DurationText.format(java.time.Duration.ofMillis(ms));
    }
}
