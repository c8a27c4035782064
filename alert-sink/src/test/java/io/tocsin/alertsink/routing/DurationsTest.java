package io.tocsin.alertsink.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0,0,0s",
        "5m,300000,5m",
        "1h30m,5400000,1h30m",
        "90d,7776000000,90d",
        "2w,1209600000,2w",
        "1500ms,1500,1s500ms",
        "1y,31536000000,1y"
    })
    void readsAndWritesThoseOfPrometheus(String text, long millis, String shown) {
        assertThat(PromDuration.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(PromDuration.format(Duration.ofMillis(millis))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "1.5h", "5m1h", "-1s", "5 m", "on", "99999999999y", "1M"})
    void refusesOthers(String text) {
        assertThatThrownBy(() -> PromDuration.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"500ms,500,500ms", "1.5s,1500,1.5s", "1m30s,90000,1m30s", "24h,86400000,24h0m0s", "0,0,0s"})
    void readsAndWritesThoseOfGo(String text, long millis, String shown) {
        assertThat(GoDuration.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(GoDuration.format(Duration.ofMillis(millis))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1d", "5", "s", "-1s"})
    void refusesWhatGoRefuses(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
