package io.tocsin.standalone.cli;

import io.tocsin.alertsink.SinkSettings;
import io.tocsin.processor.rules.language.OlderConfiguration;
import io.tocsin.processor.runtime.AlertOptions;
import io.tocsin.processor.runtime.ProcessorSettings;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.FileSettings;
import io.tocsin.service.settings.Setting;
import io.tocsin.service.settings.SettingProblem;
import io.tocsin.standalone.agent.AgentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the file behind {@code --config}: settings in YAML, or the JSON configuration of the earlier monitoring system, which
 * is told in settings and becomes one of the files with rules. Stateless.
 */
public final class ConfigFile {

    /** Where notifications go when the earlier configuration wants them in a file; within the data folder. */
    public static final String NOTIFICATIONS_FILE = "logs/notifications.log";

    private ConfigFile() {}

    /** Reads the file if there is one. */
    public static FileSettings read(Optional<Path> file) {
        return file.map(ConfigFile::read).orElse(FileSettings.NONE);
    }

    /** Reads a file. */
    public static FileSettings read(Path file) {
        Optional<OlderConfiguration> older = older(file);
        return older.isEmpty() ? FileSettings.ofYaml(file) : told(file, older.get());
    }

    /** Reads a file as a configuration of the earlier system; empty when it is none, which other readers then say. */
    static Optional<OlderConfiguration> older(Path file) {
        try {
            return OlderConfiguration.read(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static FileSettings told(Path file, OlderConfiguration older) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        older.retentionHours().ifPresent(hours -> {
            for (Setting<?> kept : List.of(
                    ProcessorSettings.EVALUATIONS_AGE, ProcessorSettings.LOG_LINES_AGE, AlertOptions.RETENTION)) {
                put(values, kept, Math.max(60_000, Math.round(hours * 3_600_000)) + "ms");
            }
        });
        older.intervalSeconds()
                .ifPresent(seconds -> put(values, AgentSettings.INTERVAL, Math.round(seconds * 1_000) + "ms"));
        older.apiHost().ifPresent(host -> put(values, CommonSettings.HTTP_HOST, host));
        older.apiPort().ifPresent(port -> put(values, CommonSettings.HTTP_PORT, port.toString()));
        put(values, ProcessorSettings.RULES_FILES, file.toAbsolutePath().toString());
        List<String> notices = new ArrayList<>();
        notices.add(file + ": a configuration of the earlier system, read as settings and "
                + older.rules().rules().size() + " rules");
        older.notifications().forEach((channel, on) -> notify(channel, on, values, notices));
        if (older.hasPatternWindow()) {
            notices.add("pattern_window_size: not used, failure patterns look at a span of time and not at a number of"
                    + " events");
        }
        List<SettingProblem> problems = older.rules().problems().stream()
                .map(problem -> new SettingProblem(file.toString(), problem.text()))
                .toList();
        return new FileSettings(values, notices, problems);
    }

    private static void notify(String channel, boolean on, Map<String, List<String>> values, List<String> notices) {
        if (channel.equals("console")) {
            put(values, SinkSettings.CONSOLE, Boolean.toString(on));
        } else if (channel.equals("file")) {
            put(values, SinkSettings.FILE, on ? NOTIFICATIONS_FILE : "");
        } else if (on) {
            notices.add(String.format(
                    Locale.ROOT,
                    "enable_%s_notifications: the file does not say where to; name a receiver with %s or %s",
                    channel,
                    SinkSettings.WEBHOOK.name(),
                    SinkSettings.ALERTMANAGER_CONFIG.name()));
        }
    }

    private static void put(Map<String, List<String>> values, Setting<?> setting, String text) {
        values.put(setting.name(), List.of(text));
    }
}
