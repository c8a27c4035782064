package io.tocsin.query;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.tocsin.query.routing.AnnouncementReader;
import io.tocsin.query.routing.InstanceDirectory;
import io.tocsin.query.routing.InventoryPoller;
import io.tocsin.query.routing.RoutingTable;
import io.tocsin.query.view.View;
import io.tocsin.service.health.ReadinessCheck;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routing table alive while the service runs, and says whether it is complete: ready when every partition of
 * every view has somebody who may be asked.
 */
@Context
final class Routing implements ReadinessCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

    private final AnnouncementReader announcements;
    private final InventoryPoller poller;
    private final QueryThreads threads;
    private final QueryParameters parameters;
    private ScheduledFuture<?> polls;

    Routing(
            QueryKafka kafka,
            QueryParameters parameters,
            InstanceDirectory directory,
            InventoryPoller poller,
            QueryThreads threads,
            InstantSource clock,
            MeterRegistry meters) {
        this.poller = poller;
        this.threads = threads;
        this.parameters = parameters;
        this.announcements = new AnnouncementReader(
                kafka::announcements,
                kafka.announcementDeserializer(),
                parameters.topics().instances.name(),
                parameters.topics().events.name(),
                directory,
                poller,
                clock);
        Gauge.builder("tocsin.query.instances", poller, one -> one.current()
                        .instances()
                        .size())
                .description("Processor instances in the routing table")
                .register(meters);
        for (View<?> view : View.ALL) {
            Gauge.builder("tocsin.query.unserved.partitions", poller, one -> one.current()
                            .unserved(view.name())
                            .size())
                    .description("Partitions that nobody can be asked for")
                    .tag("view", view.name())
                    .register(meters);
        }
    }

    @PostConstruct
    void start() {
        announcements.start();
        long interval = parameters.inventoryInterval().toMillis();
        polls = threads.polling.scheduleWithFixedDelay(this::poll, interval, interval, TimeUnit.MILLISECONDS);
    }

    private void poll() {
        try {
            poller.refresh();
        } catch (RuntimeException failed) {
            // A schedule ends with the first exception; the next poll must come all the same.
            LOG.error("polling inventories failed", failed);
        }
    }

    @PreDestroy
    void stop() {
        polls.cancel(false);
        announcements.close();
    }

    @Override
    public String name() {
        return "routing";
    }

    @Override
    public boolean ready() {
        RoutingTable table = poller.current();
        return table.partitions() > 0 && unserved(table).isEmpty();
    }

    @Override
    public String detail() {
        RoutingTable table = poller.current();
        if (table.partitions() == 0) {
            return "the partitions of the cluster are not known yet";
        }
        SortedMap<String, Object> unserved = unserved(table);
        return unserved.isEmpty()
                ? table.instances().size() + " instances serve " + table.partitions() + " partitions"
                : "nobody serves partitions " + unserved;
    }

    private static SortedMap<String, Object> unserved(RoutingTable table) {
        SortedMap<String, Object> unserved = new TreeMap<>();
        for (View<?> view : View.ALL) {
            if (!table.unserved(view.name()).isEmpty()) {
                unserved.put(view.name(), table.unserved(view.name()));
            }
        }
        return unserved;
    }
}
