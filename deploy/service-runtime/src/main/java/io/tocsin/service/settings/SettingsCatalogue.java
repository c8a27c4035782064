package io.tocsin.service.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All settings that a process knows. Immutable and thread-safe. */
public final class SettingsCatalogue {

    /**
     * Sections of the one configuration file that all services may share. A service ignores the sections of services that
     * it does not contain; anything else that it does not know is a mistake.
     */
    private static final Set<String> SERVICE_SECTIONS =
            Set.of("gateway", "processor", "sink", "query", "standalone", "registry", "broker", "agent");

    private final Map<String, Setting<?>> byName;
    private final List<Setting<?>> families;

    /**
     * Joins the settings of several modules.
     *
     * @throws IllegalArgumentException if two settings share a name, or an environment variable
     */
    @SafeVarargs
    public SettingsCatalogue(List<? extends Setting<?>>... modules) {
        Map<String, Setting<?>> names = new LinkedHashMap<>();
        Map<String, Setting<?>> variables = new LinkedHashMap<>();
        List<Setting<?>> families = new ArrayList<>();
        for (List<? extends Setting<?>> module : modules) {
            for (Setting<?> setting : module) {
                Setting<?> known = names.putIfAbsent(setting.name(), setting);
                if (known == setting) {
                    continue;
                }
                Setting<?> sameVariable = variables.putIfAbsent(setting.environmentVariable(), setting);
                if (known != null || sameVariable != null) {
                    throw new IllegalArgumentException("Two settings are called " + setting.name());
                }
                if (setting.type().isFamily()) {
                    families.add(setting);
                }
            }
        }
        this.byName = Collections.unmodifiableMap(names);
        this.families = List.copyOf(families);
    }

    /** Every setting, in order of declaration. */
    public Collection<Setting<?>> all() {
        return byName.values();
    }

    /** The setting of this name. */
    public Optional<Setting<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The family that a name belongs to. */
    Optional<Setting<?>> familyOf(String name) {
        return families.stream()
                .filter(family -> name.startsWith(family.name() + '.'))
                .findFirst();
    }

    /** Whether a name is in a section of another service, and so none of this process's business. */
    boolean isForeign(String name) {
        String section = sectionOf(name);
        return SERVICE_SECTIONS.contains(section)
                && byName.keySet().stream().noneMatch(known -> sectionOf(known).equals(section));
    }

    /** A file with every setting, each explained and commented out; uncommented it says what holds anyway. */
    public String exampleYaml() {
        return SettingsDocument.exampleYaml(byName.values());
    }

    /** A Markdown table of every setting. */
    public String markdown() {
        return SettingsDocument.markdown(byName.values());
    }

    static String sectionOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
