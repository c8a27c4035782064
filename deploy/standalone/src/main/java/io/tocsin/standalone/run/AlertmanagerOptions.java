package io.tocsin.standalone.run;

import io.tocsin.alertsink.SinkSettings;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.standalone.StandaloneSettings;
import io.tocsin.standalone.cli.Arguments;
import io.tocsin.standalone.cli.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of {@code tocsin alertmanager}, told in settings. Alertmanager's own names of the options are understood
 * as well; what concerns its cluster and its log has no effect here.
 *
 * @param settingsFile the settings file, if any
 * @param overrides settings by name
 */
record AlertmanagerOptions(Optional<Path> settingsFile, Map<String, String> overrides) {

    private static final Set<String> VALUED = Set.of(
            "config",
            "config.file",
            "data",
            "storage.path",
            "port",
            "listen",
            "web.listen-address",
            "external-url",
            "web.external-url",
            "settings",
            "set",
            "cluster.listen-address",
            "log.level",
            "log.format",
            "data.retention");
    private static final String DEFAULT_LISTEN = "127.0.0.1:9093";

    AlertmanagerOptions {
        overrides = Map.copyOf(overrides);
    }

    static AlertmanagerOptions parse(List<String> arguments) throws UsageException {
        Arguments parsed = Arguments.parse(arguments, VALUED, Set.of());
        if (!parsed.positional().isEmpty()) {
            throw new UsageException(
                    "alertmanager takes no '" + parsed.positional().get(0) + "'");
        }
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put(CommonSettings.TOPICS_PARTITIONS.name(), "1");
        overrides.put(CommonSettings.HTTP_COMPAT_PORTS.name(), "");
        overrides.put(StandaloneSettings.KAFKA_PORT.name(), "0");
        overrides.put(StandaloneSettings.REGISTRY_PORT.name(), "0");
        overrides.put(SinkSettings.CONSOLE.name(), "false");
        overrides.put(
                SinkSettings.ALERTMANAGER_CONFIG.name(),
                Path.of(first(parsed, "config", "config.file").orElse("alertmanager.yml"))
                        .toAbsolutePath()
                        .toString());
        overrides.put(
                CommonSettings.DATA_DIR.name(),
                first(parsed, "data", "storage.path").orElse("data"));
        String[] listen = listen(parsed);
        overrides.put(CommonSettings.HTTP_HOST.name(), listen[0]);
        overrides.put(CommonSettings.HTTP_PORT.name(), listen[1]);
        overrides.put(
                SinkSettings.EXTERNAL_URL.name(),
                first(parsed, "external-url", "web.external-url")
                        .orElse("http://" + (listen[0].contains(":") ? "[" + listen[0] + "]" : listen[0]) + ":"
                                + listen[1]));
        for (String assignment : parsed.values("set")) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set needs name=value, has '" + assignment + "'");
            }
            overrides.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        return new AlertmanagerOptions(parsed.value("settings").map(Path::of), overrides);
    }

    private static Optional<String> first(Arguments parsed, String name, String otherName) {
        return parsed.value(name).or(() -> parsed.value(otherName));
    }

    /** Returns host and port. An address without a host is every one, as Alertmanager has it. */
    private static String[] listen(Arguments parsed) throws UsageException {
        Optional<String> port = parsed.value("port");
        String address = first(parsed, "listen", "web.listen-address")
                .orElse(port.map(each -> "127.0.0.1:" + each).orElse(DEFAULT_LISTEN));
        int colon = address.lastIndexOf(':');
        if (colon < 0 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new UsageException("--listen needs ADDRESS:PORT, has '" + address + "'");
        }
        String host = address.substring(0, colon).replaceAll("^\\[|\\]$", "");
        return new String[] {host.isEmpty() ? "0.0.0.0" : host, address.substring(colon + 1)};
    }
}
