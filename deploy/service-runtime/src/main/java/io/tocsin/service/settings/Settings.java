package io.tocsin.service.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of all settings of a catalogue: immutable, validated, thread-safe. */
public final class Settings {

    private final Map<Setting<?>, Object> values;
    private final List<String> notices;

    Settings(Map<Setting<?>, Object> values, List<String> notices) {
        this.values = values;
        this.notices = List.copyOf(notices);
    }

    /**
     * Reads and validates.
     *
     * <p>The command line's overrides win over the environment, that over the file, that over the defaults. Of the
     * environment only variables that begin with {@code TOCSIN_} and the aliases of settings count.
     *
     * @param all the settings that there are
     * @param yaml the configuration file, if any
     * @param env the environment
     * @param overrides dotted names and texts, from the command line
     * @throws InvalidSettingsException listing every unknown name and every bad value
     */
    public static Settings load(
            SettingsCatalogue all, Optional<Path> yaml, Map<String, String> env, Map<String, String> overrides) {
        return load(all, yaml.map(FileSettings::ofYaml).orElse(FileSettings.NONE), env, overrides);
    }

    /** As {@link #load(SettingsCatalogue, Optional, Map, Map)}, with a file that has been read already. */
    public static Settings load(
            SettingsCatalogue all, FileSettings file, Map<String, String> env, Map<String, String> overrides) {
        return new SettingsLoader(all).load(file, env, overrides);
    }

    /** All defaults, changed by overrides; for tests and tools. */
    public static Settings of(SettingsCatalogue all, Map<String, String> overrides) {
        return load(all, Optional.empty(), Map.of(), overrides);
    }

    /**
     * The value of a setting.
     *
     * @return the value; null only where the setting has no default and nothing is configured
     * @throws IllegalArgumentException if the setting is not in the catalogue
     */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        if (!values.containsKey(setting)) {
            throw new IllegalArgumentException("Not in the catalogue: " + setting.name());
        }
        return (T) values.get(setting);
    }

    /** What the operator should know about the configuration though it is valid; one sentence each. */
    public List<String> notices() {
        return notices;
    }

    /** Dotted names and the effective values as text, with secrets masked. */
    public Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        values.forEach((setting, value) -> shown.put(setting.name(), show(setting, value)));
        return shown;
    }

    /** As {@link #shown()}. */
    @Override
    public String toString() {
        return shown().toString();
    }

    @SuppressWarnings("unchecked")
    private static <T> String show(Setting<T> setting, Object value) {
        if (value == null) {
            return "";
        }
        if (setting.type().isFamily()) {
            return ((Map<?, ?>) value).keySet().toString();
        }
        return setting.secret()
                ? value.toString().isEmpty() ? "" : "****"
                : setting.type().format((T) value);
    }
}
