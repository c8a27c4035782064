package io.tocsin.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.standalone.AllSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {

    @Test
    void thePageOfAllSettingsIsUpToDate() throws Exception {
        Path page = Path.of("..", "docs", "configuration.md");

        assertThat(Files.readString(page))
                .as("%s is stale; renew it with: deploy/tocsin config --markdown > deploy/docs/configuration.md", page)
                .isEqualTo(ConfigCommand.markdown(AllSettings.catalogue()));
    }
}
