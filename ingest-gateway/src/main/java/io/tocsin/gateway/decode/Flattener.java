package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.gateway.avro.MapSection;
import java.io.IOException;

/**
 * Reads any JSON value into metrics and attributes, nested names joined with dots: {@code {"a":{"b":[7,true]}}} becomes
 * the metric {@code a.b.0} = 7 and the attribute {@code a.b.1} = true. Null stays null, an empty object or array leaves
 * nothing. Of a longer array the first hundred elements are kept one by one and the whole as JSON text under its own name.
 * Not thread-safe.
 */
final class Flattener {

    /** Largest whole number up to which a double has every whole number. */
    private static final long EXACT = 1L << 53;

    private final DecodingLimits limits;
    private char[] path = new char[128];
    private int length;
    private String top;
    private String where;
    private boolean numbersAreMetrics;

    Flattener(DecodingLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads the value on which the parser stands; numbers become metrics.
     *
     * @param where path of the object that holds it, for error messages; empty for the item itself
     */
    void data(JsonParser parser, String name, String where, Item item) throws IOException {
        start(name, where, true, item);
        value(parser, item);
    }

    /** Reads the value on which the parser stands; all of it becomes attributes. */
    void attribute(JsonParser parser, String name, String where, Item item) throws IOException {
        start(name, where, false, item);
        value(parser, item);
    }

    private void start(String name, String newWhere, boolean metrics, Item item) {
        top = name;
        length = 0;
        where = newWhere;
        numbersAreMetrics = metrics;
        item.draft.namesMayRepeat |= name.indexOf('.') >= 0;
    }

    private void value(JsonParser parser, Item item) throws IOException {
        MapSection attributes = item.draft.attributes;
        switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, item);
            case START_ARRAY -> array(parser, item);
            case VALUE_NUMBER_INT -> whole(parser, item);
            case VALUE_NUMBER_FLOAT -> fraction(parser, item);
            case VALUE_STRING -> {
                int textLength = parser.getTextLength();
                if (textLength > limits.text()) {
                    item.errors.add(
                            place(), "has " + textLength + " characters, at most " + limits.text() + " are taken");
                } else if (fits(attributes, item)) {
                    name(attributes).value(parser.getTextCharacters(), parser.getTextOffset(), textLength);
                }
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                if (fits(attributes, item)) {
                    name(attributes).value(parser.currentToken() == JsonToken.VALUE_TRUE);
                }
            }
            case VALUE_NULL -> {
                if (fits(attributes, item)) {
                    name(attributes).nullValue();
                }
            }
            default -> throw new IllegalStateException("no value: " + parser.currentToken());
        }
    }

    private void object(JsonParser parser, Item item) throws IOException {
        int outer = enter();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            item.draft.namesMayRepeat |= name.indexOf('.') >= 0;
            append(name);
            parser.nextToken();
            value(parser, item);
            length = outer;
        }
        leave(outer);
    }

    private void array(JsonParser parser, Item item) throws IOException {
        int from = item.openingOf(parser);
        int outer = enter();
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (index < DecodingLimits.ARRAY_ELEMENTS) {
                append(Integer.toString(index));
                value(parser, item);
                length = outer;
            } else {
                parser.skipChildren();
            }
            index++;
        }
        leave(outer);
        if (index > DecodingLimits.ARRAY_ELEMENTS) {
            wholeArray(item, from, item.position(parser));
        }
    }

    private void wholeArray(Item item, int from, int to) {
        if (to - from > limits.text()) {
            item.draft.keepRaw = true;
        } else if (fits(item.draft.attributes, item)) {
            name(item.draft.attributes).value(item.text(from, to));
        }
    }

    private void whole(JsonParser parser, Item item) throws IOException {
        JsonParser.NumberType type = parser.getNumberType();
        boolean isLong = type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG;
        if (numbersAreMetrics) {
            double value = isLong ? parser.getLongValue() : parser.getDoubleValue();
            boolean exact = isLong && Math.abs(parser.getLongValue()) <= EXACT;
            if (!exact) {
                item.draft.keepRaw = true;
            }
            metric(value, item);
        } else if (fits(item.draft.attributes, item)) {
            MapSection entry = name(item.draft.attributes);
            if (isLong) {
                entry.value(parser.getLongValue());
            } else {
                entry.value(parser.getText());
            }
        }
    }

    private void fraction(JsonParser parser, Item item) throws IOException {
        double value = parser.getDoubleValue();
        if (numbersAreMetrics) {
            metric(value, item);
        } else if (fits(item.draft.attributes, item)) {
            MapSection entry = name(item.draft.attributes);
            if (Double.isFinite(value)) {
                entry.value(value);
            } else {
                entry.value(parser.getText());
            }
        }
    }

    private void metric(double value, Item item) {
        if (!Double.isFinite(value)) {
            item.errors.add(place(), "is beyond the range of a 64-bit floating-point number");
        } else if (fits(item.draft.metrics, item)) {
            name(item.draft.metrics).value(value);
        }
    }

    private boolean fits(MapSection section, Item item) {
        boolean isMetrics = section == item.draft.metrics;
        int most = isMetrics ? limits.metrics() : limits.attributes();
        if (section.count() >= most) {
            item.errors.addOnce(
                    "", "has more than " + most + (isMetrics ? " numbers" : " attributes (texts, booleans, nulls)"));
            return false;
        }
        int nameLength = length == 0 ? top.length() : length;
        if (nameLength > DecodingLimits.NAME) {
            item.errors.add(place(), "has a name of " + nameLength + " characters, at most " + DecodingLimits.NAME);
            return false;
        }
        return true;
    }

    private MapSection name(MapSection section) {
        return length == 0 ? section.name(top) : section.name(path, length);
    }

    /** Returns the path of the value for messages. */
    private String place() {
        return where + '.' + (length == 0 ? top : new String(path, 0, length));
    }

    /** Makes the present name the prefix of those below and returns its length. */
    private int enter() {
        if (length == 0) {
            write(top);
        }
        return length;
    }

    /** Goes back to the name that {@link #enter} made a prefix; 0 stands for the top, whose name is not copied. */
    private void leave(int outer) {
        length = outer == top.length() ? 0 : outer;
    }

    private void append(String name) {
        write(".");
        write(name);
    }

    private void write(String text) {
        int end = length + text.length();
        if (end > path.length) {
            path = java.util.Arrays.copyOf(path, Math.max(end, path.length * 2));
        }
        text.getChars(0, text.length(), path, length);
        length = end;
    }
}
