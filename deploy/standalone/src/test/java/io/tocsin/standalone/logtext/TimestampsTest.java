package io.tocsin.standalone.logtext;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {

    private final Timestamps timestamps = new Timestamps(ZoneOffset.UTC, Instant.parse("2024-03-01T12:00:00Z"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2014-04-01 00:05:00                               | 2014-04-01T00:05:00Z",
                "2024-01-15T10:30:00Z ERROR x                      | 2024-01-15T10:30:00Z",
                "2024-01-15T10:30:00.123456789+02:00 x             | 2024-01-15T08:30:00.123456789Z",
                "2015-10-18 18:01:47,978 INFO x                    | 2015-10-18T18:01:47.978Z",
                "2024/01/31 23:59:59 [error] x                     | 2024-01-31T23:59:59Z",
                "2005-06-03-15.42.50.675872 R02 RAS                | 2005-06-03T15:42:50.675872Z",
                "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET\" | 2000-10-10T20:55:36Z",
                "Dec 10 06:55:46 LabSZ sshd[24200]: x              | 2023-12-10T06:55:46Z",
                "Feb 29 01:00:00 host app: x                       | 2024-02-29T01:00:00Z",
                "03-02 16:13:38.811 1702 2395 D x                  | 2023-03-02T16:13:38.811Z",
                "1077804742                                        | 2004-02-26T14:12:22Z",
                "1700000000123 x                                   | 2023-11-14T22:13:20.123Z",
                "2016-09-28 04:30:30, Info CBS x                   | 2016-09-28T04:30:30Z",
                "2024-01-01 10:00:00 UTC [77] FATAL: x             | 2024-01-01T10:00:00Z",
            })
    void theUsualFormsAreRead(String text, Instant at) {
        assertThat(timestamps.in(text)).contains(at);
    }

    @ParameterizedTest
    @CsvSource({"no time here", "2024-13-41 99:99:99 x", "Xyz 10 06:55:46", "12345", "'up 10:20:30, load 0.1'"})
    void whatIsNoTimeIsNone(String text) {
        assertThat(timestamps.in(text)).isEmpty();
    }

    @Test
    void aTimeWithoutZoneIsOfTheGivenZone() {
        Timestamps berlin = new Timestamps(ZoneId.of("Europe/Berlin"), Instant.EPOCH);

        assertThat(berlin.in("2024-07-01 12:00:00 x")).contains(Instant.parse("2024-07-01T10:00:00Z"));
    }
}
