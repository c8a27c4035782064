package io.tocsin.processor.iq;

import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.topology.state.Progress;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.PartitionAnswer;
import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.QueryRow;
import io.tocsin.schemas.catalogue.Stores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions from the stores of this instance, and only from them. What a partition cannot answer it says; an
 * empty answer without an error means that there is nothing. Thread-safe.
 */
public final class QueryEngine {

    /** Tenant of all sources for now. */
    static final String TENANT = "default";

    private static final Logger LOG = LoggerFactory.getLogger(QueryEngine.class);
    private static final int LONGEST_DEADLINE_MS = 30_000;
    private static final int MOST_KEYS = 10_000;

    private final String instance;
    private final int maxRows;
    private final LocalStores stores;
    private final Supplier<Placement> placement;
    private final InstantSource clock;
    private final Map<String, StoreView> views = new HashMap<>();
    private final List<StoreView> inOrder;

    /**
     * Makes an engine.
     *
     * @param instance id of the instance
     * @param maxRows rows of one partition in one answer at most
     * @param rules gives the rules in force, by which stored sources are read
     * @param placement what is on the instance now
     */
    public QueryEngine(
            String instance,
            int maxRows,
            SourceFoldSettings settings,
            Supplier<RuleCatalogue> rules,
            LocalStores stores,
            Supplier<Placement> placement,
            InstantSource clock) {
        this.instance = instance;
        this.maxRows = maxRows;
        this.stores = stores;
        this.placement = placement;
        this.clock = clock;
        inOrder = List.of(
                new SourcesView(settings, rules),
                new AlertsView(),
                new AlertHistoryView(),
                new EvaluationsView(),
                new FindingsView(),
                new ForecastsView(settings.rules()),
                new LogTemplatesView(),
                new LogLinesView(),
                new ScopesView(Stores.VIEW_SCOPES, Stores.SCOPE_HEALTH),
                new ScopesView(Stores.VIEW_PATTERNS, Stores.PATTERNS),
                new IncidentsView(),
                new MaintenanceView());
        inOrder.forEach(view -> views.put(view.name(), view));
    }

    /** Returns what this instance can be asked for. */
    public Inventory inventory(String address) {
        Placement now = placement.get();
        QueryRequest any = QueryRequest.newBuilder()
                .setStore("")
                .setPartitions(List.of())
                .setKind(QueryKind.ALL)
                .setDetail(List.of("windows"))
                .build();
        List<PartitionInventory> partitions = new ArrayList<>();
        for (StoreView view : inOrder) {
            new TreeMap<>(roles(now, view))
                    .forEach((partition, role) -> partitions.add(inventory(view, partition, role, any, now)));
        }
        return new Inventory(instance, address, now.state(), clock.millis(), partitions);
    }

    /**
     * Answers a question.
     *
     * @throws IllegalArgumentException when the question makes no sense
     */
    public QueryResponse query(QueryRequest request) {
        StoreView view = views.get(request.getStore());
        if (view == null) {
            throw new IllegalArgumentException("no view '" + request.getStore() + "', known are " + views.keySet());
        }
        Conditions.requireKnown(request.getFilter(), view.filters());
        if (request.getLimit() < 1 || request.getKeys().size() > MOST_KEYS || request.getDeadlineMs() < 0) {
            throw new IllegalArgumentException("limit " + request.getLimit() + ", "
                    + request.getKeys().size() + " keys, deadline " + request.getDeadlineMs());
        }
        Deadline deadline = Deadline.in(Math.min(request.getDeadlineMs(), LONGEST_DEADLINE_MS));
        Placement now = placement.get();
        List<PartitionAnswer> answers = new ArrayList<>();
        List<QueryRow> rows = new ArrayList<>();
        for (int partition : request.getPartitions()) {
            answers.add(answer(view, partition, request, deadline, now, rows));
        }
        return new QueryResponse(instance, answers, rows);
    }

