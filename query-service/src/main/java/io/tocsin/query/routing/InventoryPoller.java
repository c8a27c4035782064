package io.tocsin.query.routing;

import io.tocsin.query.scatter.FailureKind;
import io.tocsin.query.scatter.IqClient;
import io.tocsin.query.scatter.IqException;
import io.tocsin.schemas.Inventory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routing table: asks each present instance for its inventory and builds a new table from each answer, so that
 * one instance that hangs does not keep the news of the others back. An instance that does not answer keeps its last
 * inventory, marked as suspect. Thread-safe; never blocks.
 */
public final class InventoryPoller implements RoutingTables {

    private static final Logger LOG = LoggerFactory.getLogger(InventoryPoller.class);

    /** An instance is not asked again sooner than this after its latest answer, however many queries fail. */
    private static final long SHORTEST_PAUSE_MILLIS = 20;

    private final InstanceDirectory directory;
    private final IqClient client;
    private final Duration timeout;
    private final InstantSource clock;
    private final Map<String, Polled> polled = new HashMap<>();
    private volatile RoutingTable table;
    private int partitions;

    /**
     * Makes a poller; nothing is asked before the first {@link #refresh}.
     *
     * @param directory which instances there are
     * @param client how to ask them
     * @param timeout time for one inventory
     * @param maxStandbyLag greatest lag in records with which a standby may be asked
     * @param clock clock of the directory and of the tables
     */
    public InventoryPoller(
            InstanceDirectory directory, IqClient client, Duration timeout, long maxStandbyLag, InstantSource clock) {
        this.directory = directory;
        this.client = client;
        this.timeout = timeout;
        this.clock = clock;
        this.table = RoutingTable.empty(maxStandbyLag, clock.millis());
    }

    /** Sets the number of partitions that the topics have. */
    public synchronized void partitions(int count) {
        partitions = count;
        rebuild();
    }

    @Override
    public RoutingTable current() {
        return table;
    }

    @Override
    public CompletionStage<RoutingTable> refresh() {
        List<CompletableFuture<?>> polls = new ArrayList<>();
        for (Polled one : due()) {
            CompletableFuture<Inventory> answer = client.inventory(one.instance, timeout);
            answer.whenComplete((inventory, error) -> {
                if (error == null) {
                    answered(one, inventory);
                } else {
                    silent(one, error);
                }
                one.poll.complete(null);
            });
        }
        synchronized (this) {
            polled.values().forEach(one -> polls.add(one.poll));
        }
        return CompletableFuture.allOf(polls.toArray(CompletableFuture[]::new)).thenApply(done -> table);
    }

    private synchronized List<Polled> due() {
        long now = clock.millis();
        Set<String> present = new HashSet<>();
        List<Polled> due = new ArrayList<>();
        for (Instance instance : directory.present(now)) {
            present.add(instance.id());
            Polled one = polled.compute(
                    instance.id(),
                    (id, old) -> old == null || !old.instance.equals(instance) ? new Polled(instance) : old);
            if (one.poll.isDone() && now - one.finishedMillis >= SHORTEST_PAUSE_MILLIS) {
                one.poll = new CompletableFuture<>();
                due.add(one);
            }
        }
        if (polled.keySet().retainAll(present)) {
            rebuild();
        }
        return due;
    }

    private synchronized void answered(Polled one, Inventory inventory) {
        one.finishedMillis = clock.millis();
        if (polled.get(one.instance.id()) == one) {
            one.known = new KnownInstance(one.instance, inventory, true);
            rebuild();
        }
    }

    private synchronized void silent(Polled one, Throwable error) {
        one.finishedMillis = clock.millis();
        if (polled.get(one.instance.id()) != one) {
            return;
        }
        if (one.known == null || one.known.reachable()) {
            LOG.warn(
                    "instance {} does not answer at {}: {}",
                    one.instance.id(),
                    one.instance.address(),
                    error.toString());
        }
        if (error instanceof IqException typed && typed.failure().kind() == FailureKind.NOT_HERE) {
            directory.left(one.instance.id());
            polled.remove(one.instance.id());
        } else if (one.known != null) {
            one.known = one.known.unreachable();
        }
        rebuild();
    }

    private void rebuild() {
        List<KnownInstance> known = polled.values().stream()
                .filter(one -> one.known != null)
                .map(one -> one.known)
                .toList();
        table = table.next(partitions, known, clock.millis());
    }

    private static final class Polled {
        private final Instance instance;
        private CompletableFuture<Void> poll = CompletableFuture.completedFuture(null);
        private long finishedMillis = Long.MIN_VALUE / 2;
        private KnownInstance known;

        private Polled(Instance instance) {
            this.instance = instance;
        }
    }
}
