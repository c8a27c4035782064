package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.HealthStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OldestEvaluationTest {

    private static final int ENTRIES = 3_000;
    private static final long HOUR = 3_600_000;

    private static RunningQuery query;

    @BeforeAll
    static void start() {
        query = RunningQuery.start();
        for (int i = 0; i < ENTRIES; i++) {
            query.cluster.put(Samples.evaluation("e" + i, "s" + i % 7, HealthStatus.NORMAL, Samples.T0 + HOUR + i)
                    .build());
        }
    }

    @AfterAll
    static void stop() {
        query.close();
    }

    @Test
    void theOldestOfManyIsFoundFromFarBeforeIt() {
        assertThat(find(Samples.T0)).isEqualTo(Samples.T0 + HOUR);
    }

    @Test
    void theOldestIsFoundFromTheBeginningOfTime() {
        assertThat(find(0)).isEqualTo(Samples.T0 + HOUR);
    }

    @Test
    void theOldestIsFoundWhenTheSearchBeginsAtIt() {
        assertThat(find(Samples.T0 + HOUR)).isEqualTo(Samples.T0 + HOUR);
    }

    @Test
    void moreEntriesOfOneMomentThanFitIntoAnAnswerHaveThatTime() {
        try (RunningQuery crowded = RunningQuery.start()) {
            for (int i = 0; i < 1_500; i++) {
                crowded.cluster.put(Samples.evaluation("e" + i, "s", HealthStatus.NORMAL, Samples.T0)
                        .build());
            }
            OldestEvaluation oldest =
                    new OldestEvaluation(crowded.service.context().getBean(Evaluations.class));

            assertThat(oldest.find(Samples.T0 - HOUR, Samples.T0)
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(Samples.T0);
        }
    }

    @Test
    void aFurtherSearchNeedsOneQuestionPerPartitionOwner() {
        OldestEvaluation oldest = oldest();
        search(oldest, Samples.T0);
        int before = query.left.asked.size() + query.right.asked.size();

        assertThat(search(oldest, Samples.T0)).isEqualTo(Samples.T0 + HOUR);
        assertThat(query.left.asked.size() + query.right.asked.size() - before).isEqualTo(2);
    }

    private static Long find(long earliest) {
        return search(oldest(), earliest);
    }

    private static OldestEvaluation oldest() {
        return new OldestEvaluation(query.service.context().getBean(Evaluations.class));
    }

    private static Long search(OldestEvaluation oldest, long earliest) {
        return oldest.find(earliest, Samples.T0 + HOUR + ENTRIES - 1)
                .toCompletableFuture()
                .join();
    }
}
