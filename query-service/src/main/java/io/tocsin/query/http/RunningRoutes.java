package io.tocsin.query.http;

import io.micronaut.web.router.Router;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The routes that this process serves, of whatever modules it runs, in a form that can be compared with the
 * {@linkplain OpenApiDocument contract}: method and path, without trailing slash, path variables without their names. A
 * route's name for its variable is its own affair. Thread-safe.
 */
@Singleton
public final class RunningRoutes {

    private static final Set<String> IMPLIED = Set.of("HEAD", "OPTIONS");

    private final Router router;

    /** Takes the router of the process. */
    public RunningRoutes(Router router) {
        this.router = router;
    }

    /** Returns the routes, such as {@code GET /api/v1/sources/{}}. */
    public Set<String> all() {
        return router.uriRoutes()
                .filter(route -> !IMPLIED.contains(route.getHttpMethodName()))
                .map(route -> comparable(route.getHttpMethodName()
                        + ' '
                        + route.getUriMatchTemplate().toPathString()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns an operation such as {@code GET /api/health/} in the comparable form. */
    public static String comparable(String operation) {
        String anonymous = operation.replaceAll("\\{[^}]*}", "{}");
        return anonymous.endsWith("/") && !anonymous.endsWith(" /")
                ? anonymous.substring(0, anonymous.length() - 1)
                : anonymous;
    }
}
