package io.tocsin.standalone;

import io.tocsin.alertsink.SinkSettings;
import io.tocsin.gateway.GatewaySettings;
import io.tocsin.processor.runtime.ProcessorSettings;
import io.tocsin.query.QuerySettings;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.SettingsCatalogue;
import io.tocsin.standalone.agent.AgentSettings;

/** The settings of all modules in one catalogue. Stateless. */
public final class AllSettings {

    private AllSettings() {}

    /** Returns the catalogue. */
    public static SettingsCatalogue catalogue() {
        return new SettingsCatalogue(
                CommonSettings.ALL,
                GatewaySettings.ALL,
                ProcessorSettings.ALL,
                SinkSettings.ALL,
                QuerySettings.ALL,
                StandaloneSettings.ALL,
                AgentSettings.ALL);
    }
}
