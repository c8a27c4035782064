package io.tocsin.processor.runtime;

import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.topology.TaskRegister;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.catalogue.TopicCreator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A processor from its start to its stop. Starts in the background, because Kafka and the registry may come later than
 * the processor; what it is doing is told by {@link #state()}. Thread-safe.
 */
public final class ProcessorRuntime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorRuntime.class);
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final ProcessorParameters parameters;
    private final InstantSource clock;
    private final String instance = UUID.randomUUID().toString();
    private final TaskRegister register = new TaskRegister();
    private final Thread starter;
    private volatile boolean stopping;
    private volatile String trouble = "starting";
    private volatile RunningProcessor running;
    private volatile Consumer<RuleCatalogue> rulesInForce = rules -> {};

    /** Makes a processor that is not started. */
    public ProcessorRuntime(ProcessorParameters parameters, InstantSource clock) {
        this.parameters = parameters;
        this.clock = clock;
        this.starter = DaemonThreads.named("start").newThread(this::startWhenPossible);
    }

    /** Lets somebody hear of each catalogue of rules that comes into force; to be called before the start. */
    void onRules(Consumer<RuleCatalogue> listener) {
        rulesInForce = listener;
    }

    /** Begins to start. */
    public void start() {
        starter.start();
    }

    /** Returns the id of this instance, new at each start. */
    public String instance() {
        return instance;
    }

    /** Returns whether records are folded and the state can be asked for. */
    public boolean isReady() {
        RunningProcessor now = running;
        return now != null && now.state() == KafkaStreams.State.RUNNING;
    }

    /** Returns what the processor is doing, in words for an operator. */
    public String state() {
        RunningProcessor now = running;
        if (now == null) {
            return trouble;
        }
        String state = now.state().name();
        return trouble.isEmpty() ? state : state + ": " + trouble;
    }

    /** Returns where this instance can be asked, as {@code host:port}, or null while it is starting. */
    public String queryAddress() {
        RunningProcessor now = running;
        return now == null ? null : now.queryAddress();
    }

    /**
     * Answers a question from the stores of this instance without going over the network.
     *
     * @return the answer; fails with {@link IllegalArgumentException} when the question makes no sense, with
     *     {@link java.util.concurrent.RejectedExecutionException} when too many wait or the processor does not run
     */
    public CompletableFuture<QueryResponse> ask(QueryRequest request) {
        RunningProcessor now = running;
        return now == null
                ? CompletableFuture.failedFuture(new RejectedExecutionException("the processor does not run"))
                : now.ask(request);
    }

    /** Returns which partitions are folded here. */
    public TaskRegister register() {
        return register;
    }

    /** Returns the greatest number of records that any input partition is behind; NaN when it is not known. */
    public double lag() {
        RunningProcessor now = running;
        return now == null ? Double.NaN : now.lag();
    }

    /** Returns the age of the latest tick of the partition that has waited longest, in milliseconds. */
    public long tickAge() {
        RunningProcessor now = running;
        return now == null ? 0 : now.tickAge();
    }

    /** Returns the native memory that the stores share, in bytes. */
    public long rocksDbBytes() {
        RunningProcessor now = running;
        return now == null ? 0 : now.rocksDbBytes();
    }

    /** Stops, whether or not the start has come to its end. */
    @Override
    public void close() {
        stopping = true;
        starter.interrupt();
        try {
            starter.join(START_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RunningProcessor now = running;
        running = null;
        trouble = "stopped";
        if (now != null) {
            now.close();
        }
    }

    private void startWhenPossible() {
        while (!stopping) {
            try {
                createTopics();
                running = new RunningProcessor(
                        parameters,
                        instance,
                        register,
                        clock,
                        () -> stopping,
                        failure -> trouble = "stopped by " + failure,
                        rules -> rulesInForce.accept(rules));
                trouble = "";
                return;
            } catch (RetriableException e) {
                trouble = "Kafka is away: " + e.getMessage();
                LOG.warn("Kafka is away, trying again: {}", e.getMessage());
            } catch (RuntimeException e) {
                if (!stopping) {
                    trouble = "cannot start: " + e.getMessage();
                    LOG.error("The processor cannot start", e);
                }
                return;
            }
        }
    }

    private void createTopics() {
        Map<String, Object> config = new HashMap<>(parameters.kafka());
        try (Admin admin = Admin.create(config)) {
            new TopicCreator(admin, ADMIN_TIMEOUT)
                    .createMissing(parameters.topology().topics(), parameters.partitions(), parameters.replication());
        }
    }
}
