package io.tocsin.alertsink.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Go's fmt.Sprintf for the values that templates have. Stateless. */
final class Printf {

    private static final int MAX_WIDTH = 10_000;
    private static final int DEFAULT_PRECISION = 6;

    private Printf() {}

    /** A verb with its flags. */
    private record Verb(
            char letter,
            boolean minus,
            boolean plus,
            boolean zero,
            boolean space,
            boolean sharp,
            int width,
            int precision) {}

    /** Returns a text in a format. */
    static String format(String format, List<?> arguments, Budget budget) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        int at = 0;
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                text.append(format, at, format.length());
                break;
            }
            text.append(format, at, percent);
            at = percent + 1;
            String flags = "";
            while (at < format.length() && "-+# 0".indexOf(format.charAt(at)) >= 0) {
                flags += format.charAt(at++);
            }
            int[] size = {-1, -1};
            for (int part = 0; part < 2; part++) {
                if (part == 1) {
                    if (at >= format.length() || format.charAt(at) != '.') {
                        break;
                    }
                    at++;
                    size[1] = 0;
                }
                if (at < format.length() && format.charAt(at) == '*') {
                    at++;
                    Object given = next < arguments.size() ? arguments.get(next++) : null;
                    if (given instanceof Long number && Math.abs(number) <= MAX_WIDTH) {
                        size[part] = (int) Math.abs(number);
                        flags += number < 0 ? "-" : "";
                    } else {
                        text.append(part == 0 ? "%!(BADWIDTH)" : "%!(BADPREC)");
                    }
                } else {
                    int begin = at;
                    while (at < format.length() && Character.digit(format.charAt(at), 10) >= 0) {
                        at++;
                    }
                    if (at > begin) {
                        if (at - begin > 5 || Integer.parseInt(format.substring(begin, at)) > MAX_WIDTH) {
                            throw new TemplateException("a width or precision is above " + MAX_WIDTH);
                        }
                        size[part] = Integer.parseInt(format.substring(begin, at));
                    }
                }
            }
            if (at >= format.length()) {
                text.append("%!(NOVERB)");
                break;
            }
            int letter = format.codePointAt(at);
            at += Character.charCount(letter);
            if (letter == '%') {
                text.append('%');
                continue;
            }
            if (next >= arguments.size()) {
                text.append("%!").appendCodePoint(letter).append("(MISSING)");
                continue;
            }
            Verb verb = new Verb(
                    letter > Character.MAX_VALUE ? '?' : (char) letter,
                    flags.contains("-"),
                    flags.contains("+"),
                    flags.contains("0") && !flags.contains("-"),
                    flags.contains(" "),
                    flags.contains("#"),
                    size[0],
                    size[1]);
            text.append(one(verb, arguments.get(next++), budget));
            budget.size(text.length());
        }
        if (next < arguments.size()) {
            text.append("%!(EXTRA ");
            for (int i = next; i < arguments.size(); i++) {
                text.append(i == next ? "" : ", ")
                        .append(Values.typeName(arguments.get(i)))
                        .append('=');
                Values.print(arguments.get(i), text, budget);
            }
            text.append(')');
        }
        return budget.made(text.toString());
    }

    private static String one(Verb verb, Object value, Budget budget) {
        if (verb.letter() == 'T') {
            return pad(verb, Values.typeName(value));
        }
        if (value == null) {
            return verb.letter() == 'v' ? pad(verb, "<nil>") : "%!" + verb.letter() + "(<nil>)";
        }
        Object plain = value instanceof Safe safe ? safe.text() : value;
        boolean named = value instanceof GoDuration || value instanceof Named;
        if (named && "vsq".indexOf(verb.letter()) >= 0) {
            plain = value.toString();
        } else if (named) {
            plain = value instanceof GoDuration duration ? duration.nanos() : ((Named) value).number();
        }
        if (plain instanceof Long number) {
            return integer(verb, number);
        }
        if (plain instanceof Double number) {
            return real(verb, number);
        }
        if (plain instanceof Boolean flag) {
            return verb.letter() == 't' || verb.letter() == 'v' ? pad(verb, flag.toString()) : bad(verb, value, budget);
        }
        if (plain instanceof String text) {
            return text(verb, text, value, budget);
        }
        if (Values.asList(value) != null && verb.letter() != 'v' && !(value instanceof Kv.Pairs)) {
            StringBuilder all = new StringBuilder("[");
            for (Object element : Values.asList(value)) {
                all.append(all.length() == 1 ? "" : " ").append(one(verb, element, budget));
                budget.size(all.length());
            }
            return all.append(']').toString();
        }
        StringBuilder printed = new StringBuilder();
        Values.print(value, printed, budget);
        return text(verb, printed.toString(), value, budget);
    }

    private static String text(Verb verb, String text, Object value, Budget budget) {
        String cut = verb.precision() >= 0 && text.codePointCount(0, text.length()) > verb.precision()
                ? text.substring(0, text.offsetByCodePoints(0, verb.precision()))
                : text;
        switch (verb.letter()) {
            case 's':
                return pad(verb, cut);
            case 'v':
                return pad(verb, verb.sharp() ? quote(cut) : cut);
            case 'q':
                return pad(verb, verb.sharp() && text.indexOf('`') < 0 ? '`' + cut + '`' : quote(cut));
            case 'x', 'X':
                HexFormat hex =
                        verb.letter() == 'x' ? HexFormat.of() : HexFormat.of().withUpperCase();
                return pad(verb, hex.formatHex(cut.getBytes(StandardCharsets.UTF_8)));
            default:
                return bad(verb, value, budget);
        }
    }

    private static String integer(Verb verb, long number) {
        String digits = Long.toString(number).replaceFirst("^-", "");
        switch (verb.letter()) {
            case 'd', 'v':
                break;
            case 'x':
                digits = (verb.sharp() ? "0x" : "") + Long.toHexString(Math.abs(number));
                break;
            case 'X':
                digits = (verb.sharp() ? "0X" : "")
                        + Long.toHexString(Math.abs(number)).toUpperCase(Locale.ROOT);
                break;
            case 'o':
                digits = (verb.sharp() ? "0" : "") + Long.toOctalString(Math.abs(number));
                break;
            case 'b':
                digits = Long.toBinaryString(Math.abs(number));
                break;
            case 'c', 'q':
                String character =
                        Character.isValidCodePoint((int) number) ? Character.toString((int) number) : "\uFFFD";
                return pad(verb, verb.letter() == 'c' ? character : '\'' + character + '\'');
            case 'U':
                return pad(verb, String.format(Locale.ROOT, "U+%04X", number));
            default:
                return "%!" + verb.letter() + "(int=" + number + ")";
        }
        if (verb.precision() > digits.length()) {
            digits = "0".repeat(verb.precision() - digits.length()) + digits;
        }
        return numeric(verb, number < 0, digits, verb.precision() < 0);
    }

    private static String real(Verb verb, double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            String name = Values.general(number);
            return pad(
                    new Verb('s', verb.minus(), false, false, false, false, verb.width(), -1),
                    name.equals("+Inf") && !verb.plus() ? "+Inf" : name);
        }
        double size = Math.abs(number);
        int precision = verb.precision() < 0 ? DEFAULT_PRECISION : verb.precision();
        String digits;
        switch (verb.letter()) {
            case 'f', 'F':
                digits = new BigDecimal(size)
                        .setScale(precision, RoundingMode.HALF_EVEN)
                        .toPlainString();
                break;
            case 'e', 'E':
                digits = exponent(size, precision, verb.letter());
                break;
            case 'v', 'g', 'G':
                digits = verb.precision() < 0 ? Values.general(size) : significant(size, Math.max(1, verb.precision()));
                if (verb.letter() == 'G') {
                    digits = digits.toUpperCase(Locale.ROOT);
                }
                break;
            default:
                return "%!" + verb.letter() + "(float64=" + Values.general(number) + ")";
        }
        return numeric(verb, number < 0 || 1 / number < 0, digits, true);
    }

    /** {@code %.4g}: so many significant digits, without zeros at the end. */
    static String significant(double size, int precision) {
        if (size == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(size).round(new MathContext(precision, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - 1 - rounded.scale();
        if (exponent < -4 || exponent >= precision) {
            String text = exponent(size, precision - 1, 'e');
            int e = text.indexOf('e');
            String mantissa = text.substring(0, e);
            return (mantissa.indexOf('.') >= 0 ? mantissa.replaceAll("\\.?0+$", "") : mantissa) + text.substring(e);
        }
        return rounded.stripTrailingZeros().toPlainString();
    }

    private static String exponent(double size, int precision, char letter) {
        if (size == 0) {
            return (precision == 0 ? "0" : "0." + "0".repeat(precision)) + letter + "+00";
        }
        BigDecimal rounded = new BigDecimal(size).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - 1 - rounded.scale();
        String digits = rounded.unscaledValue().toString();
        digits = (digits + "0".repeat(Math.max(0, precision + 1 - digits.length()))).substring(0, precision + 1);
        return digits.charAt(0)
                + (precision == 0 ? "" : "." + digits.substring(1))
                + letter
                + (exponent < 0 ? '-' : '+')
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String numeric(Verb verb, boolean negative, String digits, boolean mayFill) {
        String sign = negative ? "-" : verb.plus() ? "+" : verb.space() ? " " : "";
        int missing = verb.width() - sign.length() - digits.length();
        if (verb.zero() && mayFill && missing > 0) {
            return sign + "0".repeat(missing) + digits;
        }
        return pad(verb, sign + digits);
    }

    private static String pad(Verb verb, String text) {
        int missing = verb.width() - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        String fill = " ".repeat(missing);
        return verb.minus() ? text + fill : fill + text;
    }

    private static String bad(Verb verb, Object value, Budget budget) {
        StringBuilder text = new StringBuilder("%!")
                .append(verb.letter())
                .append('(')
                .append(Values.typeName(value))
                .append('=');
        Values.print(value, text, budget);
        return text.append(')').toString();
    }

    /** Returns a text as Go quotes it. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            int simple = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(c);
            if (simple >= 0) {
                quoted.append('\\').append("abfnrtv\\\"".charAt(simple));
            } else if (c < ' ' || c == 0x7F) {
                quoted.append(String.format(Locale.ROOT, "\\x%02x", c));
            } else if (Character.getType(c) == Character.CONTROL || !Character.isDefined(c)) {
                quoted.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
