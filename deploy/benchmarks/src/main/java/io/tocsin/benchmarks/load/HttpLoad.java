package io.tocsin.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * A load generator that costs little itself, because it shares the machine's cores with what it measures: one thread,
 * one selector, keep-alive connections, one request in flight on each. At a fixed rate each request has a planned time
 * and its latency counts from that time, so a stalled server cannot hide its stall (coordinated omission).
 * Not thread-safe; one run at a time.
 */
public final class HttpLoad {

    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_RESPONSE_HEAD = 64 * 1024;

    private final InetSocketAddress target;
    private final int connections;

    /**
     * Makes a generator.
     *
     * @param target server to ask
     * @param connections number of connections and so of requests in flight at most
     */
    public HttpLoad(InetSocketAddress target, int connections) {
        this.target = Objects.requireNonNull(target, "target");
        this.connections = connections;
    }

    /**
     * What a run saw.
     *
     * @param responses number of 2xx answers
     * @param failures number of other answers and broken connections
     * @param elapsed time from the first request to the last answer
     * @param latency latencies of 2xx answers in microseconds
     * @param firstFailure start of the first failed answer, or null
     */
    public record Result(long responses, long failures, Duration elapsed, Histogram latency, String firstFailure) {

        /** Returns 2xx answers per second. */
        public double perSecond() {
            return responses / (elapsed.toNanos() / 1e9);
        }

        /** Returns a percentile of the latency in milliseconds. */
        public double millis(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    /** Returns the bytes of a request with a body. */
    public static byte[] post(String path, String contentType, byte[] body) {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** Returns the bytes of a request without a body. */
    public static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Sends requests until the time is over or none is left.
     *
     * @param requests the n-th request's bytes, from 0; null ends the run
     * @param duration how long to send
     * @param perSecond planned requests per second; 0 for as many as the server answers
     * @throws IOException when the server cannot be reached
     */
    public Result run(LongFunction<byte[]> requests, Duration duration, double perSecond) throws IOException {
        Run run = new Run(requests, duration, perSecond);
        try (Selector selector = Selector.open()) {
            List<Connection> open = new ArrayList<>();
            try {
                for (int i = 0; i < connections; i++) {
                    open.add(new Connection(selector));
                }
                run.loop(selector, open);
            } finally {
                for (Connection connection : open) {
                    connection.channel.close();
                }
            }
        }
        return run.result();
    }

    private final class Connection {
        private final SocketChannel channel;
        private final SelectionKey key;
        private ByteBuffer out;
        private ByteBuffer in = ByteBuffer.allocate(16 * 1024);
        private long planned;
        private boolean busy;

        Connection(Selector selector) throws IOException {
            channel = SocketChannel.open(target);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(byte[] request, long plannedAt) throws IOException {
            out = ByteBuffer.wrap(request);
            planned = plannedAt;
            busy = true;
            in.clear();
            write();
        }

        void write() throws IOException {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        /** Returns whether the answer is complete. */
        boolean read() throws IOException {
            int got = channel.read(in);
            if (got < 0) {
                throw new IOException("connection closed by the server");
            }
            int head = headEnd();
            if (head < 0) {
                if (in.position() > MAX_RESPONSE_HEAD) {
                    throw new IOException("response head is too long");
                }
                grow(in.position() + 1);
                return false;
            }
            int length = head + contentLength(head);
            grow(length);
            return in.position() >= length;
        }

        private void grow(int length) {
            if (in.capacity() < length) {
                ByteBuffer larger = ByteBuffer.allocate(Math.max(length, in.capacity() * 2));
                in.flip();
                larger.put(in);
                in = larger;
            }
        }

        private int headEnd() {
            byte[] bytes = in.array();
            for (int i = 3; i < in.position(); i++) {
                if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == HEAD_END[0]) {
                    return i + 1;
                }
            }
            return -1;
        }

        private int contentLength(int head) throws IOException {
            String text = new String(in.array(), 0, head, StandardCharsets.US_ASCII).toLowerCase(java.util.Locale.ROOT);
            int at = text.indexOf("\r\ncontent-length:");
            if (at < 0) {
                if (text.contains("transfer-encoding: chunked")) {
                    throw new IOException("chunked answers are not expected here: " + text);
                }
                return 0;
            }
            return Integer.parseInt(
                    text.substring(at + 17, text.indexOf('\r', at + 17)).trim());
        }

        boolean succeeded() {
            return in.array()[9] == '2';
        }

        String start() {
            return new String(in.array(), 0, Math.min(in.position(), 600), StandardCharsets.UTF_8);
        }
    }

    private final class Run {
        private final LongFunction<byte[]> requests;
        private final long durationNanos;
        private final double nanosPerRequest;
        private final Histogram latency = new Histogram(60_000_000L, 3);
        private long sent;
        private long responses;
        private long failures;
        private String firstFailure;
        private long started;
        private long ended;
        private boolean exhausted;

        Run(LongFunction<byte[]> requests, Duration duration, double perSecond) {
            this.requests = requests;
            this.durationNanos = duration.toNanos();
            this.nanosPerRequest = perSecond > 0 ? 1e9 / perSecond : 0;
        }

        void loop(Selector selector, List<Connection> open) throws IOException {
            started = System.nanoTime();
            java.util.ArrayDeque<Connection> idle = new java.util.ArrayDeque<>(open);
            while (true) {
                dispatch(idle);
                if (idle.size() == connections && finished()) {
                    break;
                }
                await(selector, idle);
                var keys = selector.selectedKeys().iterator();
                while (keys.hasNext()) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    Connection connection = (Connection) key.attachment();
                    if (key.isWritable()) {
                        connection.write();
                    }
                    if (key.isReadable() && connection.read() && connection.busy) {
                        complete(connection);
                        idle.add(connection);
                    }
                }
                if (System.nanoTime() - started > durationNanos + 30_000_000_000L) {
                    throw new IOException("no answer to " + (connections - idle.size()) + " requests within 30 s");
                }
            }
            ended = System.nanoTime();
        }

        private boolean finished() {
            return exhausted || System.nanoTime() - started >= durationNanos;
        }

        private void dispatch(java.util.ArrayDeque<Connection> idle) throws IOException {
            while (!idle.isEmpty() && !finished()) {
                long now = System.nanoTime();
                long planned = nanosPerRequest == 0 ? now : started + (long) (sent * nanosPerRequest);
                if (planned > now) {
                    return;
                }
                byte[] request = requests.apply(sent);
                if (request == null) {
                    exhausted = true;
                    return;
                }
                sent++;
                idle.poll().send(request, planned);
            }
        }

        private void await(Selector selector, java.util.ArrayDeque<Connection> idle) throws IOException {
            if (nanosPerRequest == 0 || idle.isEmpty()) {
                selector.select(100);
                return;
            }
            long wait = started + (long) (sent * nanosPerRequest) - System.nanoTime();
            if (wait > 1_000_000) {
                selector.select(wait / 1_000_000);
            } else if (selector.selectNow() == 0 && wait > 0) {
                LockSupport.parkNanos(Math.min(wait, 200_000));
            }
        }

        private void complete(Connection connection) {
            connection.busy = false;
            if (connection.succeeded()) {
                responses++;
                latency.recordValue(Math.min((System.nanoTime() - connection.planned) / 1000, 59_000_000L));
            } else {
                failures++;
                if (firstFailure == null) {
                    firstFailure = connection.start();
                }
            }
        }

        Result result() {
            return new Result(responses, failures, Duration.ofNanos(ended - started), latency, firstFailure);
        }
    }
}
