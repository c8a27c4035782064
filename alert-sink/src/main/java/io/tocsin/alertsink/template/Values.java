package io.tocsin.alertsink.template;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What Go's templates say of values: truth, comparison, and how they print. Java's Long, Double, Boolean, String, List, Map
 * and null stand for Go's int, float64, bool, string, slices, maps and nil. Stateless.
 */
final class Values {

    private static final double LARGE = 1e6;
    private static final double SMALL = 1e-4;

    private Values() {}

    /** Returns the list that a value is; null when it is none. */
    static List<?> asList(Object value) {
        return value instanceof List<?> list ? list : value instanceof Alerts alerts ? alerts.list() : null;
    }

    /** Returns the map that a value is; null when it is none. */
    static Map<?, ?> asMap(Object value) {
        return value instanceof Map<?, ?> map ? map : value instanceof Kv kv ? kv.map() : null;
    }

    /** Returns whether a value counts as true: not zero, not empty. */
    static boolean truth(Object value) {
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Long number) {
            return number != 0;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value instanceof String || value instanceof Safe) {
            return !value.toString().isEmpty();
        }
        if (value instanceof GoDuration duration) {
            return duration.nanos() != 0;
        }
        if (value instanceof Named named) {
            return named.number() != 0;
        }
        List<?> list = asList(value);
        if (list != null) {
            return !list.isEmpty();
        }
        Map<?, ?> map = asMap(value);
        return map == null || !map.isEmpty();
    }

    /** Returns the length in elements, or in bytes of a text. */
    static long length(Object value) {
        if (value instanceof String || value instanceof Safe) {
            return value.toString().getBytes(StandardCharsets.UTF_8).length;
        }
        List<?> list = asList(value);
        if (list != null) {
            return list.size();
        }
        Map<?, ?> map = asMap(value);
        if (map != null) {
            return map.size();
        }
        throw new TemplateException(value == null ? "len of nil pointer" : "len of type " + typeName(value));
    }

    /** Returns whether two values are equal; comparing what cannot be compared is an error. */
    static boolean equal(Object left, Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        Object one = plain(left);
        Object other = plain(right);
        if (one.getClass() != other.getClass()) {
            throw new TemplateException(
                    "incompatible types for comparison: " + typeName(left) + " and " + typeName(right));
        }
        if (asList(one) != null || asMap(one) != null) {
            throw new TemplateException("non-comparable type " + typeName(left));
        }
        return one.equals(other);
    }

    /** Returns whether one value is smaller than another. */
    static boolean less(Object left, Object right) {
        if (left == null || right == null) {
            throw new TemplateException("invalid type for comparison");
        }
        Object one = plain(left);
        Object other = plain(right);
        if (one.getClass() != other.getClass()) {
            throw new TemplateException(
                    "incompatible types for comparison: " + typeName(left) + " and " + typeName(right));
        }
        if (one instanceof Long number) {
            return number < (Long) other;
        }
        if (one instanceof Double number) {
            return number < (Double) other;
        }
        if (one instanceof String text) {
            return compareBytes(text, (String) other) < 0;
        }
        throw new TemplateException("invalid type for comparison: " + typeName(left));
    }

    /** Durations and names of months are numbers, safe texts are texts. */
    private static Object plain(Object value) {
        if (value instanceof GoDuration duration) {
            return duration.nanos();
        }
        if (value instanceof Named named) {
            return named.number();
        }
        return value instanceof Safe safe ? safe.text() : value;
    }

    private static int compareBytes(String left, String right) {
        return java.util.Arrays.compareUnsigned(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a value as {@code {{.}}} prints it. */
    static String print(Object value, Budget budget) {
        if (value == null) {
            return "<no value>";
        }
        StringBuilder text = new StringBuilder();
        print(value, text, budget);
        return text.toString();
    }

    /** Appends a value as {@code %v} prints it. */
    static void print(Object value, StringBuilder text, Budget budget) {
        budget.step();
        if (value == null) {
            text.append("<nil>");
        } else if (value instanceof Double number) {
            text.append(general(number));
        } else if (value instanceof Kv || value instanceof Kv.Pairs) {
            text.append(value);
        } else if (asList(value) != null) {
            text.append('[');
            Iterator<?> elements = asList(value).iterator();
            while (elements.hasNext()) {
                print(elements.next(), text, budget);
                text.append(elements.hasNext() ? " " : "");
            }
            text.append(']');
        } else if (asMap(value) != null) {
            text.append("map[");
            String separator = "";
            for (Map.Entry<?, ?> entry : asMap(value).entrySet()) {
                text.append(separator).append(entry.getKey()).append(':');
                print(entry.getValue(), text, budget);
                separator = " ";
            }
            text.append(']');
        } else if (value instanceof Struct struct) {
            text.append('{');
            String separator = "";
            for (Object field : struct.values()) {
                text.append(separator);
                print(field, text, budget);
                separator = " ";
            }
            text.append('}');
        } else {
            text.append(value);
        }
        budget.size(text.length());
    }

    /** Returns a number as {@code %v} prints it: the shortest digits, with an exponent from 1e6 on and below 1e-4. */
    static String general(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        double size = Math.abs(number);
        if (size >= SMALL && size < LARGE) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        return (number < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + 'e'
                + (exponent < 0 ? '-' : '+')
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /** Returns the name of a value's Go type. */
    static String typeName(Object value) {
        if (value == null) {
            return "nil";
        }
        if (value instanceof TemplateObject object) {
            return object.goType();
        }
        if (value instanceof Long) {
            return "int";
        }
        if (value instanceof Double) {
            return "float64";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Safe safe) {
            return "template." + safe.kind();
        }
        if (value instanceof Named) {
            return "time.Month";
        }
        return value instanceof List ? "[]interface {}" : "map[string]interface {}";
    }
}
