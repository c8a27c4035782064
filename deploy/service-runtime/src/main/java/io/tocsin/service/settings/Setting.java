package io.tocsin.service.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One setting: its name, what it is when nobody says, what it means, and what it may be.
 *
 * @param name dotted and lower case, such as {@code gateway.max-body}
 * @param defaultValue the value when nothing is configured; null when there is none
 * @param documentation what it does, one or two sentences for an operator
 * @param type how its text is read
 * @param secret whether its value must never be shown
 * @param aliases environment variables of earlier systems that set it too; the setting's own variable wins
 * @param <T> the value's type
 */
public record Setting<T>(
        String name, T defaultValue, String documentation, SettingType<T> type, boolean secret, List<String> aliases) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*");

    public Setting {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a setting's name: " + name);
        }
        Objects.requireNonNull(documentation);
        Objects.requireNonNull(type);
        aliases = List.copyOf(aliases);
    }

    public Setting(String name, T defaultValue, String documentation, SettingType<T> type, boolean secret) {
        this(name, defaultValue, documentation, type, secret, List.of());
    }

    /** A text. */
    public static Setting<String> text(String name, String defaultValue, String documentation) {
        return of(name, defaultValue, documentation, SettingTypes.text());
    }

    /** A whole number within {@code min} and {@code max}. */
    public static Setting<Integer> integer(String name, int defaultValue, int min, int max, String documentation) {
        return of(name, defaultValue, documentation, SettingTypes.integer(min, max));
    }

    /** A whole number within {@code min} and {@code max}. */
    public static Setting<Long> longInteger(String name, long defaultValue, long min, long max, String documentation) {
        return of(name, defaultValue, documentation, SettingTypes.longInteger(min, max));
    }

    /** A decimal number within {@code min} and {@code max}. */
    public static Setting<Double> decimal(
            String name, double defaultValue, double min, double max, String documentation) {
        return of(name, defaultValue, documentation, SettingTypes.decimal(min, max));
    }

    /** true or false. */
    public static Setting<Boolean> flag(String name, boolean defaultValue, String documentation) {
        return of(name, defaultValue, documentation, SettingTypes.flag());
    }

    /** A duration within {@code min} and {@code max}. */
    public static Setting<Duration> duration(
            String name, Duration defaultValue, Duration min, Duration max, String documentation) {
        return of(name, defaultValue, documentation, SettingTypes.duration(min, max));
    }

    /** A size in bytes within {@code min} and {@code max}. */
    public static Setting<DataSize> size(
            String name, DataSize defaultValue, DataSize min, DataSize max, String documentation) {
        return of(name, defaultValue, documentation, SettingTypes.size(min, max));
    }

    /** A list of texts. */
    public static Setting<List<String>> list(String name, List<String> defaultValue, String documentation) {
        return of(name, List.copyOf(defaultValue), documentation, SettingTypes.listOf(SettingTypes.text()));
    }

    /** A path of the file system. */
    public static Setting<Path> path(String name, Path defaultValue, String documentation) {
        return of(name, defaultValue, documentation, SettingTypes.path());
    }

    /** One constant of an enum. */
    public static <E extends Enum<E>> Setting<E> oneOf(
            String name, E defaultValue, Class<E> type, String documentation) {
        return of(name, defaultValue, documentation, SettingTypes.oneOf(type));
    }

    /** A secret; none by default. */
    public static Setting<Secret> secret(String name, String documentation) {
        return new Setting<>(name, Secret.NONE, documentation, SettingTypes.secret(), true);
    }

    /**
     * A family: every configured name below this one, by what follows the dot. Its values are never shown, for they may
     * hold credentials.
     */
    public static Setting<Map<String, String>> family(String name, String documentation) {
        return new Setting<>(name, Map.of(), documentation, new FamilyType(), true);
    }

    /** A setting of any type. */
    public static <T> Setting<T> of(String name, T defaultValue, String documentation, SettingType<T> type) {
        return new Setting<>(name, defaultValue, documentation, type, false);
    }

    /** This setting, with further environment variables that set it. */
    public Setting<T> alias(String... environmentVariables) {
        List<String> all = new ArrayList<>(aliases);
        all.addAll(List.of(environmentVariables));
        return new Setting<>(name, defaultValue, documentation, type, secret, all);
    }

    /** The environment variable of this setting: {@code TOCSIN_GATEWAY_MAX_BODY} for {@code gateway.max-body}. */
    public String environmentVariable() {
        return environmentVariable(name);
    }

    static String environmentVariable(String name) {
        return "TOCSIN_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
