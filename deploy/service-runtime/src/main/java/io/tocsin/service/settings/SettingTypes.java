package io.tocsin.service.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that settings are made of. */
public final class SettingTypes {

    private SettingTypes() {}

    /** Any text, also the empty one. */
    public static SettingType<String> text() {
        return new ScalarType<>("text", Function.identity(), SettingTypes::quoteIfNeeded);
    }

    /** A whole number from {@code min} to {@code max}, both allowed. */
    public static SettingType<Integer> integer(int min, int max) {
        return new ScalarType<>(
                "a whole number from " + min + " to " + max,
                text -> (int) within(Long.parseLong(text), min, max),
                String::valueOf);
    }

    /** A whole number from {@code min} to {@code max}, both allowed. */
    public static SettingType<Long> longInteger(long min, long max) {
        return new ScalarType<>(
                "a whole number from " + min + " to " + max,
                text -> within(Long.parseLong(text), min, max),
                String::valueOf);
    }

    /** A finite decimal number from {@code min} to {@code max}, both allowed. */
    public static SettingType<Double> decimal(double min, double max) {
        return new ScalarType<>(
                "a number from " + min + " to " + max,
                text -> {
                    double value = Double.parseDouble(text);
                    if (!(value >= min && value <= max)) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return value;
                },
                String::valueOf);
    }

    /** true or false. */
    public static SettingType<Boolean> flag() {
        return new ScalarType<>(
                "true or false",
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on", "1" -> true;
                    case "false", "no", "off", "0" -> false;
                    default -> throw new IllegalArgumentException("not a flag");
                },
                String::valueOf);
    }

    /** A duration such as {@code 250ms} or {@code 7d}, from {@code min} to {@code max}, both allowed. */
    public static SettingType<Duration> duration(Duration min, Duration max) {
        return new ScalarType<>(
                "a duration such as 250ms, 5s, 10m, 24h or 7d, from " + DurationText.format(min) + " to "
                        + DurationText.format(max),
                text -> {
                    Duration value = DurationText.parse(text);
                    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return value;
                },
                DurationText::format);
    }

    /** A size in bytes such as {@code 64KiB}, from {@code min} to {@code max}, both allowed. */
    public static SettingType<DataSize> size(DataSize min, DataSize max) {
        return new ScalarType<>(
                "a size such as 512B, 64KiB, 10MiB or 2GiB, from " + min + " to " + max,
                text -> {
                    DataSize value = DataSize.parse(text);
                    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return value;
                },
                DataSize::toString);
    }

    /** A path of the file system; it need not exist. A leading {@code ~/} is not expanded. */
    public static SettingType<Path> path() {
        return new ScalarType<>("a path", Path::of, path -> quoteIfNeeded(path.toString()));
    }

    /** One constant of an enum, in any case, written with hyphens for underscores. */
    public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        E[] constants = type.getEnumConstants();
        return new ScalarType<>(
                "one of "
                        + Arrays.stream(constants)
                                .map(SettingTypes::constantName)
                                .collect(Collectors.joining(", ")),
                text -> Arrays.stream(constants)
                        .filter(constant -> constantName(constant).equalsIgnoreCase(text.replace('_', '-')))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no such constant")),
                SettingTypes::constantName);
    }

    /** A list of values of one type. */
    public static <E> SettingType<List<E>> listOf(SettingType<E> element) {
        return new ListType<>(Objects.requireNonNull(element));
    }

    /** A secret, literal or {@code file:} and the path of a file that holds it. */
    public static SettingType<Secret> secret() {
        return new ScalarType<>(
                "a secret, or file: and the path of a readable file with it", Secret::read, Secret::toString);
    }

    private static String constantName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    /** YAML would read these texts as something else, or not at all. */
    private static String quoteIfNeeded(String text) {
        boolean plain =
                !text.isEmpty() && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "./_-".indexOf(c) >= 0);
        return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
