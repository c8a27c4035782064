package io.tocsin.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Tick;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerdeSettingsTest {

    @Test
    void severalRegistriesAreTakenAndTrailingSlashesAreNot() {
        assertThat(settings(Map.of(SerdeSettings.REGISTRY_URL, "http://a:8081/, https://b/apis/ccompat/v7/"))
                        .registry()
                        .urls())
                .containsExactly(URI.create("http://a:8081"), URI.create("https://b/apis/ccompat/v7"));
    }

    @Test
    void settingsOfTheClientThatCarriesTheSerdeAreLeftAlone() {
        assertThat(settings(Map.of("bootstrap.servers", "x:1", "acks", "all")).autoRegister())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TopicNameStrategy, t-value",
        "io.confluent.kafka.serializers.subject.TopicNameStrategy, t-value",
        "RecordNameStrategy, io.tocsin.schemas.Tick",
        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy, t-io.tocsin.schemas.Tick"
    })
    void subjectsAreNamedByConfluentsStrategies(String strategy, String subject) {
        SerdeSettings settings = settings(Map.of(SerdeSettings.VALUE_STRATEGY, strategy));

        assertThat(settings.strategy(false).subject("t", false, Tick.getClassSchema()))
                .isEqualTo(subject);
        assertThat(settings.strategy(true).subject("t", true, Tick.getClassSchema()))
                .isEqualTo("t-key");
    }

    @Test
    void credentialsComeFromTheSettingOrTheUrlAndAreNeverShown() {
        SerdeSettings info = settings(Map.of(
                SerdeSettings.BASIC_SOURCE, "USER_INFO",
                SerdeSettings.BASIC_USER_INFO, "me:pa55"));
        SerdeSettings url = settings(Map.of(SerdeSettings.REGISTRY_URL, "http://me:pa55@a:8081"));
        SerdeSettings prefixed = settings(Map.of(
                "schema.registry.basic.auth.credentials.source", "USER_INFO",
                "schema.registry.basic.auth.user.info", "me:pa55"));
        SerdeSettings bearer = settings(Map.of(SerdeSettings.BEARER_TOKEN, "t0ken"));

        assertThat(info.registry().authorization()).hasValue("Basic bWU6cGE1NQ==");
        assertThat(url.registry().authorization()).hasValue("Basic bWU6cGE1NQ==");
        assertThat(prefixed.registry().authorization()).hasValue("Basic bWU6cGE1NQ==");
        assertThat(bearer.registry().authorization()).hasValue("Bearer t0ken");
        assertThat(info + " " + url + bearer).doesNotContain("pa55", "bWU6cGE1NQ", "t0ken");
    }

    @Test
    void timesAreTaken() {
        RegistrySettings registry = settings(Map.of(
                        SerdeSettings.CONNECT_TIMEOUT, "100",
                        SerdeSettings.READ_TIMEOUT, 200,
                        SerdeSettings.UNKNOWN_ID_TTL, "0"))
                .registry();

        assertThat(registry.connectTimeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(registry.readTimeout()).isEqualTo(Duration.ofMillis(200));
        assertThat(registry.unknownIdTtl()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "auto.register.schemas, perhaps",
        "value.subject.name.strategy, com.example.Mine",
        "basic.auth.credentials.source, SASL_INHERIT",
        "basic.auth.credentials.source, USER_INFO",
        "bearer.auth.credentials.source, OAUTHBEARER",
        "http.connect.timeout.ms, 0"
    })
    void aWrongValueIsNamed(String setting, String value) {
        assertThatThrownBy(() -> settings(Map.of(setting, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting.startsWith("basic") ? "basic.auth" : setting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "registry:8081", "http://me:s3cret@bad host", "/s3cret"})
    void anUnusableUrlIsRefusedWithoutBeingRepeated(String url) {
        assertThatThrownBy(() -> settings(Map.of(SerdeSettings.REGISTRY_URL, url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(SerdeSettings.REGISTRY_URL)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void theUrlMustBeThere() {
        assertThatThrownBy(() -> SerdeSettings.from(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(SerdeSettings.REGISTRY_URL);
    }

    private static SerdeSettings settings(Map<String, ?> more) {
        Map<String, Object> configuration = new HashMap<>(Map.of(SerdeSettings.REGISTRY_URL, "http://a:8081"));
        configuration.putAll(more);
        return SerdeSettings.from(configuration);
    }
}
