package io.tocsin.alertsink.http;

import io.tocsin.alertsink.channel.config.HttpConfig;
import io.tocsin.alertsink.channel.config.HttpConfig.Authorization;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests of one channel as its {@code http_config} says, each once and in bounded time. Of an answer the head and
 * a bounded part of the body are read. Thread-safe.
 */
public final class HttpSender implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_BODY = 16 * 1024;
    private static final String USER_AGENT = "Tocsin";
    private static final String AUTHORIZATION = "Authorization";

    /** Cuts exchanges that take too long; shared, for it only interrupts. */
    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tocsin-http-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** Reads bodies that nobody waits for; there are no more of them than connections. */
    private static final ExecutorService DRAINING = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tocsin-http-drain");
        thread.setDaemon(true);
        return thread;
    });

    private final HttpConfig config;
    private final CloseableHttpClient client;
    private final Optional<TokenSource> tokens;
    private final boolean guarded;

    /**
     * Makes a sender for URLs that can be trusted.
     *
     * @throws IllegalArgumentException when certificates or the proxy cannot be used as configured
     */
    public HttpSender(HttpConfig config, InstantSource clock) {
        this(config, Optional.empty(), clock);
    }

    /**
     * Makes a sender.
     *
     * @param guard says which hosts may be reached, for URLs that come from outside: then nothing is redirected, and no
     *     proxy is used
     */
    public HttpSender(HttpConfig config, Optional<AddressGuard> guard, InstantSource clock) {
        this.config = config;
        guarded = guard.isPresent();
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                        .setValidateAfterInactivity(Timeout.ofMilliseconds(500))
                        .build());
        TlsTrust.of(config.tls()).ifPresent(tls -> connections.setTlsSocketStrategy(tls.strategy()));
        guard.ifPresent(checked -> connections.setDnsResolver(new CheckedNames(checked)));
        HttpClientBuilder builder = HttpClients.custom()
                .setConnectionManager(connections.build())
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent(USER_AGENT);
        boolean redirects = guard.isEmpty() && config.followRedirects();
        if (redirects) {
            builder.setRedirectStrategy(new KeepingRedirects());
        } else {
            builder.disableRedirectHandling();
        }
        if (guard.isEmpty()) {
            ProxyChoice.of(config).ifPresent(proxies -> proxies.addTo(builder));
        }
        client = builder.build();
        tokens = config.oauth2().map(oauth2 -> new TokenSource(oauth2, clock));
    }

    /**
     * Sends a request.
     *
     * @param timeout time for the whole exchange
     * @throws IOException when there was no answer; the message holds no secret
     * @throws InterruptedException when the thread was interrupted; whether the request arrived is unknown then
     * @throws io.tocsin.alertsink.secret.UnreadableSecretException when a secret cannot be read now
     * @throws IllegalArgumentException when the URL is none; the message does not repeat it
     */
    public HttpAnswer send(HttpExchange exchange, Duration timeout) throws IOException, InterruptedException {
        Sending sending = begin(exchange, timeout);
        try {
            return client.execute(sending.request(), response -> answer(response, sending.late()));
        } catch (IOException | IllegalStateException failed) {
            throw sending.explained(failed, timeout);
        } finally {
            sending.deadline().cancel(false);
        }
    }

    /** A request that is cancelled when its time is over. */
    private record Sending(HttpUriRequestBase request, AtomicBoolean late, Thread caller, ScheduledFuture<?> deadline) {

        /**
         * Returns what went wrong. A request that is cancelled just before it has its connection ends with an {@link
         * IllegalStateException}.
         */
        IOException explained(Exception failed, Duration timeout) throws InterruptedException {
            if (caller.isInterrupted()) {
                throw (InterruptedException) new InterruptedException("interrupted while sending").initCause(failed);
            }
            if (late.get()) {
                return new java.net.SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
            }
            return failed instanceof IOException known ? known : new IOException("the request was given up", failed);
        }
    }

    private Sending begin(HttpExchange exchange, Duration timeout) throws IOException, InterruptedException {
        Target uri = Target.of(exchange.url(), guarded);
        HttpUriRequestBase request = new HttpUriRequestBase(exchange.method(), uri.toUri());
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(timeout))
                .setConnectionRequestTimeout(Timeout.of(timeout))
                .setProtocolUpgradeEnabled(false)
                .build());
        config.headers().forEach((name, values) -> values.forEach(value -> request.addHeader(name, value.reveal())));
        uri.basicAuth().ifPresent(basic -> request.setHeader(AUTHORIZATION, basic));
        authorize(request, timeout);
        exchange.headers().forEach(request::setHeader);
        if (!exchange.contentType().isEmpty()) {
            request.setEntity(new ByteArrayEntity(exchange.body(), ContentType.parse(exchange.contentType())));
        }
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline = DEADLINES.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        return new Sending(request, late, Thread.currentThread(), deadline);
    }

    /**
     * Sends a request as {@link #send} does and does not wait for the body of the answer: it is read to its end by others, so
     * that the connection can be used again. A receiver that writes head and body in two packets has the second one held back
     * until the first one is acknowledged, which takes 40 ms on connections that are kept.
     */
    public HttpAnswer sendForHead(HttpExchange exchange, Duration timeout) throws IOException, InterruptedException {
        Sending sending = begin(exchange, timeout);
        try {
            ClassicHttpResponse response =
                    client.executeOpen(RoutingSupport.determineHost(sending.request()), sending.request(), null);
            DRAINING.execute(() -> drain(response, sending));
            return new HttpAnswer(response.getCode(), retryAfter(response), "", "");
        } catch (HttpException malformed) {
            sending.deadline().cancel(false);
            throw new IOException("the answer is malformed", malformed);
        } catch (IOException | IllegalStateException failed) {
            sending.deadline().cancel(false);
            throw sending.explained(failed, timeout);
        }
    }

    private static void drain(ClassicHttpResponse response, Sending sending) {
        try (response) {
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                try (InputStream in = entity.getContent()) {
                    in.readNBytes(MAX_BODY);
                    if (in.read() >= 0) {
                        sending.request().cancel();
                    }
                }
            }
        } catch (IOException brokenOff) {
            org.slf4j.LoggerFactory.getLogger(HttpSender.class).trace("The body of an answer broke off", brokenOff);
        } finally {
            sending.deadline().cancel(false);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException ignored) {
            org.slf4j.LoggerFactory.getLogger(HttpSender.class).debug("Closing connections failed", ignored);
        }
        tokens.ifPresent(TokenSource::close);
    }

    /** The head decides: when the body then breaks off or is late, the answer stands. */
    private static HttpAnswer answer(ClassicHttpResponse response, AtomicBoolean late) {
        HttpEntity entity = response.getEntity();
        String type = entity == null || entity.getContentType() == null ? "" : entity.getContentType();
        String body = "";
        if (entity != null) {
            try (InputStream in = entity.getContent()) {
                body = new String(in.readNBytes(MAX_BODY), StandardCharsets.UTF_8);
                if (in.read() >= 0) {
                    // The rest is not worth reading; without this the pool would read it to keep the connection.
                    response.close();
                }
            } catch (IOException brokenOff) {
                late.set(false);
            }
        }
        return new HttpAnswer(response.getCode(), retryAfter(response), type, body);
    }

    private static Optional<String> retryAfter(ClassicHttpResponse response) {
        return Optional.ofNullable(response.getFirstHeader("Retry-After")).map(Header::getValue);
    }

    private void authorize(HttpUriRequestBase request, Duration timeout) throws IOException, InterruptedException {
        if (config.basicAuth().isPresent()) {
            String pair = config.basicAuth().get().username().reveal()
                    + ':'
                    + config.basicAuth().get().password().reveal();
            request.setHeader(
                    AUTHORIZATION,
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else if (config.authorization().isPresent()) {
            Authorization authorization = config.authorization().get();
            request.setHeader(
                    AUTHORIZATION,
                    authorization.type() + ' ' + authorization.credentials().reveal());
        } else if (tokens.isPresent()) {
            request.setHeader(AUTHORIZATION, "Bearer " + tokens.get().token(timeout));
        }
    }

    /** Connections are made to the addresses that were checked. */
    private record CheckedNames(AddressGuard guard) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return guard.resolve(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
