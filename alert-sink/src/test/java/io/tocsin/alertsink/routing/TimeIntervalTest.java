package io.tocsin.alertsink.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeIntervalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "times: [{start_time: '09:00', end_time: '17:00'}]|2026-11-27T09:00:00Z|true",
                "times: [{start_time: '09:00', end_time: '17:00'}]|2026-11-27T16:59:59Z|true",
                "times: [{start_time: '09:00', end_time: '17:00'}]|2026-11-27T17:00:00Z|false",
                "times: [{start_time: '23:00', end_time: '24:00'}]|2026-11-27T23:59:59Z|true",
                "times: []|2026-11-27T12:00:00Z|false",
                "weekdays: ['monday:friday']|2026-11-27T12:00:00Z|true",
                "weekdays: ['Saturday', 'sunday']|2026-11-27T12:00:00Z|false",
                "weekdays: ['sunday']|2026-11-29T12:00:00Z|true",
                "days_of_month: ['-3:-1']|2026-02-26T00:00:00Z|true",
                "days_of_month: ['-3:-1']|2026-02-25T23:59:59Z|false",
                "days_of_month: ['31']|2026-02-28T00:00:00Z|false",
                "days_of_month: ['30:31']|2026-04-30T00:00:00Z|true",
                "months: ['march:may', '12']|2026-04-01T00:00:00Z|true",
                "months: ['march:may', '12']|2026-06-01T00:00:00Z|false",
                "months: ['march:may', 'december']|2026-12-31T00:00:00Z|true",
                "years: ['2020:2025']|2026-01-01T00:00:00Z|false",
                "years: ['2026']|2026-01-01T00:00:00Z|true",
                "{times: [{start_time: '07:00', end_time: '08:00'}], location: EST}|2026-11-27T12:30:00Z|true",
                "{weekdays: ['friday'], location: 'Australia/Melbourne'}|2026-11-26T14:00:00Z|true",
                "{weekdays: ['friday'], location: 'Australia/Melbourne'}|2026-11-27T14:00:00Z|false"
            })
    void contains(String interval, String moment, boolean expected) throws ConfigException {
        String body = interval.startsWith("{") ? interval : "{" + interval + "}";
        TimeInterval read = ConfigReader.text("route: {receiver: d}\nreceivers: [{name: d}]\n"
                        + "time_intervals: [{name: x, time_intervals: [" + body + "]}]")
                .intervals()
                .get("x")
                .get(0);
        assertThat(read.contains(Instant.parse(moment))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "times: [{start_time: '17:00', end_time: '09:00'}]",
                "times: [{start_time: '9:00', end_time: '10:00'}]",
                "times: [{start_time: '24:01', end_time: '24:00'}]",
                "weekdays: ['friday:monday']",
                "weekdays: ['someday']",
                "days_of_month: ['0']",
                "days_of_month: ['32']",
                "days_of_month: ['-1:5']",
                "days_of_month: ['5:-31']",
                "months: ['13']",
                "months: ['june:may']",
                "years: ['2027:2026']",
                "location: 'Moon/Base'"
            })
    void refusesWhatIsNone(String interval) {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> ConfigReader.text("route: {receiver: d}\nreceivers: [{name: d}]\n"
                                + "time_intervals: [{name: x, time_intervals: [{" + interval + "}]}]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("time interval x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "days_of_month: ['28:-2']",
                "days_of_month: ['-1:-3']",
                "weekdays: [' monday']",
                "weekdays: ['monday : friday']",
                "location: '+01:00'",
                "location: UTC+1",
                "location: Z",
                "location: nowhere"
            })
    void refusesWhatAlertmanagerRefuses(String interval) {
        assertThatThrownBy(() -> ConfigReader.text("route: {receiver: d}\nreceivers: [{name: d}]\n"
                        + "time_intervals: [{name: x, time_intervals: [{" + interval + "}]}]"))
                .isInstanceOf(ConfigException.class);
    }
}
