package io.tocsin.processor.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class OutputRefusalsTest {

    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2, 3};

    private final OutputRefusals refusals = new OutputRefusals();

    OutputRefusalsTest() {
        refusals.configure(Map.of(OutputRefusals.TOPIC_CONFIG, "dead"));
    }

    @Test
    void anOutputThatIsTooLargeIsPutAside() {
        ProductionExceptionHandler.Response response = refuse("evaluations", new RecordTooLargeException("2 MB"));

        assertThat(response.result()).isEqualTo(ProductionExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("dead");
            assertThat(letter.key()).isEqualTo(KEY);
            assertThat(letter.value()).isEqualTo(VALUE);
            assertThat(new String(
                            letter.headers().lastHeader(DeadLetterHeaders.TOPIC).value(), UTF_8))
                    .isEqualTo("events");
            assertThat(new String(
                            letter.headers()
                                    .lastHeader(DeadLetterHeaders.REASON)
                                    .value(),
                            UTF_8))
                    .isEqualTo("output_too_large");
        });
    }

    @Test
    void nothingIsLostFromAChangelogNorFromTheDeadLetters() {
        assertThat(refuse("app-source-heads-changelog", new RecordTooLargeException("9 MB"))
                        .result())
                .isEqualTo(ProductionExceptionHandler.Result.FAIL);
        assertThat(refuse("dead", new RecordTooLargeException("9 MB")).result())
                .isEqualTo(ProductionExceptionHandler.Result.FAIL);
    }

    @Test
    void everyOtherRefusalEndsTheThread() {
        assertThat(refuse("evaluations", new TimeoutException("slow")).result())
                .isEqualTo(ProductionExceptionHandler.Result.FAIL);
    }

    private ProductionExceptionHandler.Response refuse(String topic, Exception why) {
        ErrorHandlerContext context = new DefaultErrorHandlerContext(
                null, "events", 3, 42, new RecordHeaders(), "node", new TaskId(0, 3), 1_000, KEY, VALUE);
        return refusals.handleError(context, new ProducerRecord<>(topic, null, 1_000L, KEY, VALUE), why);
    }
}
