package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.query.command.Effect;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.schemas.Alert;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What the paths that change an alert have in common: an optional body that names who asks and why, and an answer with the
 * alert as the command left it. 200 means that the effect is there, 202 that Kafka has the command and the effect is on its
 * way. Stateless.
 */
final class AlertRequests {

    private static final String NOBODY = "anonymous";
    private static final int MAX_ACTOR = 200;
    private static final int MAX_COMMENT = 2_000;

    private AlertRequests() {}

    /** Who asks and why. */
    record Remark(String actor, String comment) {}

    /** Asks something of an alert. */
    @FunctionalInterface
    interface Change {
        CompletionStage<Effect> apply(String id, String actor, String comment);
    }

    /**
     * Changes an alert.
     *
     * @param idSegment number of the path segment with the alert's id
     * @param actorField name of the body's field with who asks
     * @param change what is asked
     * @param json turns the alert into JSON
     */
    static CompletionStage<MutableHttpResponse<?>> change(
            HttpRequest<?> request, int idSegment, String actorField, Change change, Function<Alert, ObjectNode> json) {
        String id = RawPath.segment(request, idSegment).toLowerCase(Locale.ROOT);
        return Answers.respond(RequestJson.read(request)
                .thenApply(body -> remark(body, actorField))
                .thenCompose(remark -> change.apply(id, remark.actor(), remark.comment()))
                .thenApply(effect -> response(effect, json)));
    }

    /** Returns the response that tells an effect. */
    static MutableHttpResponse<byte[]> response(Effect effect, Function<Alert, ObjectNode> json) {
        if (effect.alert() == null) {
            throw new UnavailableException(
                    "Kafka has the command, but the alert cannot be read now",
                    effect.freshness() == null
                            ? new TreeMap<>()
                            : effect.freshness().missing());
        }
        ObjectNode alert = json.apply(effect.alert());
        FreshnessJson.add(alert, effect.freshness());
        return Answers.json(effect.visible() ? HttpStatus.OK : HttpStatus.ACCEPTED, alert);
    }

    private static Remark remark(ObjectNode body, String actorField) {
        String actor = RequestJson.text(body, actorField, null, MAX_ACTOR);
        return new Remark(
                actor != null ? actor : RequestJson.text(body, "actor", NOBODY, MAX_ACTOR),
                RequestJson.text(body, "comment", null, MAX_COMMENT));
    }
}
