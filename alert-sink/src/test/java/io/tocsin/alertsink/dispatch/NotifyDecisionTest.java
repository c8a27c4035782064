package io.tocsin.alertsink.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class NotifyDecisionTest {

    private static final Map<String, Long> NONE = Map.of();

    /** What was told, what is, whether resolutions are wanted; what follows, with the status and the reason. */
    static Stream<Arguments> theTable() {
        return Stream.of(
                row("never told, nothing fires", told(NONE, NONE), NONE, a(1), true, ""),
                row("never told, fires", Told.NOTHING, a(1), NONE, true, "firing: first notification"),
                row("told, fires on", told(a(1), NONE), a(1), NONE, true, ""),
                row("told, fires in a new episode", told(a(1), NONE), a(2), NONE, true, "firing: new alerts added"),
                row("told of a, b joins", told(a(1), NONE), ab(1, 1), NONE, true, "firing: new alerts added"),
                row("told, all resolved", told(a(1), NONE), NONE, a(1), true, "resolved: all alerts resolved"),
                row(
                        "told, resolved in a later episode",
                        told(a(1), NONE),
                        NONE,
                        a(2),
                        true,
                        "resolved: all alerts resolved"),
                row("told, resolved, not wanted", told(a(1), NONE), NONE, a(1), false, ""),
                row("resolved is told once", told(NONE, a(1)), NONE, a(1), true, ""),
                row("fires again", told(NONE, a(1)), a(2), NONE, true, "firing: new alerts added"),
                row("fires again in the same episode", told(NONE, a(1)), a(1), NONE, true, "firing: new alerts added"),
                row("one of two resolved", told(ab(1, 1), NONE), b(1), a(1), true, "firing: some alerts resolved"),
                row("one of two resolved, not wanted", told(ab(1, 1), NONE), b(1), a(1), false, ""),
                row("one never told resolved", told(b(1), NONE), b(1), a(1), true, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("theTable")
    void followsTheTable(
            String name,
            Told told,
            Map<String, Long> firing,
            Map<String, Long> resolved,
            boolean sendResolved,
            String expected) {
        NotifyDecision.Verdict verdict = NotifyDecision.decide(told, new GroupSnapshot(firing, resolved), sendResolved);
        assertThat(verdict.tell() ? verdict.status() + ": " + verdict.reason() : "")
                .isEqualTo(expected);
    }

    private static Arguments row(
            String name,
            Told told,
            Map<String, Long> firing,
            Map<String, Long> resolved,
            boolean sendResolved,
            String expected) {
        return Arguments.of(name, told, firing, resolved, sendResolved, expected);
    }

    private static Told told(Map<String, Long> firing, Map<String, Long> resolved) {
        return new Told(true, firing, resolved);
    }

    private static Map<String, Long> a(long episode) {
        return Map.of("a", episode);
    }

    private static Map<String, Long> b(long episode) {
        return Map.of("b", episode);
    }

    private static Map<String, Long> ab(long a, long b) {
        return Map.of("a", a, "b", b);
    }
}
