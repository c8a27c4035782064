package io.tocsin.alertsink.api.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.alertsink.AlertSink;
import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import jakarta.inject.Named;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/** Tells a channel something as a test, and says what the receiver answered. */
@Controller("/api/v1/channels")
final class ChannelTestController {

    /** Tests under way at once: they go to others, and each may take as long as a delivery. */
    private static final int AT_ONCE = 4;

    private final AlertSink sink;
    private final EngineAccess engine;
    private final ExecutorService executor;
    private final Semaphore free = new Semaphore(AT_ONCE);

    ChannelTestController(
            AlertSink sink, EngineAccess engine, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.sink = sink;
        this.engine = engine;
        this.executor = executor;
    }

    /**
     * Tests a channel that is configured.
     *
     * @param name its name, slashes and all
     */
    @Post(uri = "/{+name}/test", consumes = MediaType.ALL, produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> test(String name) {
        String decoded = decoded(name);
        Channel channel = sink.channel(decoded)
                .or(() -> sink.channel(name))
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such channel")));
        return Answers.json(HttpStatus.OK, deliver(channel));
    }

    /**
     * Tests a webhook that is not configured. Its URL comes from outside, so only public addresses are reached, and
     * redirects are not followed.
     */
    @Post(uri = "/test", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> testUrl(HttpRequest<?> request) {
        return Answers.withBody(request, executor, body -> Answers.json(HttpStatus.OK, testUrl(body)));
    }

    private ObjectNode testUrl(JsonNode body) {
        Fields fields = new Fields(body, Set.of("url"));
        String url = fields.required("url");
        fields.check();
        Channel channel;
        try {
            channel = sink.guardedWebhook(url);
        } catch (IllegalArgumentException wrong) {
            throw new ProblemException(Problem.unprocessable("url", wrong.getMessage()));
        }
        try (channel) {
            return deliver(channel);
        }
    }

    private ObjectNode deliver(Channel channel) {
        if (!free.tryAcquire()) {
            throw new ProblemException(Problem.tooManyRequests("other tests are under way", Duration.ofSeconds(1)));
        }
        try {
            Instant begin = engine.now();
            DeliveryResult result = channel.deliver(TestNotification.of(channel, begin));
            return json(channel, result, Duration.between(begin, engine.now()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.unavailable("the sink is stopping", Duration.ofSeconds(1)));
        } finally {
            free.release();
        }
    }

    private static ObjectNode json(Channel channel, DeliveryResult result, Duration took) {
        Optional<String> error = Optional.empty();
        String outcome = "delivered";
        if (result instanceof DeliveryResult.Failed failed) {
            outcome = "failed";
            error = Optional.of(failed.error());
        } else if (result instanceof DeliveryResult.Refused refused) {
            outcome = "refused";
            error = Optional.of(refused.error());
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("channel", channel.name());
        json.put("type", channel.type());
        json.put("outcome", outcome);
        json.put(
                "http_status",
                result.httpStatus().isPresent()
                        ? Integer.valueOf(result.httpStatus().getAsInt())
                        : null);
        json.put("error", error.orElse(null));
        json.put("duration_ms", took.toMillis());
        return json;
    }

    /** A name comes as it stands in the path, where brackets and slashes may be escaped. */
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new ProblemException(Problem.badRequest("the name of the channel is not escaped as it should be"));
        }
    }
}
