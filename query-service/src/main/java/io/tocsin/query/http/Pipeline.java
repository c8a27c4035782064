package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.query.json.Json;
import io.tocsin.query.routing.InventoryPoller;
import io.tocsin.query.routing.KnownInstance;
import io.tocsin.query.routing.RoutingTable;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.query.view.View;
import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.PartitionRole;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/** The processors as the routing table has them. Thread-safe. */
@Singleton
final class Pipeline {

    /** Ticks move stream time every second; with more than this behind the clock nothing is being processed. */
    private static final Duration STANDSTILL = Duration.ofSeconds(30);

    private final InventoryPoller poller;
    private final InstantSource clock;

    Pipeline(InventoryPoller poller, InstantSource clock) {
        this.poller = poller;
        this.clock = clock;
    }

    /** Returns whether every partition is served and time goes on in each. */
    boolean active() {
        RoutingTable table = poller.current();
        Long streamTime = streamTime(table);
        return table.partitions() > 0
                && View.ALL.stream()
                        .allMatch(view -> table.unserved(view.name()).isEmpty())
                && streamTime != null
                && clock.millis() - streamTime < STANDSTILL.toMillis();
    }

    /** Returns a summary. */
    ObjectNode json() {
        RoutingTable table = poller.current();
        ObjectNode json = Json.object();
        json.put("instances", table.instances().size());
        json.put("partitions", table.partitions());
        addUnserved(json, table);
        Long streamTime = streamTime(table);
        json.put("stream_time", Json.time(streamTime));
        Json.number(
                json,
                "stream_lag_seconds",
                streamTime == null ? null : Double.valueOf(Math.max(0, clock.millis() - streamTime) / 1_000.0));
        return json;
    }

    /** Returns the routing table itself. */
    ObjectNode table() {
        RoutingTable table = poller.current();
        ObjectNode json = Json.object();
        json.put("partitions", table.partitions());
        var instances = json.putArray("items");
        table.instances().forEach(known -> instances.add(instance(known)));
        addUnserved(json, table);
        json.put("as_of", clock.instant().toString());
        return json;
    }

    /** Turns "cannot be answered" into null and lets every other failure pass. */
    static <T> T nothingWhenUnavailable(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof UnavailableException) {
            return null;
        }
        throw error instanceof CompletionException known ? known : new CompletionException(error);
    }

    private static ObjectNode instance(KnownInstance known) {
        ObjectNode json = Json.object();
        json.put("instance", known.instance().id());
        json.put("address", known.instance().address());
        json.put("state", known.inventory().getState());
        json.put("reachable", known.reachable());
        json.put("inventory_at", Json.time(known.inventory().getAt()));
        Map<String, List<PartitionInventory>> byView = new TreeMap<>();
        known.inventory().getPartitions().forEach(at -> byView.computeIfAbsent(
                        at.getStore(), view -> new java.util.ArrayList<>())
                .add(at));
        ObjectNode views = json.putObject("views");
        byView.forEach((view, partitions) -> {
            var list = views.putArray(view);
            partitions.forEach(at -> list.addObject()
                    .put("partition", at.getPartition())
                    .put("role", at.getRole().name().toLowerCase(java.util.Locale.ROOT))
                    .put("queryable", at.getQueryable())
                    .put("lag", at.getLag())
                    .put("stream_time", Json.time(at.getStreamTime())));
        });
        return json;
    }

    private static void addUnserved(ObjectNode json, RoutingTable table) {
        ObjectNode unserved = json.putObject("unserved_partitions");
        for (View<?> view : View.ALL) {
            if (!table.unserved(view.name()).isEmpty()) {
                var list = unserved.putArray(view.name());
                table.unserved(view.name()).forEach(list::add);
            }
        }
    }

    /** The stream time of the active partition that is furthest behind. */
    private static Long streamTime(RoutingTable table) {
        return table.instances().stream()
                .filter(KnownInstance::reachable)
                .flatMap(known -> known.inventory().getPartitions().stream())
                .filter(at -> at.getRole() == PartitionRole.ACTIVE && at.getStreamTime() != null)
                .map(PartitionInventory::getStreamTime)
                .min(Long::compare)
                .orElse(null);
    }
}
