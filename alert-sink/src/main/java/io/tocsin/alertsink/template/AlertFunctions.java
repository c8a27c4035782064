package io.tocsin.alertsink.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.alertsink.template.TemplateFunction.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Alertmanager's functions of templates. Stateless. */
final class AlertFunctions {

    private static final int MAX_PATTERN = 1_000;
    private static final int MAX_REPEATS = 100_000;
    private static final java.util.regex.Pattern REPEAT = java.util.regex.Pattern.compile("(\\d{1,9})\\}");
    private static final double SECONDS_A_DAY = 86_400;

    private AlertFunctions() {}

    /** Adds the functions by name. */
    static void addTo(Map<String, TemplateFunction> functions) {
        text(functions, "toUpper", text -> text.toUpperCase(Locale.ROOT));
        text(functions, "toLower", text -> text.toLowerCase(Locale.ROOT));
        text(functions, "title", TitleCase::of);
        text(functions, "trimSpace", String::strip);
        text(functions, "urlUnescape", AlertFunctions::urlUnescape);
        text(functions, "base64encode", text -> Base64.getUrlEncoder()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        text(functions, "base64decode", AlertFunctions::base64decode);
        functions.put(
                "safeHtml",
                (args, context) ->
                        new Safe(Safe.Kind.HTML, Arguments.of(args, 1).text(0)));
        functions.put(
                "safeUrl",
                (args, context) -> new Safe(Safe.Kind.URL, Arguments.of(args, 1).text(0)));
        functions.put("join", (args, context) -> context.budget()
                .made(String.join(
                        Arguments.of(args, 2).text(0), bounded(new Arguments(args).texts(1), args, context))));
        functions.put("match", (args, context) -> pattern(Arguments.of(args, 2).text(0))
                .matcher(new Arguments(args).text(1))
                .find());
        functions.put("reReplaceAll", AlertFunctions::replaceAll);
        functions.put(
                "stringSlice", (args, context) -> List.<Object>copyOf(new Arguments(List.<Object>of(args)).texts(0)));
        functions.put("list", (args, context) -> new ArrayList<>(args));
        functions.put("append", AlertFunctions::append);
        functions.put("dict", AlertFunctions::dict);
        functions.put("toJson", (args, context) -> context.budget()
                .made(TemplateJson.write(Arguments.of(args, 1).any(0))));
        functions.put("date", (args, context) -> context.budget()
                .made(GoLayout.format(
                        Arguments.of(args, 2).text(0),
                        new Arguments(args).time(1).moment())));
        functions.put("tz", (args, context) -> new Arguments(args)
                .time(1)
                .in(zone(Arguments.of(args, 2).text(0))));
        functions.put("now", (args, context) -> GoTime.of(context.now()));
        functions.put("since", (args, context) -> GoTime.of(context.now())
                .since(Arguments.of(args, 1).time(0).moment().toInstant()));
        functions.put("toDate", (args, context) -> date(args).orElse(GoTime.of(GoTime.ZERO)));
        functions.put("mustToDate", (args, context) -> date(args)
                .orElseThrow(() -> new TemplateException("the text does not fit the layout")));
        functions.put(
                "humanizeDuration",
                (args, context) -> humanize(number(Arguments.of(args, 1).any(0))));
    }

    private static void text(
            Map<String, TemplateFunction> functions, String name, java.util.function.UnaryOperator<String> function) {
        functions.put(name, (args, context) -> context.budget()
                .made(function.apply(Arguments.of(args, 1).text(0))));
    }

    private static List<String> bounded(List<String> texts, List<Object> args, Context context) {
        long size = texts.stream().mapToLong(String::length).sum()
                + (long) texts.size() * args.get(0).toString().length();
        context.budget().size(size);
        return texts;
    }

    private static Pattern pattern(String text) {
        if (text.length() > MAX_PATTERN) {
            throw new TemplateException("a pattern is longer than " + MAX_PATTERN + " characters");
        }
        long size = 1;
        java.util.regex.Matcher repeat = REPEAT.matcher(text);
        while (repeat.find()) {
            size *= Math.max(1, Long.parseLong(repeat.group(1)));
            if (size > MAX_REPEATS) {
                throw new TemplateException("error parsing regexp: invalid repeat count");
            }
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException malformed) {
            throw new TemplateException("error parsing regexp: " + malformed.getDescription());
        }
    }

    private static Object replaceAll(List<Object> args, Context context) {
        String replacement = Arguments.of(args, 3).text(1);
        String text = new Arguments(args).text(2);
        Matcher matcher = pattern(new Arguments(args).text(0)).matcher(text);
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (matcher.find()) {
            result.append(text, at, matcher.start());
            expand(replacement, matcher, result);
            context.budget().size(result.length());
            at = matcher.end();
        }
        return context.budget().made(result.append(text, at, text.length()).toString());
    }

    /** {@code $1}, {@code $name}, {@code ${name}} and {@code $$}; the longest name counts, and an unknown one is empty. */
    private static void expand(String replacement, Matcher matcher, StringBuilder result) {
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at);
            if (c != '$' || at + 1 == replacement.length()) {
                result.append(c);
                at++;
                continue;
            }
            if (replacement.charAt(at + 1) == '$') {
                result.append('$');
                at += 2;
                continue;
            }
            boolean braces = replacement.charAt(at + 1) == '{';
            int begin = at + (braces ? 2 : 1);
            int end = begin;
            while (end < replacement.length()
                    && (Character.isLetterOrDigit(replacement.charAt(end)) || replacement.charAt(end) == '_')) {
                end++;
            }
            if (end == begin || braces && (end == replacement.length() || replacement.charAt(end) != '}')) {
                result.append('$');
                at++;
                continue;
            }
            result.append(group(replacement.substring(begin, end), matcher));
            at = end + (braces ? 1 : 0);
        }
    }

    private static String group(String name, Matcher matcher) {
        String found = null;
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            found = name.length() < 4 && Integer.parseInt(name) <= matcher.groupCount()
                    ? matcher.group(Integer.parseInt(name))
                    : null;
        } else if (matcher.pattern().namedGroups().containsKey(name)) {
            found = matcher.group(name);
        }
        return found == null ? "" : found;
    }

    private static Object append(List<Object> args, Context context) {
        List<?> list = Values.asList(Arguments.atLeast(args, 1).any(0));
        if (list == null) {
            throw new TemplateException("wrong type for argument 1; expected []interface {}");
        }
        context.budget().elements((long) list.size() + args.size());
        List<Object> all = new ArrayList<>(list);
        all.addAll(args.subList(1, args.size()));
        return all;
    }

    private static Object dict(List<Object> args, Context context) {
        if (args.size() % 2 != 0) {
            throw new TemplateException("dict requires an even number of arguments");
        }
        Map<String, Object> map = new TreeMap<>();
        for (int i = 0; i < args.size(); i += 2) {
            if (!(args.get(i) instanceof String key)) {
                throw new TemplateException("dict keys must be strings");
            }
            map.put(key, args.get(i + 1));
        }
        return map;
    }

    private static Optional<GoTime> date(List<Object> args) {
        return GoLayout.parse(Arguments.of(args, 2).text(0), new Arguments(args).text(1))
                .map((ZonedDateTime moment) -> new GoTime(moment));
    }

    private static ZoneId zone(String name) {
        if (name.isEmpty() || name.equals("UTC")) {
            return java.time.ZoneOffset.UTC;
        }
        if (name.equals("Local")) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new TemplateException("unknown time zone " + name);
        }
    }

    private static String urlUnescape(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new TemplateException("invalid URL escape");
        }
    }

    private static String base64decode(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new TemplateException("illegal base64 data");
        }
    }

    private static double number(Object value) {
        if (value instanceof GoDuration duration) {
            return duration.seconds();
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof String text && Literals.number(text) instanceof Number number) {
            return number.doubleValue();
        }
        throw new TemplateException("can't convert " + Values.typeName(value) + " to float");
    }

    /** Prometheus's form of a duration in seconds: {@code 1d 2h 3m 4s}, {@code 5.25s}, {@code 12ms}. */
    private static String humanize(double seconds) {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            return Values.general(seconds);
        }
        double size = Math.abs(seconds);
        String sign = seconds < 0 ? "-" : "";
        if (size == 0) {
            return "0s";
        }
        if (size < 1) {
            String prefixes = "munpfazy";
            int prefix = -1;
            while (size < 1 && prefix + 1 < prefixes.length()) {
                size *= 1_000;
                prefix++;
            }
            return sign + Printf.significant(size, 4) + prefixes.charAt(prefix) + 's';
        }
        long whole = (long) size;
        long days = (long) (whole / SECONDS_A_DAY);
        String rest = whole / 60 % 60 + "m " + whole % 60 + 's';
        if (days > 0) {
            return sign + days + "d " + whole / 3_600 % 24 + "h " + rest;
        }
        if (whole >= 3_600) {
            return sign + whole / 3_600 % 24 + "h " + rest;
        }
        return sign + (whole >= 60 ? rest : Printf.significant(size, 4) + 's');
    }
}
