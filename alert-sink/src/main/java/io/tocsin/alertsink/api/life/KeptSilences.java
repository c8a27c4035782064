package io.tocsin.alertsink.api.life;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The silences of one sort, as a resource of the API: listed, found and ended. Thread-safe. */
final class KeptSilences {

    private final EngineAccess engine;
    private final Predicate<Silence> sort;
    private final String noun;
    private final BiFunction<Silence, Instant, ObjectNode> json;

    /**
     * Makes the resource.
     *
     * @param sort which silences it is about
     * @param noun what one of them is called
     * @param json how one is shown at a moment
     */
    KeptSilences(
            EngineAccess engine, Predicate<Silence> sort, String noun, BiFunction<Silence, Instant, ObjectNode> json) {
        this.engine = engine;
        this.sort = sort;
        this.noun = noun;
        this.json = json;
    }

    /** Lists them, those that end first ahead. */
    MutableHttpResponse<byte[]> list() {
        Instant now = engine.now();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        engine.view().silences().stream()
                .filter(sort)
                .sorted(Comparator.comparing(Silence::endsAt).thenComparing(Silence::id))
                .forEach(each -> items.add(json.apply(each, now)));
        body.put("as_of", now.toString());
        return Answers.json(HttpStatus.OK, body);
    }

    /** Finds one; a 404 when there is none of the id. */
    Silence find(String id) {
        return engine.view()
                .silence(id)
                .filter(sort)
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such " + noun)));
    }

    /** Writes one and shows it. */
    MutableHttpResponse<byte[]> write(HttpStatus status, Silence silence) {
        engine.write(silence);
        return Answers.json(status, json.apply(silence, engine.now()));
    }

    /** Ends one; it does not hold any more when this is answered. */
    MutableHttpResponse<byte[]> end(String id) {
        Silence known = find(id);
        if (known.state(engine.now()) != Silence.State.EXPIRED) {
            engine.write(known.expired(engine.now()));
        }
        return HttpResponse.noContent();
    }
}
