package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrenceTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration HOUR = Duration.ofHours(1);

    private static List<String> starts(String rule, String begin, ZoneId zone, int count) {
        Instant first = Instant.parse(begin);
        return Recurrence.of(rule, first, zone, HOUR).after(first.minusSeconds(1), count).stream()
                .map(each -> each.start().toString())
                .toList();
    }

    /** The expected days of the first five are those of the examples of RFC 5545, section 3.8.5.3, that it can express. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FREQ=DAILY;INTERVAL=10;COUNT=5                  | 1997-09-02,1997-09-12,1997-09-22,1997-10-02,1997-10-12
            FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH;COUNT=5 | 1997-09-02,1997-09-04,1997-09-16,1997-09-18,1997-09-30
            FREQ=DAILY;UNTIL=19970904T000000Z               | 1997-09-02,1997-09-03
            FREQ=DAILY;UNTIL=19970904T090000Z               | 1997-09-02,1997-09-03,1997-09-04
            FREQ=DAILY;UNTIL=19970904                       | 1997-09-02,1997-09-03,1997-09-04
            FREQ=WEEKLY;COUNT=3                             | 1997-09-02,1997-09-09,1997-09-16
            FREQ=MONTHLY;BYDAY=1FR;UNTIL=19971224T000000Z   | 1997-09-05,1997-10-03,1997-11-07,1997-12-05
            FREQ=MONTHLY;BYDAY=-2MO;COUNT=3                 | 1997-09-22,1997-10-20,1997-11-17
            FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3              | 1997-09-28,1997-10-29,1997-11-28
            FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=4            | 1997-09-30,1997-10-01,1997-10-31,1997-11-01
            FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3     | 1998-02-13,1998-03-13,1998-11-13
            FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3;COUNT=3  | 1997-09-04,1997-10-07,1997-11-06
            FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3 | 1997-09-29,1997-10-30,1997-11-27
            FREQ=YEARLY;BYMONTH=6,7;COUNT=3                 | 1998-06-02,1998-07-02,1999-06-02
            FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYMONTHDAY=1;COUNT=2 | 1999-01-01,2001-01-01
            FREQ=YEARLY;BYDAY=20MO;COUNT=3                  | 1998-05-18,1999-05-17,2000-05-15
            FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=3          | 1998-03-05,1998-03-12,1998-03-19
            FREQ=YEARLY;COUNT=3                             | 1997-09-02,1998-09-02,1999-09-02
            """)
    void itOccursOnTheDaysThatTheStandardSays(String rule, String days) {
        assertThat(starts(rule, "1997-09-02T09:00:00Z", ZoneOffset.UTC, 5))
                .containsExactlyElementsOf(List.of(days.split(",")).stream()
                        .map(each -> each + "T09:00:00Z")
                        .toList());
    }

    @Test
    void aMonthWithoutTheDayIsLeftOut() {
        assertThat(starts("FREQ=MONTHLY", "2026-01-31T00:00:00Z", ZoneOffset.UTC, 3))
                .containsExactly("2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z", "2026-05-31T00:00:00Z");
    }

    @Test
    void theTimeOfDayStaysWhenClocksChange() {
        assertThat(starts("FREQ=WEEKLY", "2026-10-20T00:00:00Z", BERLIN, 2))
                .containsExactly("2026-10-20T00:00:00Z", "2026-10-27T01:00:00Z");
        assertThat(starts("FREQ=DAILY", "2026-03-28T01:30:00Z", BERLIN, 2))
                .as("02:30 does not exist on the 29th")
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z");
    }

    @Test
    void aWindowBeginsWithItsStartAndIsOverAtItsEndAlsoBeyondMidnight() {
        Recurrence nightly = Recurrence.of(
                "FREQ=WEEKLY;BYDAY=FR,SA", Instant.parse("2026-11-27T22:00:00Z"), ZoneOffset.UTC, HOUR.multipliedBy(4));
        assertThat(nightly.at(Instant.parse("2026-11-27T21:59:59.999Z"))).isEmpty();
        assertThat(nightly.at(Instant.parse("2026-11-27T22:00:00Z"))).isPresent();
        assertThat(nightly.at(Instant.parse("2026-11-28T01:59:59.999Z"))
                        .orElseThrow()
                        .end())
                .isEqualTo(Instant.parse("2026-11-28T02:00:00Z"));
        assertThat(nightly.at(Instant.parse("2026-11-28T02:00:00Z"))).isEmpty();
        assertThat(nightly.at(Instant.parse("2026-11-29T01:00:00Z"))).isPresent();
        assertThat(nightly.at(Instant.parse("2026-11-29T23:00:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FREQ=HOURLY                   | FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY, not HOURLY
            INTERVAL=2                    | FREQ is missing
            FREQ=DAILY;INTERVAL=0         | INTERVAL must be from 1 to 1000, not 0
            FREQ=DAILY;INTERVAL=٣         | INTERVAL must be a number, not '٣'
            FREQ=DAILY;INTERVAL=99999999999 | INTERVAL must be from 1 to 1000, not 99999999999
            FREQ=DAILY;BYHOUR=3           | BYHOUR is not supported
            FREQ=DAILY;FREQ=DAILY         | FREQ is given twice
            FREQ=WEEKLY;BYDAY=1MO         | BYDAY with a number needs FREQ=MONTHLY or YEARLY
            FREQ=WEEKLY;BYDAY=XX          | BYDAY must name MO to SU, not 'XX'
            FREQ=MONTHLY;BYMONTHDAY=0     | BYMONTHDAY must not be 0
            FREQ=DAILY;COUNT=3;UNTIL=20270101 | COUNT and UNTIL exclude each other
            FREQ=DAILY;UNTIL=20271301     | UNTIL '20271301' is no date
            FREQ=DAILY;UNTIL=20270230T000000 | UNTIL '20270230T000000' is no date
            FREQ=DAILY;UNTIL=20270101T250000Z | UNTIL '20270101T250000Z' is no date
            FREQ=DAILY;COUNT=             | 'COUNT=' is no NAME=VALUE
            FREQ=DAILY;COUNT=99999        | COUNT must be from 1 to 10000, not 99999
            """)
    void whatIsWrongIsSaid(String rule, String complaint) {
        assertThatThrownBy(() -> Recurrence.of(rule, Instant.EPOCH, ZoneOffset.UTC, HOUR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }

    @Test
    void aRuleThatNamesAsMuchAsItCanIsNotSlow() {
        String days = IntStream.rangeClosed(1, 80)
                .mapToObj(each -> (each % 53 + 1) + "MO")
                .collect(Collectors.joining(","));
        String rule = "FREQ=YEARLY;COUNT=10000;BYSETPOS=-1,1,52,53;BYDAY=" + days;
        assertThat(rule.length()).isBetween(300, 500);
        assertTimeout(Duration.ofSeconds(5), () -> {
            Recurrence recurrence = Recurrence.of(rule, Instant.EPOCH, ZoneOffset.UTC, Duration.ofDays(31));
            for (int i = 0; i < 20_000; i++) {
                recurrence.at(Instant.parse("2010-07-01T00:00:00Z").plusSeconds(i));
            }
        });
    }

    @Test
    void aWindowLastsAMonthAtMost() {
        assertThatThrownBy(() -> Recurrence.of("FREQ=DAILY", Instant.EPOCH, ZoneOffset.UTC, Duration.ofDays(32)))
                .hasMessageContaining("at most 31 days");
    }
}
