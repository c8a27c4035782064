package io.tocsin.service.http;

import io.tocsin.service.RunningService;
import io.tocsin.service.ServiceRunner;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A service on a free port with nothing but the controllers of these tests. */
final class TestServer {

    private TestServer() {}

    static RunningService start(String... namesAndValues) {
        Map<String, String> overrides = new HashMap<>(Map.of("http.port", "0", "http.compat-ports", ""));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            overrides.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ServiceRunner.start(Settings.of(new SettingsCatalogue(CommonSettings.ALL), overrides), Set.of());
    }
}
