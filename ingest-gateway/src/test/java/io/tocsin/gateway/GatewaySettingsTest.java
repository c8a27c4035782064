package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Setting;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {

    private static final SettingsCatalogue CATALOGUE = new SettingsCatalogue(CommonSettings.ALL, GatewaySettings.ALL);

    @Test
    void everySettingIsListed() {
        List<Object> declared = Arrays.stream(GatewaySettings.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class)
                .<Object>map(field -> {
                    try {
                        return field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();

        assertThat(GatewaySettings.ALL)
                .hasSameSizeAs(declared)
                .containsAll(declared.stream()
                        .<Setting<?>>map(setting -> (Setting<?>) setting)
                        .toList());
    }

    @Test
    void theVariableOfTheEarlierSystemSetsTheLogBatch() {
        Settings settings = Settings.load(CATALOGUE, Optional.empty(), Map.of("MAX_LOG_BATCH_SIZE", "50"), Map.of());

        assertThat(GatewayParameters.of(settings).limits().logLines()).isEqualTo(50);
    }

    @Test
    void anAddressOfTheQueryServiceThatIsNoneIsRefusedByName() {
        Settings settings = Settings.of(CATALOGUE, Map.of("gateway.query-url", "localhost:8000"));

        assertThatThrownBy(() -> GatewayParameters.of(settings))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("gateway.query-url");
    }
}