    private PartitionAnswer answer(
            StoreView view,
            int partition,
            QueryRequest request,
            Deadline deadline,
            Placement now,
            List<QueryRow> allRows) {
        PartitionRole role = roles(now, view).get(partition);
        try {
            if (role == null) {
                throw new PartitionException(PartitionError.NOT_HERE);
            }
            if (role == PartitionRole.RESTORING) {
                throw new PartitionException(PartitionError.RESTORING);
            }
            Progress progress = awaitPosition(view, partition, request, deadline);
            RowSink rows = new RowSink(partition, Math.min(request.getLimit(), maxRows), deadline);
            view.find(stores, partition, request, progress.streamTime(), rows);
            allRows.addAll(rows.rows());
            return new PartitionAnswer(
                    partition,
                    role,
                    null,
                    progress.offsets(),
                    streamTime(progress),
                    lag(view, request, partition, role, now),
                    rows.total(),
                    rows.more());
        } catch (PartitionException e) {
            return failure(partition, role, e.error());
        } catch (InvalidStateStoreException e) {
            LOG.debug("Partition {} of {} is not here any more", partition, view.name(), e);
            return failure(partition, role, PartitionError.NOT_HERE);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Asking partition {} of {} failed", partition, view.name(), e);
            return failure(partition, role, PartitionError.FAILED);
        }
    }

    /** Waits until every store that the answer reads includes the position that is asked for. */
    private Progress awaitPosition(StoreView view, int partition, QueryRequest request, Deadline deadline) {
        String suffix = "/" + partition;
        Map<String, Long> wanted = new HashMap<>();
        request.getMinPosition().forEach((at, offset) -> {
            if (at.endsWith(suffix)) {
                wanted.put(at.substring(0, at.length() - suffix.length()), offset);
            }
        });
        if (view.positions() != null && !view.positions().containsAll(wanted.keySet())) {
            // No position survives a repartition: what a scope's partial came from cannot be told from it.
            throw new PartitionException(PartitionError.BEHIND);
        }
        while (true) {
            Progress progress = progress(view.stores(request), partition);
            if (includes(progress, wanted)) {
                return progress;
            }
            if (deadline.isOver()) {
                throw new PartitionException(PartitionError.BEHIND);
            }
            deadline.pause();
        }
    }

    /** Returns the progress that all the stores have made. */
    private Progress progress(List<String> names, int partition) {
        Progress least = null;
        for (String name : names) {
            Progress one = Progress.decode(stores.store(name, partition).get(Progress.KEY));
            if (least == null || one.streamTime() < least.streamTime() || !includes(one, least.offsets())) {
                least = one;
            }
        }
        return least;
    }

    private static boolean includes(Progress progress, Map<String, Long> wanted) {
        for (Map.Entry<String, Long> each : wanted.entrySet()) {
            if (progress.offsets().getOrDefault(each.getKey(), -1L) < each.getValue()) {
                return false;
            }
        }
        return true;
    }

    private PartitionInventory inventory(
            StoreView view, int partition, PartitionRole role, QueryRequest any, Placement now) {
        boolean queryable = role != PartitionRole.RESTORING;
        Progress progress = Progress.NONE;
        if (queryable) {
            try {
                progress = progress(view.stores(any), partition);
            } catch (InvalidStateStoreException e) {
                LOG.debug("Partition {} of {} cannot be asked", partition, view.name(), e);
                queryable = false;
            }
        }
        return new PartitionInventory(
                view.name(),
                partition,
                role,
                queryable,
                lag(view, any, partition, role, now),
                progress.offsets(),
                streamTime(progress));
    }

    private static Map<Integer, PartitionRole> roles(Placement now, StoreView view) {
        return view.ofScopes() ? now.scopes() : now.sources();
    }

    private static Long lag(StoreView view, QueryRequest request, int partition, PartitionRole role, Placement now) {
        if (role == PartitionRole.ACTIVE) {
            return null;
        }
        Long greatest = null;
        for (String store : view.stores(request)) {
            Long lag = now.lag(store, partition);
            if (lag == null) {
                return null;
            }
            greatest = greatest == null ? lag : Long.valueOf(Math.max(greatest, lag));
        }
        return greatest;
    }

    private static Long streamTime(Progress progress) {
        return progress.streamTime() == Long.MIN_VALUE ? null : progress.streamTime();
    }

    private static PartitionAnswer failure(int partition, PartitionRole role, PartitionError error) {
        return new PartitionAnswer(
                partition,
                role == null ? PartitionRole.RESTORING : role,
                error.name(),
                Map.of(),
                null,
                null,
                -1L,
                false);
    }
}
