package io.tocsin.alertsink.api.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T10:20:30Z, 2026-11-28T10:20:30Z",
        "2026-11-28T10:20:30.123456789Z, 2026-11-28T10:20:30.123456789Z",
        "2026-11-28T10:20:30.5+05:30, 2026-11-28T04:50:30.5Z",
        "2026-11-28T10:20:30-08:00, 2026-11-28T18:20:30Z",
        "2026-11-28T10:20:30, 2026-11-28T10:20:30Z",
        "2026-11-28T10:20:30.25, 2026-11-28T10:20:30.25Z",
        "2026-11-28T10:20Z, 2026-11-28T10:20:00Z",
        "2026-11-28T10:20, 2026-11-28T10:20:00Z",
        "2026-11-28 10:20:30, 2026-11-28T10:20:30Z",
    })
    void everyFormThatAlertmanagerReadsIsRead(String text, Instant meant) {
        assertThat(ApiTime.parse(text)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-02-30T10:20:30Z",
                "2026-11-28T24:20:30Z",
                "2026-11-28T10:20:30+25:00",
                "2026-11-28T10:20:30.Z",
                "2026-11-28",
                "10000-01-01T00:00:00Z",
                "2026-11-28T10:20:30Zz"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> ApiTime.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void goesZeroTimeStandsForNone() {
        assertThat(ApiTime.parse("0001-01-01T00:00:00Z")).isEmpty();
    }
}
