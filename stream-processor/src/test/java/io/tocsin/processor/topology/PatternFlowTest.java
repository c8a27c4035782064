package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertStepKind;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.EnvironmentPatterns;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.FailurePattern;
import io.tocsin.schemas.Outcome;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.catalogue.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatternFlowTest {

    private static final String RULE = "pattern-cascading-failures";

    private final ProcessorRig rig = new ProcessorRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void failuresThatCascadeBecomeAPatternAnAlertAndARowAndEnd() {
        run(20, true);
        assertThat(rig.read(rig.topics.patterns, FailurePattern.class)).isEmpty();

        run(40, false);
        List<FailurePattern> told = rig.read(rig.topics.patterns, FailurePattern.class);
        assertThat(told).isNotEmpty().first().satisfies(pattern -> {
            assertThat(pattern.getPattern()).isEqualTo("cascading_failures");
            assertThat(pattern.getOrigin()).isEqualTo("stock");
            assertThat(pattern.getSources()).startsWith("stock").contains("cart", "web");
            assertThat(pattern.getActive()).isTrue();
        });
        assertThat(rig.read(rig.topics.alerts, Alert.class))
                .filteredOn(alert -> alert.getRule().equals("pattern-cascading-failures"))
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(alert.getState()).isEqualTo(AlertState.FIRING));
        EnvironmentPatterns patterns = patterns();
        assertThat(patterns.getPatterns()).singleElement().matches(FailurePattern::getActive);
        assertThat(patterns.getStandings()).hasSize(6);

        run(60, true);
        rig.tickFor(Duration.ofSeconds(300));
        assertThat(patterns().getPatterns()).singleElement().matches(pattern -> !pattern.getActive());
        assertThat(rig.read(rig.topics.alerts, Alert.class))
                .filteredOn(alert -> alert.getRule().equals("pattern-cascading-failures"))
                .last()
                .satisfies(alert -> assertThat(alert.getState()).isEqualTo(AlertState.RESOLVED));
    }

    @Test
    void anAlertAboutAPatternIsListedAndTakesOrdersLikeAnyOther() {
        run(20, true);
        run(40, false);
        Alert firing = patternAlert();
        assertThat(firing.getState()).isEqualTo(AlertState.FIRING);
        assertThat(firing.getSource()).isEqualTo("stock");
        assertThat(firing.getLabels()).containsEntry("pattern", "cascading_failures");

        order(firing, "o1", AlertAction.ACKNOWLEDGE);
        assertThat(patternAlert().getState()).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(patternAlert().getAcknowledgedBy()).isEqualTo("ops");
        order(firing, "o2", AlertAction.UNACKNOWLEDGE);
        assertThat(patternAlert().getState()).isEqualTo(AlertState.FIRING);
        order(firing, "o3", AlertAction.RESOLVE);
        run(20, false);
        assertThat(patternAlert().getState())
                .as("a person has the last word while the pattern holds")
                .isEqualTo(AlertState.RESOLVED);

        run(60, true);
        rig.tickFor(Duration.ofSeconds(300));
        run(60, false);
        Alert again = patternAlert();
        assertThat(again.getState()).isEqualTo(AlertState.FIRING);
        assertThat(again.getEpisode()).isGreaterThan(firing.getEpisode());
    }

    @Test
    void anAlertAboutAPatternOutlivesTheRulesOfItsSource() {
        run(20, true);
        run(40, false);
        rig.tickFor(Duration.ofSeconds(20));

        assertThat(rig.read(rig.topics.alertTransitions, AlertTransition.class))
                .filteredOn(step -> step.getAlert().getRule().equals(RULE) && step.getKind() == AlertStepKind.STATE)
                .extracting(AlertTransition::getTo)
                .containsExactly(AlertState.FIRING);
    }

    private Alert patternAlert() {
        return new RigQueries(rig)
                .rows(RigQueries.question(Stores.VIEW_ALERTS, QueryKind.ALL).build(), Alert.class).stream()
                        .filter(alert -> alert.getRule().equals(RULE))
                        .reduce((first, second) -> {
                            throw new AssertionError("two alerts about one pattern");
                        })
                        .orElseThrow();
    }

    private void order(Alert alert, String id, AlertAction action) {
        rig.send(AlertCommand.newBuilder()
                .setId(id)
                .setFingerprint(alert.getFingerprint())
                .setTenant(alert.getTenant())
                .setEnvironment(alert.getEnvironment())
                .setSource(alert.getSource())
                .setAction(action)
                .setActor("ops")
                .setRequestedAt(rig.now())
                .setSeverity(alert.getSeverity())
                .build());
    }

    private EnvironmentPatterns patterns() {
        return new RigQueries(rig)
                .rows(RigQueries.question(Stores.VIEW_PATTERNS, QueryKind.ALL).build(), EnvironmentPatterns.class)
                .get(0);
    }

    private void run(int seconds, boolean well) {
        for (int second = 0; second < seconds; second++) {
            operation("stock", null, well);
            operation("cart", "stock", well);
            operation("web", "cart", well);
            rig.tickFor(Duration.ofSeconds(1));
        }
    }

    private void operation(String source, String target, boolean success) {
        Outcome outcome = new Outcome("work", 12.0, success, success ? null : "internal error", target);
        Event event = new Event(
                rig.nextId(),
                "default",
                "production",
                source,
                "operation",
                rig.now(),
                rig.now(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                outcome,
                null,
                null);
        rig.send(event);
    }
}
