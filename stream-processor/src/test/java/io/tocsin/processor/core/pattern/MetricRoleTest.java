package io.tocsin.processor.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricRoleTest {

    @ParameterizedTest
    @CsvSource({
        "cpu_usage, RESOURCE",
        "host.memory_usage, RESOURCE",
        "cpu, RESOURCE",
        "cpu_seconds, NONE",
        "p99_latency_ms, LATENCY",
        "http.error_rate, ERROR_RATE",
        "connection_pool_active, DATABASE",
        "lock_waits, DATABASE",
        "userdb2_wait, DATABASE",
        "requests, LOAD",
        "failed_requests, FAILURES",
        "http_request_errors_total, FAILURES",
        "login_failure_rate, ERROR_RATE",
        "errors_percent, ERROR_RATE",
        "memory.utilization, RESOURCE",
        "disk_free_percent, HEADROOM",
        "disk_free, NONE",
        "thread_pool_usage, RESOURCE",
        "queue_depth, LOAD",
        "payments{op=a}.latency, NONE"
    })
    void aNameSaysWhatItsMetricCanTell(String name, MetricRole role) {
        assertThat(MetricRole.of(name)).isEqualTo(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders-db", "db", "DB1", "userdb", "rds", "rds07", "pg-primary", "pg2", "my.postgresql.x"})
    void aWordThatNamesADatabaseMakesADatabase(String name) {
        assertThat(MetricRole.mentionsDatabase(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "dbx", "records", "cards", "page", "apg", "d b", "7", "feedback"})
    void otherWordsDoNot(String name) {
        assertThat(MetricRole.mentionsDatabase(name)).isFalse();
    }

    @Property
    void theScanFindsTheWordsThatExpressionsWould(
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'g') @CharRange(from = '1', to = '2')
                    String left,
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'g') @CharRange(from = '1', to = '2')
                    String right) {
        boolean expected = false;
        for (String word : (left + "_" + right).split("[^a-z0-9]+")) {
            String stem = word.replaceAll("[0-9]+$", "");
            expected |= stem.endsWith("db") || stem.equals("pg");
        }
        assertThat(MetricRole.mentionsDatabase(left + "_" + right)).isEqualTo(expected);
    }
}
