package io.tocsin.benchmarks.jmh;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.serde.SingleObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Avro of an ordinary event, both ways, through generated classes; the hot paths have readers and writers of their own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SerdeBenchmark {

    private final SingleObject<Event> codec = SingleObject.of(Event.class);
    private final Event event = Event.newBuilder()
            .setId("0190f7c2-6d0e-7b4e-9f53-0b6f8f6f7a11")
            .setTenant("default")
            .setEnvironment("bench")
            .setSource("bench-17")
            .setType("api_response")
            .setObservedAt(1_767_225_600_000L)
            .setReceivedAt(1_767_225_600_050L)
            .setMetrics(Map.of("response_time", 123.4, "cpu_usage", 31.5, "memory_usage", 44.0, "queue_depth", 12.0))
            .setAttributes(Map.of("output", "success"))
            .setLabels(Map.of("service", "bench-17"))
            .build();
    private final byte[] encoded = codec.encode(event);

    /** Writes an event. */
    @Benchmark
    public byte[] encode() {
        return codec.encode(event);
    }

    /** Reads an event. */
    @Benchmark
    public Event decode() {
        return codec.decode(encoded);
    }
}
