package io.tocsin.alertsink.template;

import io.tocsin.alertsink.template.TemplateFunction.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Go's predefined functions of templates, except {@code call}. Stateless. */
final class GoFunctions {

    private static final String SHORT_CIRCUIT = "is carried out by the interpreter";

    private GoFunctions() {}

    /** Adds the functions by name. */
    static void addTo(Map<String, TemplateFunction> functions) {
        functions.put("and", GoFunctions::shortCircuit);
        functions.put("or", GoFunctions::shortCircuit);
        functions.put(
                "not", (args, context) -> !Values.truth(Arguments.of(args, 1).any(0)));
        functions.put(
                "len", (args, context) -> Values.length(Arguments.of(args, 1).any(0)));
        functions.put("index", GoFunctions::index);
        functions.put("slice", GoFunctions::slice);
        functions.put("print", (args, context) -> print(args, false, context));
        functions.put("println", (args, context) -> print(args, true, context));
        functions.put(
                "printf",
                (args, context) -> Printf.format(
                        Arguments.atLeast(args, 1).text(0), args.subList(1, args.size()), context.budget()));
        functions.put("html", (args, context) -> context.budget().made(HtmlEscape.html(print(args, false, context))));
        functions.put(
                "js", (args, context) -> context.budget().made(HtmlEscape.javascript(print(args, false, context))));
        functions.put("urlquery", (args, context) -> context.budget()
                .made(URLEncoder.encode(print(args, false, context), StandardCharsets.UTF_8)
                        .replace("*", "%2A")
                        .replace("%7E", "~")));
        functions.put("eq", GoFunctions::equal);
        functions.put(
                "ne", (args, context) -> !Values.equal(Arguments.of(args, 2).any(0), args.get(1)));
        compare(functions, "lt", Values::less);
        compare(functions, "le", (a, b) -> Values.less(a, b) || Values.equal(a, b));
        compare(functions, "gt", (a, b) -> !Values.less(a, b) && !Values.equal(a, b));
        compare(functions, "ge", (a, b) -> !Values.less(a, b));
    }

    private static void compare(
            Map<String, TemplateFunction> functions, String name, BiPredicate<Object, Object> test) {
        functions.put(name, (args, context) -> test.test(Arguments.of(args, 2).any(0), args.get(1)));
    }

    private static Object shortCircuit(List<Object> args, Context context) {
        throw new IllegalStateException(SHORT_CIRCUIT);
    }

    /** The first argument is held against each of the others. */
    private static Object equal(List<Object> args, Context context) {
        Arguments.atLeast(args, 2);
        for (int i = 1; i < args.size(); i++) {
            if (Values.equal(args.get(0), args.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static Object index(List<Object> args, Context context) {
        Object value = Arguments.atLeast(args, 1).any(0);
        for (Object key : args.subList(1, args.size())) {
            List<?> list = Values.asList(value);
            Map<?, ?> map = Values.asMap(value);
            if (map != null) {
                Object found = key instanceof String ? map.get(key) : null;
                value = found == null && value instanceof Kv ? "" : found;
            } else if (list != null && key instanceof Long number) {
                if (number < 0 || number >= list.size()) {
                    throw new TemplateException("index out of range: " + number);
                }
                value = list.get(number.intValue());
            } else if (value instanceof String text && key instanceof Long number) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                if (number < 0 || number >= bytes.length) {
                    throw new TemplateException("index out of range: " + number);
                }
                value = (long) (bytes[number.intValue()] & 0xFF);
            } else {
                throw new TemplateException(
                        value == null
                                ? "index of untyped nil"
                                : "can't index item of type " + Values.typeName(value) + " with "
                                        + Values.typeName(key));
            }
        }
        return value;
    }

    private static Object slice(List<Object> args, Context context) {
        Object value = Arguments.atLeast(args, 1).any(0);
        List<?> list = Values.asList(value);
        if (list == null && !(value instanceof String) || args.size() > 3) {
            throw new TemplateException("can't slice item of type " + Values.typeName(value));
        }
        byte[] bytes = list == null ? ((String) value).getBytes(StandardCharsets.UTF_8) : new byte[0];
        int size = list == null ? bytes.length : list.size();
        int[] bounds = {0, size};
        for (int i = 1; i < args.size(); i++) {
            if (!(args.get(i) instanceof Long number) || number < 0 || number > size) {
                throw new TemplateException("index out of range: " + args.get(i));
            }
            bounds[i - 1] = number.intValue();
        }
        if (bounds[0] > bounds[1]) {
            throw new TemplateException("invalid slice index: " + bounds[0] + " > " + bounds[1]);
        }
        return list == null
                ? new String(Arrays.copyOfRange(bytes, bounds[0], bounds[1]), StandardCharsets.UTF_8)
                : List.copyOf(list.subList(bounds[0], bounds[1]));
    }

    /** Operands are separated when neither of two is a text, or always with {@code println}. */
    private static String print(List<Object> args, boolean line, Context context) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < args.size(); i++) {
            boolean separate =
                    line || !(args.get(i) instanceof String) && i > 0 && !(args.get(i - 1) instanceof String);
            text.append(i > 0 && separate ? " " : "");
            Values.print(args.get(i), text, context.budget());
        }
        return context.budget().made(text + (line ? "\n" : ""));
    }
}
