package io.tocsin.standalone.run;

import io.tocsin.alertsink.SinkSettings;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.standalone.StandaloneSettings;
import io.tocsin.standalone.cli.Arguments;
import io.tocsin.standalone.cli.UsageException;
import java.nio.file.Path;
import java.util.HashSet;
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
            "web.config.file",
            "web.route-prefix",
            "cluster.listen-address",
            "cluster.peer");
    /** What Alertmanager takes and what has no counterpart here: how it keeps its memory, its gossip and its log. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "log.level",
            "log.format",
            "data.retention",
            "data.maintenance-interval",
            "alerts.gc-interval",
            "web.get-concurrency",
            "web.timeout",
            "web.ui-path",
            "dispatch.start-delay",
            "dispatch.maintenance-interval",
            "auto-gomemlimit.ratio",
            "enable-feature",
            "cluster.advertise-address",
            "cluster.peer-timeout",
            "cluster.peers-resolve-timeout",
            "cluster.gossip-interval",
            "cluster.pushpull-interval",
            "cluster.tcp-timeout",
            "cluster.probe-timeout",
            "cluster.probe-interval",
            "cluster.settle-timeout",
            "cluster.reconnect-interval",
            "cluster.reconnect-timeout",
            "cluster.tls-config",
            "cluster.label");

    private static final String DEFAULT_LISTEN = "127.0.0.1:9093";

    AlertmanagerOptions {
        overrides = Map.copyOf(overrides);
    }

    static AlertmanagerOptions parse(List<String> arguments) throws UsageException {
        Set<String> valued = new HashSet<>(VALUED);
        valued.addAll(WITHOUT_EFFECT);
        Arguments parsed =
                Arguments.parse(arguments, valued, Set.of("cluster.allow-insecure-public-advertise-address-discovery"));
        refuse(parsed, "cluster.peer", "instances share a Kafka cluster here instead: see tocsin sink");
        refuse(parsed, "web.config.file", "put a proxy in front for TLS and logins");
        if (!parsed.value("web.route-prefix").orElse("/").equals("/")) {
            throw new UsageException("--web.route-prefix can only be /: let the proxy in front take the prefix away");
        }
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

    /** What would silently be less than was asked for. */
    private static void refuse(Arguments parsed, String option, String instead) throws UsageException {
        if (!parsed.value(option).orElse("").isEmpty()) {
            throw new UsageException("--" + option + " is not supported; " + instead);
        }
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
