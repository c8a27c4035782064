package io.tocsin.standalone.logtext;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.LogLevel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2015-10-18 18:01:47,978 INFO [main] org.apache.hadoop.MRAppMaster: Created MRAppMaster | INFO",
                "2024-01-01 10:00:00.123  WARN 4711 --- [main] o.s.boot.Startup : slow | WARN",
                "2024/01/01 00:00:00 [error] 123#0: *1 open() failed | ERROR",
                "ERROR:root:it broke | ERROR",
                "E0105 12:00:00.000000 1 server.go:10] refused | ERROR",
                "03-17 16:13:38.811 1702 2395 W WindowManager: no token | WARN",
                "time=\"2024-01-01T00:00:00Z\" level=fatal msg=\"gone\" | FATAL",
                "<11>Jan 1 00:00:00 host app: failed | ERROR",
                "2016-09-28 04:30:30, Info                  CBS    Loaded | INFO",
                "2024-01-01 10:00:00 UTC [77] FATAL:  role does not exist | FATAL",
                "2024-01-01T00:00:00Z CRITICAL disk | FATAL",
            })
    void theUsualPlacesAreRead(String line, LogLevel level) {
        assertThat(LevelWords.in(line)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Jun 14 15:16:01 combo sshd(pam_unix)[19939]: authentication failure; logname= uid=0",
                "GET /error/ERROR.html 200",
                "the information desk has no errors",
                "retry after error in the upstream",
            })
    void wordsOfTheMessageAreNoLevel(String line) {
        assertThat(LevelWords.in(line)).isEqualTo(LogLevel.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"warning,WARN", "Severe,ERROR", "FAILURE,ERROR", "D,DEBUG", "combo,UNKNOWN", "'',UNKNOWN", "panic,FATAL"
    })
    void aWordNamesALevelWhateverItsCase(String word, LogLevel level) {
        assertThat(LevelWords.of(word)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"ERROR"})
    void aWordFarBehindTheHeadIsNotSearched(String word) {
        assertThat(LevelWords.in("x".repeat(200) + " " + word)).isEqualTo(LogLevel.UNKNOWN);
    }
}
