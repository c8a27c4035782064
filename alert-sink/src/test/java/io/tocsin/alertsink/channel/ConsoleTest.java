package io.tocsin.alertsink.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.Examples;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertState;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    @Test
    void aLineSaysWhatWhereAndSinceWhen() {
        assertThat(Console.line(Examples.alert("f", 1, 1, AlertState.FIRING)))
                .isEqualTo("2026-11-20T09:17:59.650Z  FIRING    CRITICAL   prod/checkout  CPU usage of checkout is 97 %"
                        + "  (expected at most 95 %, saw 97 %)");
        assertThat(Console.line(Examples.alert("f", 1, 3, AlertState.RESOLVED)))
                .startsWith("2026-11-20T09:18:01.650Z  RESOLVED  CRITICAL   prod/checkout");
    }

    @Test
    void aTextCannotForgeALineOrColourTheTerminal() {
        Alert alert = Alert.newBuilder(Examples.alert("f", 1, 1, AlertState.FIRING))
                .setTitle("x\n2026 FIRING \u001b[31mred")
                .setTest(true)
                .build();
        assertThat(Console.line(alert)).startsWith("[test] ").doesNotContain("\n", "\u001b");
    }
}
