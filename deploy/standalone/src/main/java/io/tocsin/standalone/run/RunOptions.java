package io.tocsin.standalone.run;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.standalone.agent.AgentSettings;
import io.tocsin.standalone.cli.Arguments;
import io.tocsin.standalone.cli.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of {@code tocsin run}, told in settings.
 *
 * @param config the settings file, if any
 * @param overrides settings by name
 */
record RunOptions(Optional<Path> config, Map<String, String> overrides) {

    private static final Set<String> VALUED = Set.of("config", "set", "data", "port", "follow");

    RunOptions {
        overrides = Map.copyOf(overrides);
    }

    static RunOptions parse(List<String> arguments) throws UsageException {
        Arguments parsed = Arguments.parse(arguments, VALUED, Set.of());
        if (!parsed.positional().isEmpty()) {
            throw new UsageException("run takes no '" + parsed.positional().get(0) + "'");
        }
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String assignment : parsed.values("set")) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set needs name=value, has '" + assignment + "'");
            }
            overrides.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        parsed.value("data").ifPresent(folder -> overrides.put(CommonSettings.DATA_DIR.name(), folder));
        parsed.value("port").ifPresent(port -> overrides.put(CommonSettings.HTTP_PORT.name(), port));
        if (parsed.has("follow")) {
            overrides.put(AgentSettings.FOLLOW.name(), String.join(",", parsed.values("follow")));
        }
        return new RunOptions(parsed.value("config").map(Path::of), overrides);
    }
}
