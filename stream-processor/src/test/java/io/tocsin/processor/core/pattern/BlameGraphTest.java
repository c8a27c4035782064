package io.tocsin.processor.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class BlameGraphTest {

    private static final long NOW = 1_000_000;
    private static final long WINDOW = 300_000;

    private final List<SourceSignals> signals = new ArrayList<>();
    private final Roster roster = new Roster();

    @Test
    void aSourceThatFailsAtAllThatItDoesBlamesNobody() {
        trouble(
                "b",
                List.of("x", "y"),
                List.of(),
                failing(0, "x", FailureClass.OTHER),
                calls("x", 2, FailureClass.OTHER));
        trouble(
                "a",
                List.of("b", "z"),
                List.of("z"),
                failing(5, "b", FailureClass.OTHER),
                calls("b", 5, FailureClass.OTHER));
        alive("x", "y", "z");

        assertThat(originOf("a")).isEqualTo("b");
    }

    @Test
    void aSourceThatDoesWellOtherwiseBlamesTheOneItFailsAt() {
        trouble(
                "a",
                List.of("b", "z"),
                List.of("z"),
                failing(5, "b", FailureClass.OTHER),
                calls("b", 5, FailureClass.OTHER));
        alive("b", "z");

        assertThat(originOf("a")).isEqualTo("b");
    }

    @Test
    void anErrorThatSaysThatTheOtherSideFailsBlamesItBeforeThatOneSaysSo() {
        trouble(
                "a",
                List.of("b"),
                List.of(),
                failing(5, "b", FailureClass.UPSTREAM),
                calls("b", 5, FailureClass.UPSTREAM));
        alive("b");

        assertThat(originOf("a")).isEqualTo("b");
        assertThat(graph().isDoubtful("b")).isTrue();
    }

    @Test
    void whatSeveralFailAtIsToBlame() {
        trouble("a", List.of("c"), List.of(), failing(5, "c", FailureClass.OTHER), calls("c", 5, FailureClass.OTHER));
        alive("b", "c");
        assertThat(originOf("a")).isEqualTo("a");

        trouble("b", List.of("c"), List.of(), failing(9, "c", FailureClass.OTHER), calls("c", 9, FailureClass.OTHER));
        assertThat(originOf("a")).isEqualTo("c");
    }

    @Test
    void aSourceThatSaysWhoCallsItIsTheCauseOfTheFailuresOfItsCallers() {
        signals.add(new SourceSignals(
                "b",
                null,
                null,
                NOW,
                List.of(),
                List.of("a"),
                List.of(),
                List.of(failing(0, null, FailureClass.OTHER))));
        trouble("a", List.of(), List.of(), failing(30, null, FailureClass.OTHER));
        alive("a", "b");

        assertThat(originOf("a")).isEqualTo("b");
    }

    @Test
    void whoseCallsNobodyKnowsFollowsFromWhatClearlyBeganBefore() {
        trouble("first", List.of("z"), List.of(), failing(0, null, FailureClass.OTHER));
        trouble("numbers", List.of(), List.of(), failing(40, null, FailureClass.OTHER));
        trouble(
                "caller",
                List.of("numbers", "z"),
                List.of("z"),
                failing(80, "numbers", FailureClass.OTHER),
                calls("numbers", 80, FailureClass.OTHER));
        alive("first", "numbers", "caller", "z");

        assertThat(originOf("caller")).isEqualTo("first");
        assertThat(group("caller")).containsExactly("caller", "first", "numbers");
    }

    private BlameGraph graph() {
        Fleet fleet = new Fleet();
        fleet.add(signals, roster.view(NOW));
        return BlameGraph.ofFailures(fleet);
    }

    private String originOf(String member) {
        BlameGraph graph = graph();
        for (SortedSet<String> group : new BlameGroups(graph, WINDOW).all()) {
            if (group.contains(member)) {
                return graph.origin(group);
            }
        }
        return null;
    }

    private SortedSet<String> group(String member) {
        return new BlameGroups(graph(), WINDOW)
                .all().stream()
                        .filter(each -> each.contains(member))
                        .findFirst()
                        .orElseThrow();
    }

    private void alive(String... names) {
        for (String name : names) {
            roster.touch(-1, name, NOW);
        }
    }

    private void trouble(String source, List<String> targets, List<String> sound, Signal... what) {
        signals.add(new SourceSignals(source, null, null, NOW, targets, List.of(), sound, List.of(what)));
    }

    private static Signal failing(long second, String suspect, FailureClass meaning) {
        return signal(SignalKind.FAILING, suspect, second, meaning);
    }

    private static Signal calls(String target, long second, FailureClass meaning) {
        return signal(SignalKind.FAILING_CALLS, target, second, meaning);
    }

    private static Signal signal(SignalKind kind, String subject, long second, FailureClass meaning) {
        long since = NOW - 120_000 + second * 1000;
        return new Signal(kind, subject, since, since - 2_000, 1, 0, 20, meaning, 1, NOW);
    }
}
