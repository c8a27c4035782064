package io.tocsin.alertsink.api.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.simple.SimpleHttpParameters;
import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.alertsink.routing.MatcherParser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Silence SILENCE = new Silence(
            "id",
            MatcherParser.list("{x=\"m1\",y!~\"n.*\",a=\"\"}"),
            NOW.minusSeconds(1),
            NOW.plusSeconds(1),
            NOW,
            "me",
            "why",
            Map.of());

    private static Filters filters(String name, String... values) {
        SimpleHttpParameters query = new SimpleHttpParameters(ConversionService.SHARED);
        query.add(name, List.of(values));
        return new Filters(query);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x=\"m1\"|true",
                "x=m1|true",
                "y!~\"n.*\"|true",
                "a=\"\"|true",
                "x=~\"m.*\"|false",
                "x!=\"m2\"|false",
                "y=~\"n.*\"|false",
                "y=\"n.*\"|false",
                "nope=\"\"|false",
                "x=\"\"|false"
            })
    void aFilterOfSilencesStandsAmongTheirMatchers(String filter, boolean expected) {
        assertThat(filters("filter", filter).silences(NOW).test(SILENCE)).isEqualTo(expected);
    }

    @Test
    void allFiltersOfSilencesMustStandAmongTheirMatchers() {
        assertThat(filters("filter", "x=m1", "y!~\"n.*\"").silences(NOW).test(SILENCE))
                .isTrue();
        assertThat(filters("filter", "x=m1", "z=1").silences(NOW).test(SILENCE)).isFalse();
    }

    @Test
    void anEmptyReceiverIsAnyAndOfSeveralTheLastOneCounts() throws ConfigException {
        AlertmanagerConfig config = ConfigReader.text("route: {receiver: a}\nreceivers: [{name: a}, {name: b}]");
        assertThat(filters("receiver", "").receivers(config)).accepts("a", "b");
        assertThat(filters("receiver", "a", "b").receivers(config)).accepts("b").rejects("a");
    }
}
