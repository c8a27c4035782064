package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.ScopeJson;
import io.tocsin.query.view.NotFoundException;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.ScopeReader;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.key.SourceKey;
import java.util.concurrent.CompletionStage;

/**
 * Environments and the whole. Their health is folded a second time from partials, a way that no position survives: a
 * position that a reader brings is answered with {@code position_reached: false}.
 */
@Controller("/api/v1")
final class EnvironmentsController {

    private static final int NAME_SEGMENT = 3;

    private final ScopeReader scopes;
    private final Positions positions;

    EnvironmentsController(ScopeReader scopes, Positions positions) {
        this.scopes = scopes;
        this.positions = positions;
    }

    @Get(uri = "/environments", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> list(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(request, "limit", "cursor", "min_position");
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        String after = parameters.cursor("environments", "");
        boolean positioned = !parameters.position(positions).isEmpty();
        return Answers.with(() -> scopes.list(after, limit)
                .thenApply(page ->
                        Lists.json("environments", "", positioned ? withoutPosition(page) : page, ScopeJson::of)));
    }

    @Get(uri = "/environments/{environment}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> one(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(request, "min_position");
        String environment = RawPath.requireEnvironment(RawPath.segment(request, NAME_SEGMENT));
        return scope(environment, "no source of environment '" + environment + "' is known", parameters);
    }

    @Get(uri = "/health", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> whole(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(request, "min_position");
        return scope(SourceKey.ALL_ENVIRONMENTS, "no source is known yet", parameters);
    }

    private CompletionStage<MutableHttpResponse<?>> scope(String environment, String unknown, Parameters parameters) {
        boolean positioned = !parameters.position(positions).isEmpty();
        return Answers.with(() -> scopes.one(environment).thenApply(answer -> {
            Page<ScopeHealth> page = positioned ? withoutPosition(answer) : answer;
            if (page.rows().isEmpty()) {
                throw page.freshness().partial()
                        ? new UnavailableException(
                                "the health cannot be told now",
                                page.freshness().missing())
                        : new NotFoundException(unknown);
            }
            ObjectNode json = ScopeJson.of(page.values().get(0));
            FreshnessJson.add(json, page.freshness());
            return json;
        }));
    }

    private static <T> Page<T> withoutPosition(Page<T> page) {
        return new Page<>(
                page.rows(), page.next(), page.total(), page.freshness().withoutPosition());
    }
}
