package io.tocsin.alertsink.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Comparator;
import java.util.Map;

/**
 * One condition on a label. An absent label has the empty value. Regular expressions are RE2 and anchored at both ends.
 * Immutable.
 */
public final class Matcher {

    /** How a value is compared. The order is that of Alertmanager, by which matchers are sorted. */
    public enum Type {
        /** The value is the text. */
        EQUAL("="),
        /** The value is not the text. */
        NOT_EQUAL("!="),
        /** The whole value matches the expression. */
        REGEX("=~"),
        /** The whole value does not match the expression. */
        NOT_REGEX("!~");

        private final String sign;

        Type(String sign) {
            this.sign = sign;
        }

        /** Returns the type of an API matcher. */
        public static Type of(boolean regex, boolean equal) {
            return regex ? equal ? REGEX : NOT_REGEX : equal ? EQUAL : NOT_EQUAL;
        }

        /** Returns whether the value is a regular expression. */
        public boolean isRegex() {
            return this == REGEX || this == NOT_REGEX;
        }

        /** Returns whether it asks for a match, not for its absence. */
        public boolean isEqual() {
            return this == EQUAL || this == REGEX;
        }

        @Override
        public String toString() {
            return sign;
        }
    }

    /** Alertmanager's order: name, value, type. */
    public static final Comparator<Matcher> ORDER = Comparator.comparing(Matcher::name, Utf8Order.INSTANCE)
            .thenComparing(Matcher::value, Utf8Order.INSTANCE)
            .thenComparing(Matcher::type);

    private final String name;
    private final Type type;
    private final String value;
    private final Pattern pattern;

    private Matcher(String name, Type type, String value, Pattern pattern) {
        this.name = name;
        this.type = type;
        this.value = value;
        this.pattern = pattern;
    }

    /**
     * Makes a matcher.
     *
     * @throws MatcherSyntaxException when the value is to be a regular expression and is none
     */
    public static Matcher of(String name, Type type, String value) {
        return new Matcher(name, type, value, type.isRegex() ? compile(value) : null);
    }

    /**
     * Returns an expression that matches whole texts.
     *
     * @throws MatcherSyntaxException when it is no RE2 expression
     */
    public static Pattern compile(String expression) {
        try {
            return Pattern.compile("^(?:" + expression + ")$");
        } catch (PatternSyntaxException broken) {
            throw new MatcherSyntaxException(
                    "error parsing regexp: " + broken.getDescription() + ": `" + broken.getPattern() + "`");
        }
    }

    /** Returns the name of the label. */
    public String name() {
        return name;
    }

    /** Returns how it compares. */
    public Type type() {
        return type;
    }

    /** Returns the text or expression. */
    public String value() {
        return value;
    }

    /** Returns whether a value satisfies it; the empty text stands for an absent label. */
    public boolean matches(String labelValue) {
        return switch (type) {
            case EQUAL -> value.equals(labelValue);
            case NOT_EQUAL -> !value.equals(labelValue);
            case REGEX -> pattern.matches(labelValue);
            case NOT_REGEX -> !pattern.matches(labelValue);
        };
    }

    /** Returns whether the label of a set satisfies it. */
    public boolean matches(Map<String, String> labels) {
        String found = labels.get(name);
        return matches(found == null ? "" : found);
    }

    /** Returns whether a set satisfies all matchers. */
    public static boolean all(Iterable<Matcher> matchers, Map<String, String> labels) {
        for (Matcher each : matchers) {
            if (!each.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the matchers as they stand in a group key: {@code {a="1",b=~"x"}}. */
    public static String text(Iterable<Matcher> matchers) {
        StringBuilder out = new StringBuilder("{");
        for (Matcher each : matchers) {
            out.append(out.length() == 1 ? "" : ",").append(each);
        }
        return out.append('}').toString();
    }

    /** Returns it as Alertmanager writes it, which {@link MatcherParser} reads again. */
    @Override
    public String toString() {
        return name.codePoints().anyMatch(MatcherParser::isReserved)
                ? GoText.quote(name) + type + GoText.quote(value)
                : name + type + '"' + GoText.escape(value) + '"';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matcher that && name.equals(that.name) && type == that.type && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return (name.hashCode() * 31 + type.hashCode()) * 31 + value.hashCode();
    }
}
