package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.forecast.SeriesHistories;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.model.Severity;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimitWatchTest {

    private static final long MINUTE = 60_000;

    private final FoldRig rig = new FoldRig();
    private final Random random = new Random(7);

    @Test
    void aDiskThatFillsIsFoundWithTheTimeThatIsLeft() {
        report(180, "disk_usage", 40, 0.1);

        assertThat(rig.findings).hasSize(1);
        Finding finding = rig.findings.get(0);
        assertThat(finding.kind()).isEqualTo(Finding.LIMIT_AHEAD);
        assertThat(finding.subject()).isEqualTo("disk_usage");
        assertThat(finding.evidence().expected()).isEqualTo(100);
        assertThat(finding.evidence().confidence()).isGreaterThan(0.8);
        assertThat(rig.reason("limit-ahead").text())
                .contains("disk_usage is at")
                .contains(" h (");
        assertThat(rig.reason("limit-ahead").severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void theWarningGrowsUrgentAndEndsWhenTheRiseDoes() {
        report(180, "disk_usage", 70, 0.15);
        assertThat(rig.reason("limit-ahead").severity()).isEqualTo(Severity.CRITICAL);

        report(240, "disk_usage", 30, 0);
        assertThat(rig.findings.get(rig.findings.size() - 1).state()).isEqualTo(Finding.State.CLOSED);
        assertThat(rig.has("limit-ahead")).isFalse();
    }

    @Test
    void whatIsSteadyOrNotWatchedIsNotFound() {
        report(600, "disk_usage", 84, 0);
        report(180, "queue_length", 40, 0.2);
        assertThat(rig.findings)
                .as("that disk_usage does not come any more is another matter")
                .extracting(Finding::kind)
                .containsOnly("anomaly");
        assertThat(rig.has("limit-ahead")).isFalse();
    }

    @Test
    void aCounterHasAHistoryOfItsIncrease() {
        double total = 1000;
        for (int minute = 0; minute < 30; minute++) {
            total = minute == 15 ? 30 : total + 120;
            double value = total;
            rig.event(o -> {
                o.addMetric("requests_total", value);
                o.kind("requests_total", MetricKind.COUNTER);
            });
            rig.tick(MINUTE);
        }
        SeriesHistories histories = rig.state.learned().find(SeriesHistories.KIND);
        assertThat(histories.isRate("requests_total")).isTrue();
        double[] values = histories.find("requests_total").values();
        assertThat(values[values.length - 1]).isEqualTo(2);
        assertThat(values).contains(0.5);
    }

    /** Reports a value a minute for some minutes. */
    private void report(int minutes, String metric, double from, double perMinute) {
        for (int minute = 0; minute < minutes; minute++) {
            rig.metric(metric, from + perMinute * minute + random.nextGaussian() * 0.02);
            rig.tick(MINUTE);
            if (minute % 30 == 0) {
                rig.commit();
            }
        }
    }
}
