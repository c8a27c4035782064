package io.tocsin.service.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Joins file, environment and command line, and collects everything that is wrong. */
final class SettingsLoader {

    private static final String PREFIX = "TOCSIN_";

    /** Variables of the start scripts; they are no settings. */
    private static final Set<String> RESERVED = Set.of(
            "TOCSIN_BUILD",
            "TOCSIN_CONFIG",
            "TOCSIN_HEAP",
            "TOCSIN_HOME",
            "TOCSIN_JAVA",
            "TOCSIN_JAVA_HOME",
            "TOCSIN_JAVA_OPTS",
            "TOCSIN_VERSION");

    /** Kubernetes sets these for every Service of the namespace, also for one that is called tocsin-something. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("TOCSIN_.*(_SERVICE_HOST|_SERVICE_PORT(_.*)?|_PORT_\\d+_(TCP|UDP)(_.*)?)");

    private final SettingsCatalogue catalogue;
    private final List<SettingProblem> problems = new ArrayList<>();
    private final Map<String, List<String>> raw = new LinkedHashMap<>();

    SettingsLoader(SettingsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    Settings load(FileSettings file, Map<String, String> env, Map<String, String> overrides) {
        problems.addAll(file.problems());
        file.values().forEach(this::fromFile);
        fromAliases(env);
        fromEnvironment(env);
        overrides.forEach((name, text) -> accept(name, List.of(text)));
        Map<Setting<?>, Object> values = new LinkedHashMap<>();
        for (Setting<?> setting : catalogue.all()) {
            values.put(setting, setting.type().isFamily() ? members(setting) : value(setting));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return new Settings(Collections.unmodifiableMap(values), file.notices());
    }

    private void fromFile(String name, List<String> texts) {
        if (!catalogue.isForeign(name)) {
            accept(name, texts);
        }
    }

    private void accept(String name, List<String> texts) {
        boolean known = catalogue
                        .find(name)
                        .filter(setting -> !setting.type().isFamily())
                        .isPresent()
                || catalogue.familyOf(name).isPresent();
        if (known) {
            raw.put(name, texts);
        } else {
            problems.add(new SettingProblem(name, "is not a setting" + suggestion(name)));
        }
    }

    private void fromAliases(Map<String, String> env) {
        for (Setting<?> setting : catalogue.all()) {
            for (String alias : setting.aliases()) {
                String text = env.get(alias);
                if (text != null && !text.isBlank()) {
                    raw.put(setting.name(), List.of(text));
                    break;
                }
            }
        }
    }

    private void fromEnvironment(Map<String, String> env) {
        Map<String, Setting<?>> byVariable = new LinkedHashMap<>();
        catalogue.all().forEach(setting -> byVariable.put(setting.environmentVariable(), setting));
        env.forEach((variable, text) -> {
            if (!variable.startsWith(PREFIX) || RESERVED.contains(variable) || isServiceLink(variable, text)) {
                return;
            }
            Setting<?> setting = byVariable.get(variable);
            if (setting != null && !setting.type().isFamily()) {
                raw.put(setting.name(), List.of(text));
            } else if (!memberFromEnvironment(variable, text) && !isForeignVariable(variable)) {
                problems.add(new SettingProblem(variable, "is not the environment variable of any setting"));
            }
        });
    }

    private boolean memberFromEnvironment(String variable, String text) {
        for (Setting<?> setting : catalogue.all()) {
            String prefix = setting.environmentVariable() + '_';
            if (setting.type().isFamily() && variable.startsWith(prefix)) {
                String member = variable.substring(prefix.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                raw.put(setting.name() + '.' + member, List.of(text));
                return true;
            }
        }
        return false;
    }

    private boolean isForeignVariable(String variable) {
        String rest = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        int underscore = rest.indexOf('_');
        return underscore > 0 && catalogue.isForeign(rest.substring(0, underscore) + ".any");
    }

    private static boolean isServiceLink(String variable, String text) {
        return SERVICE_LINK.matcher(variable).matches()
                || variable.endsWith("_PORT") && (text.startsWith("tcp://") || text.startsWith("udp://"));
    }

    private <T> T value(Setting<T> setting) {
        List<String> texts = raw.get(setting.name());
        if (texts == null) {
            return setting.defaultValue();
        }
        if (setting.defaultValue() == null && texts.size() == 1 && texts.get(0).isBlank()) {
            // What has no default value may be left empty, which is how the example shows it.
            return null;
        }
        try {
            return setting.type().parse(texts);
        } catch (IllegalArgumentException e) {
            String shown =
                    setting.secret() ? "its value" : texts.size() == 1 ? '"' + texts.get(0) + '"' : texts.toString();
            problems.add(new SettingProblem(
                    setting.name(),
                    shown + " is not valid; expected " + setting.type().expected()));
            return setting.defaultValue();
        }
    }

    private Map<String, String> members(Setting<?> family) {
        String prefix = family.name() + '.';
        Map<String, String> members = new LinkedHashMap<>();
        raw.forEach((name, texts) -> {
            if (name.startsWith(prefix)) {
                members.put(name.substring(prefix.length()), String.join(",", texts));
            }
        });
        return Collections.unmodifiableMap(members);
    }

    /** The nearest known name, when it is near enough to be a slip of the pen. */
    private String suggestion(String name) {
        return catalogue.all().stream()
                .map(Setting::name)
                .filter(known -> EditDistance.between(known, name) <= Math.max(1, name.length() / 5))
                .min((a, b) -> EditDistance.between(a, name) - EditDistance.between(b, name))
                .map(known -> "; did you mean " + known + "?")
                .orElse("");
    }
}
