package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.view.MetricSummary;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationStatisticsTest {

    private static FoldRig operation(FoldRig rig, String name, double duration, boolean success) {
        return rig.event("operation", rig.now, o -> {
            o.outcome(duration, success);
            o.operation().set(name);
        });
    }

    private static Map<String, MetricSummary> minute(FoldRig rig) {
        return rig.window("1m").metrics();
    }

    @Test
    void eachOperationHasItsOwnDurationAndErrorRate() {
        FoldRig rig = new FoldRig();
        operation(rig, "pay", 100, true);
        operation(rig, "pay", 300, false);
        operation(rig, "list", 5, true);
        operation(rig, "list", Double.NaN, true);

        MetricSummary pay = minute(rig).get("duration_ms{operation=\"pay\"}");
        assertThat(pay.count()).isEqualTo(2);
        assertThat(pay.mean()).isEqualTo(200);
        assertThat(minute(rig).get("failed{operation=\"pay\"}").mean()).isEqualTo(0.5);
        assertThat(minute(rig).get("duration_ms{operation=\"list\"}").count()).isEqualTo(1);
        assertThat(minute(rig).get("failed{operation=\"list\"}").count()).isEqualTo(2);
        assertThat(minute(rig).get("duration_ms").count()).isEqualTo(3);
    }

    @Test
    void aSourceThatWasStoredGoesOnWithTheSameOperations() {
        FoldRig rig = new FoldRig();
        operation(rig, "pay \"now\"}", 100, true);
        rig.commitAndReload();
        operation(rig, "pay \"now\"}", 300, false);

        assertThat(minute(rig).get("failed{operation=\"pay \"now\"}\"}").count())
                .isEqualTo(2);
        assertThat(minute(rig).get("duration_ms{operation=\"pay \"now\"}\"}").mean())
                .isEqualTo(200);
    }

    @Test
    void operationsWithoutANameOrBeyondTheBoundCountForTheirSourceOnly() {
        FoldRig rig = new FoldRig();
        rig.operation(true);
        operation(rig, "x".repeat(OperationTable.MAX_NAME + 1), 1, true);
        for (int i = 0; i < 2 * OperationTable.MAX_OPERATIONS; i++) {
            operation(rig, "job-" + i, 1, true);
        }

        assertThat(rig.window("1m").operationCount()).isEqualTo(2L + 2 * OperationTable.MAX_OPERATIONS);
        assertThat(minute(rig).keySet().stream().filter(name -> name.startsWith("failed{")))
                .hasSize(OperationTable.MAX_OPERATIONS);
    }
}
