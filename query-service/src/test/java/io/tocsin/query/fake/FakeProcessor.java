package io.tocsin.query.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tocsin.query.routing.Instance;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.PartitionAnswer;
import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.QueryRow;
import io.tocsin.schemas.serde.SingleObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A processor instance as seen over the query RPC, on a JDK HTTP server, with the ways in which a real one can let its
 * callers down: slow, gone, behind, restoring, lying. Its rows are those of a {@link FakeCluster}.
 */
public final class FakeProcessor implements AutoCloseable {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String id;
    private final FakeCluster cluster;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Integer, PartitionRole> roles = new ConcurrentHashMap<>();
    private final Map<Integer, String> errors = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Every question that was asked, in order. */
    public final List<QueryRequest> asked = new CopyOnWriteArrayList<>();
    /** Lag that a standby tells; null for none. */
    public volatile Long lag = 0L;
    /** Time before a question is answered, in milliseconds. */
    public volatile long delayMillis;
    /** Whether the inventory names the partitions at all. */
    public volatile boolean announcesPartitions = true;
    /** Changes each answer before it is sent. */
    public volatile UnaryOperator<QueryResponse> lie = answer -> answer;
    /** Bytes to send instead of an answer; null for none. */
    public volatile byte[] garbage;
    /** Offset up to which the state has come, in every topic. */
    public volatile long position = Long.MAX_VALUE;

    public FakeProcessor(String id, FakeCluster cluster) {
        this.id = id;
        this.cluster = cluster;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/iq/v1/inventory", exchange -> answer(exchange, inventoryBytes()));
        server.createContext("/iq/v1/query", this::query);
        server.setExecutor(threads);
        server.start();
    }

    public Instance instance() {
        return new Instance(id, "127.0.0.1:" + server.getAddress().getPort());
    }

    public FakeProcessor active(int... partitions) {
        return role(PartitionRole.ACTIVE, partitions);
    }

    public FakeProcessor standby(int... partitions) {
        return role(PartitionRole.STANDBY, partitions);
    }

    public FakeProcessor restoring(int... partitions) {
        return role(PartitionRole.RESTORING, partitions);
    }

    public FakeProcessor role(PartitionRole role, int... partitions) {
        for (int partition : partitions) {
            roles.put(partition, role);
        }
        return this;
    }

    public void loses(int partition) {
        roles.remove(partition);
    }

    /** Lets questions for a partition fail though the inventory says that it is there. */
    public void failing(int partition, String error) {
        errors.put(partition, error);
    }

    public Inventory inventory() {
        List<PartitionInventory> partitions = new ArrayList<>();
        if (announcesPartitions) {
            for (String view : FakeCluster.VIEWS) {
                roles.forEach((partition, role) -> partitions.add(PartitionInventory.newBuilder()
                        .setStore(view)
                        .setPartition(partition)
                        .setRole(role)
                        .setQueryable(role != PartitionRole.RESTORING)
                        .setLag(role == PartitionRole.STANDBY ? lag : null)
                        .setStreamTime(cluster.streamTime)
                        .build()));
            }
        }
        return Inventory.newBuilder()
                .setInstance(id)
                .setAddress(instance().address())
                .setState("RUNNING")
                .setAt(0)
                .setPartitions(partitions)
                .build();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private byte[] inventoryBytes() {
        return SingleObject.of(Inventory.class).encode(inventory());
    }

    private void query(HttpExchange exchange) throws IOException {
        QueryRequest request = SingleObject.of(QueryRequest.class)
                .decode(exchange.getRequestBody().readAllBytes());
        asked.add(request);
        try {
            if (delayMillis > 0 && closed.await(delayMillis, TimeUnit.MILLISECONDS)) {
                exchange.close();
                return;
            }
        } catch (InterruptedException interrupted) {
            exchange.close();
            return;
        }
        byte[] instead = garbage;
        answer(
                exchange,
                instead != null ? instead : SingleObject.of(QueryResponse.class).encode(lie.apply(run(request))));
    }

    private QueryResponse run(QueryRequest request) {
        List<PartitionAnswer> answers = new ArrayList<>();
        List<QueryRow> rows = new ArrayList<>();
        for (int partition : request.getPartitions()) {
            PartitionRole role = roles.get(partition);
            String error = errors.get(partition);
            if (error == null) {
                error = role == null ? "NOT_HERE" : role == PartitionRole.RESTORING ? "RESTORING" : null;
            }
            if (error == null
                    && request.getMinPosition().entrySet().stream()
                            .anyMatch(at -> at.getKey().endsWith("/" + partition) && at.getValue() > position)) {
                error = "BEHIND";
            }
            List<QueryRow> found = error == null ? cluster.find(request, partition) : List.of();
            boolean more = found.size() > request.getLimit();
            rows.addAll(more ? found.subList(0, request.getLimit()) : found);
            answers.add(PartitionAnswer.newBuilder()
                    .setPartition(partition)
                    .setRole(role == null ? PartitionRole.RESTORING : role)
                    .setError(error)
                    .setStreamTime(cluster.streamTime)
                    .setLag(role == PartitionRole.STANDBY ? lag : null)
                    .setTotal(
                            error == null && request.getKind() != QueryKind.KEYS
                                    ? cluster.total(request, partition)
                                    : -1)
                    .setMore(more)
                    .build());
        }
        return QueryResponse.newBuilder()
                .setInstance(id)
                .setPartitions(answers)
                .setRows(rows)
                .build();
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/avro");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    static QueryRow row(int partition, Map.Entry<String, byte[]> entry) {
        return QueryRow.newBuilder()
                .setPartition(partition)
                .setKey(entry.getKey())
                .setValue(ByteBuffer.wrap(entry.getValue()))
                .build();
    }

    static NavigableMap<String, byte[]> behind(NavigableMap<String, byte[]> rows, String after) {
        return after == null ? rows : rows.tailMap(after, false);
    }
}
