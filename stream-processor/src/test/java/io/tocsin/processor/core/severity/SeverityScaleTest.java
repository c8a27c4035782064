package io.tocsin.processor.core.severity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Severity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SeverityScaleTest {

    private final SeverityScale scale = new SeverityScale(0.7, 0.9);

    private double score(Severity... severities) {
        return scale.score(severities, new double[severities.length], severities.length);
    }

    @Property(tries = 500)
    void contributionsSumToTheScoreExactly(@ForAll @Size(max = 30) List<Severity> severities) {
        Severity[] ranked =
                severities.stream().sorted(Comparator.reverseOrder()).toArray(Severity[]::new);
        double[] contributions = new double[ranked.length];
        double score = scale.score(ranked, contributions, ranked.length);
        assertThat(Arrays.stream(contributions).reduce(0, Double::sum)).isEqualTo(score);
        assertThat(score).isBetween(0.0, 1.0);
        for (double contribution : contributions) {
            assertThat(contribution).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void oneReasonGivesItsWeight() {
        assertThat(score()).isZero();
        assertThat(score(Severity.INFO)).isEqualTo(0.3);
        assertThat(score(Severity.WARNING)).isEqualTo(0.7);
        assertThat(score(Severity.CRITICAL)).isEqualTo(0.9);
        assertThat(score(Severity.EMERGENCY)).isEqualTo(1);
        assertThat(scale.band(score(Severity.WARNING))).isEqualTo(Health.WARNING);
        assertThat(scale.band(score(Severity.CRITICAL))).isEqualTo(Health.CRITICAL);
    }

    @Test
    void bandsBeginAtTheirLimits() {
        assertThat(scale.band(Math.nextDown(0.7))).isEqualTo(Health.NORMAL);
        assertThat(scale.band(0.7)).isEqualTo(Health.WARNING);
        assertThat(scale.band(Math.nextDown(0.9))).isEqualTo(Health.WARNING);
        assertThat(scale.band(0.9)).isEqualTo(Health.CRITICAL);
    }

    @Test
    void twoWarningsStayBelowCriticalAndThreeDoNot() {
        assertThat(score(Severity.WARNING, Severity.WARNING)).isEqualTo(0.89);
        assertThat(score(Severity.WARNING, Severity.WARNING, Severity.INFO, Severity.INFO))
                .isEqualTo(0.89);
        assertThat(scale.band(score(Severity.WARNING, Severity.WARNING, Severity.WARNING)))
                .isEqualTo(Health.CRITICAL);
    }

    @Test
    void whatIsOnlyWorthKnowingStaysNormal() {
        Severity[] many = new Severity[20];
        Arrays.fill(many, Severity.INFO);
        assertThat(scale.band(score(many))).isEqualTo(Health.NORMAL);
    }

    @Test
    void capsFollowTheLimits() {
        SeverityScale narrow = new SeverityScale(0.7, 0.702);
        Severity[] one = {Severity.WARNING};
        assertThat(narrow.band(narrow.score(one, new double[1], 1))).isEqualTo(Health.WARNING);
    }

    @Test
    void theDecisionTable() {
        assertThat(DecisionTable.decide(Health.NORMAL, 0, Decision.CONTINUE, null))
                .isEqualTo(Decision.CONTINUE);
        assertThat(DecisionTable.decide(Health.NORMAL, 0.3, Decision.CONTINUE, Severity.INFO))
                .isEqualTo(Decision.CONTINUE);
        assertThat(DecisionTable.decide(Health.WARNING, 0.7, Decision.RETRY, Severity.WARNING))
                .isEqualTo(Decision.RETRY);
        assertThat(DecisionTable.decide(Health.WARNING, 0.7, Decision.REPROCESS, Severity.WARNING))
                .isEqualTo(Decision.REPROCESS);
        assertThat(DecisionTable.decide(Health.CRITICAL, 0.9, Decision.CONTINUE, Severity.CRITICAL))
                .isEqualTo(Decision.ESCALATE);
        assertThat(DecisionTable.decide(Health.CRITICAL, 0.99, Decision.RETRY, Severity.CRITICAL))
                .isEqualTo(Decision.ESCALATE);
        assertThat(DecisionTable.decide(
                        Health.CRITICAL,
                        score(Severity.CRITICAL, Severity.CRITICAL, Severity.CRITICAL),
                        Decision.RETRY,
                        Severity.CRITICAL))
                .isEqualTo(Decision.HALT);
        assertThat(DecisionTable.decide(Health.CRITICAL, 1, Decision.CONTINUE, Severity.EMERGENCY))
                .isEqualTo(Decision.HALT);
        assertThat(DecisionTable.FAIL_SAFE).isEqualTo(Decision.ESCALATE);
    }
}
