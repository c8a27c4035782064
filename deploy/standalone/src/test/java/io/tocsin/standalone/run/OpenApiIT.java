package io.tocsin.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.query.http.OpenApiDocument;
import io.tocsin.query.http.RunningRoutes;
import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.AllSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against everything in one context. */
class OpenApiIT {

    @TempDir
    private Path temporary;

    @Test
    void theContractNamesEveryRouteOfAllServicesAndNothingElse() throws Exception {
        Map<String, String> overrides = Map.of(
                "http.port",
                "0",
                "http.compat-ports",
                "",
                "agent.enabled",
                "false",
                "standalone.kafka-port",
                "0",
                "standalone.registry-port",
                "0");
        Settings settings = Settings.load(AllSettings.catalogue(), Optional.empty(), Map.of(), overrides);
        Set<String> documented = new TreeSet<>();
        new OpenApiDocument().tree().path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> documented.add(
                        RunningRoutes.comparable(method.getKey().toUpperCase(Locale.ROOT) + ' ' + path.getKey()))));

        try (DataFolder folder = DataFolder.open(temporary.resolve("data"));
                Platform platform = new Platform(folder, new RunOptions(Optional.empty(), overrides), settings)) {
            platform.start(Clock.systemUTC());

            assertThat(platform.context().getBean(RunningRoutes.class).all()).isEqualTo(documented);
        }
    }
}
