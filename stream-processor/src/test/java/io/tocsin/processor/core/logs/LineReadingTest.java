package io.tocsin.processor.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReadingTest {

    private static LineReading read(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new TemplateMiner(4).observe(bytes, 0, bytes.length, 1).reading();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // wrong: the words outweigh a low level
                "FATAL exception in worker 7;INFO;FATAL",
                "java.lang.OutOfMemoryError: Java heap space;INFO;FATAL",
                "Unhandled exception at 0x7f;DEBUG;FATAL",
                "caught java.net.NoRouteToHostException: no route;INFO;ERROR",
                // wrong: what the line states outweighs what its collector put on it
                "[INFO] server is up;ERROR;INFO",
                "WARN: pool is nearly empty;ERROR;WARN",
                "level=error msg=\"it broke\";INFO;ERROR",
                // missing
                "connection to db01 refused;UNKNOWN;ERROR",
                "2024-01-15 10:00:00 [WARN] slow;UNKNOWN;WARN",
                "retrying in 5 s;UNKNOWN;WARN",
                "payment 17 failed;UNKNOWN;ERROR",
                "job 4 on node 12 failed;UNKNOWN;ERROR",
                "12 passed, 0 failed;UNKNOWN;INFO",
                "batch done: 90 processed, 0 failed;UNKNOWN;INFO",
                "user logged in;UNKNOWN;INFO",
                "kernel panic - not syncing;UNKNOWN;FATAL",
                // right, or a matter of taste: as it was sent
                "Failed to renew lease, will retry;INFO;INFO",
                "something odd;WARN;WARN",
                "error handler registered;INFO;INFO",
                "finished with 0 errors;UNKNOWN;INFO",
                "3 ddr errors detected and corrected;UNKNOWN;INFO",
                "session timeout is 30 s;UNKNOWN;INFO",
                "everything is fine;FATAL;FATAL",
                "Error loading plugin;WARN;WARN"
            })
    void theLevelIsRepairedWhereItIsMissingOrWrong(String line, Level sent, Level expected) {
        assertThat(read(line).levelOf(sent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Failed password for root from 10.0.0.1 port 22;AUTH",
                "deadlock detected while waiting for transaction 17;DATABASE",
                "java.lang.OutOfMemoryError: Java heap space;MEMORY",
                "write failed: no space left on device;STORAGE",
                "connection to 10.0.0.1:80 refused;NETWORK",
                "property a.b.c is deprecated;CONFIG",
                "Shutting down, worker 3 stopped;LIFECYCLE",
                "the answer is 42;APPLICATION"
            })
    void theCategoryFollowsTheWords(String line, LogCategory category) {
        assertThat(read(line).category()).isEqualTo(category);
    }

    @Test
    void anErrorIsActionableUnlessItPassedAndAnAlarmAlways() {
        assertThat(read("payment failed").actionable(Level.ERROR)).isTrue();
        assertThat(read("payment failed").actionable(Level.INFO)).isFalse();
        assertThat(read("fetch failed, will retry").actionable(Level.ERROR)).isFalse();
        assertThat(read("disk full on /var").actionable(Level.INFO)).isTrue();
        assertThat(read("all good").actionable(Level.WARN)).isFalse();
    }

    @Test
    void whatIsVariableDoesNotCount() {
        TemplateMiner miner = new TemplateMiner(4);
        LogTemplate template = null;
        for (String name : new String[] {"bob", "fatal"}) {
            byte[] line = ("session opened for user " + name + " by pam").getBytes(StandardCharsets.UTF_8);
            template = miner.observe(line, 0, line.length, 1);
        }
        assertThat(template.reading().levelOf(Level.INFO)).isEqualTo(Level.INFO);
    }
}
