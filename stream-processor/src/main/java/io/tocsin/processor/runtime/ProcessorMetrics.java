package io.tocsin.processor.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.processor.topology.TaskRegister;
import io.tocsin.processor.topology.TaskStatus;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What the processor says of itself. The counters are read from the tasks when somebody asks; folding a record costs one
 * increment. {@code processed} counts every record taken, so it is the sum of what was folded and what went to the dead
 * letters.
 */
final class ProcessorMetrics {

    private ProcessorMetrics() {}

    static void bind(ProcessorRuntime runtime, MeterRegistry meters) {
        TaskRegister register = runtime.register();
        runtime.onRules(new RuleMeters(register, meters)::use);
        FunctionCounter.builder(
                        "tocsin.processor.records.processed", register, all -> sumKnown(all, TaskStatus::processed))
                .description("Records taken, dead letters included")
                .register(meters);
        FunctionCounter.builder("tocsin.processor.commits", register, all -> sumKnown(all, TaskStatus::commits))
                .description("Commits with something to write")
                .register(meters);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            FunctionCounter.builder(
                            "tocsin.processor.records.dead",
                            register,
                            all -> sumKnown(all, task -> task.deadLetters(reason)))
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .description("Records that went to the dead letters")
                    .register(meters);
        }
        Gauge.builder("tocsin.processor.partitions", register, all -> all.active()
                        .size())
                .description("Partitions that are folded here")
                .register(meters);
        Gauge.builder("tocsin.processor.entries.dirty", register, all -> sumActive(all, TaskStatus::dirtyEntries))
                .description("Sources that the next commits will write")
                .register(meters);
        Gauge.builder("tocsin.processor.live.bytes", register, all -> sumActive(all, TaskStatus::liveBytes))
                .description("Approximate size of the live objects")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("tocsin.processor.sources.resident", register, all -> sumActive(all, TaskStatus::sources))
                .description("Sources in memory, live or waiting for a deadline")
                .register(meters);
        Gauge.builder("tocsin.processor.lag.records", runtime, ProcessorRuntime::lag)
                .description("Records that the slowest input partition is behind")
                .register(meters);
        Gauge.builder("tocsin.processor.tick.age.seconds", runtime, each -> each.tickAge() / 1000.0)
                .description("Age of the latest tick of the partition that has waited longest")
                .register(meters);
        Gauge.builder("tocsin.processor.rocksdb.bytes", runtime, ProcessorRuntime::rocksDbBytes)
                .description("Native memory that the state stores share")
                .baseUnit("bytes")
                .register(meters);
    }

    private static double sumKnown(TaskRegister register, ToLongFunction<TaskStatus> value) {
        return register.known().stream().mapToLong(value).sum();
    }

    private static double sumActive(TaskRegister register, ToLongFunction<TaskStatus> value) {
        return register.active().values().stream().mapToLong(value).sum();
    }
}
