package io.tocsin.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @Property(tries = 2000)
    void everyTimeIsReadAsJavaReadsIt(
            @ForAll @LongRange(min = 86_400_000, max = Timestamps.MAX - 86_400_000) long millis,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes) {
        OffsetDateTime time = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));

        String text =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").format(time);

        assertThat(Timestamps.parse(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "2024-02-29T00:00:00z, 1709164800000",
        "2024-01-20t12:34:56Z, 1705754096000",
        "2024-01-20 12:34:56Z, 1705754096000",
        "2024-01-20T12:34:56.7Z, 1705754096700",
        "2024-01-20T12:34:56.7891234567Z, 1705754096789",
        "2016-12-31T23:59:60Z, 1483228800000",
        "9999-12-31T23:59:59.999Z, 253402300799999"
    })
    void rfc3339IsRead(String text, long millis) {
        assertThat(Timestamps.parse(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024-01-20T12:34:56",
                "2024-01-20",
                "2024-13-20T12:34:56Z",
                "2023-02-29T12:34:56Z",
                "2024-01-20T24:00:00Z",
                "2024-01-20T12:34:56.Z",
                "2024-01-20T12:34:56+1:00",
                "2024-01-20T12:34:56+24:00",
                "1969-12-31T23:59:59Z",
                "9999-12-31T23:59:59-01:00",
                "10000-01-01T00:00:00Z",
                "-001-01-01T00:00:00Z",
                "2024-01-20T12:34:56ZZ",
                "٢٠٢٤-01-20T12:34:56Z"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Timestamps.INVALID);
    }

    @Test
    void numbersAreSecondsOrMilliseconds() {
        assertThat(Timestamps.ofNumber(1705754096)).isEqualTo(1705754096000L);
        assertThat(Timestamps.ofNumber(1705754096.789)).isEqualTo(1705754096789L);
        assertThat(Timestamps.ofNumber(1705754096789.0)).isEqualTo(1705754096789L);
        assertThat(Timestamps.ofNumber(0)).isZero();
        assertThat(Timestamps.ofNumber(-1)).isEqualTo(Timestamps.INVALID);
        assertThat(Timestamps.ofNumber(Double.NaN)).isEqualTo(Timestamps.INVALID);
        assertThat(Timestamps.ofNumber(1e15)).isEqualTo(Timestamps.INVALID);
    }
}
