package io.tocsin.alertsink.api.alertmanager;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Answers as Alertmanager does where its API has no such path or method, and where version 1 of it was. Stateless.
 */
@Controller("/")
@Requires(property = "tocsin.roles.alertmanager", value = "true")
final class UnknownPaths {

    private static final byte[] GONE =
            ("{\"status\":\"deprecated\",\"error\":\"The Alertmanager v1 API was deprecated in "
                            + "version 0.16.0 and is removed as of version 0.27.0 - please use the equivalent route in the v2 API\"}")
                    .getBytes(StandardCharsets.UTF_8);
    /** The methods of the paths that there are. */
    private static final Map<Pattern, List<String>> KNOWN = Map.of(
            Pattern.compile("/api/v2/(alerts|silences)/?"), List.of("GET", "POST"),
            Pattern.compile("/api/v2/(alerts/groups|status|receivers)/?"), List.of("GET"),
            Pattern.compile("/api/v2/silence/[^/]+/?"), List.of("DELETE", "GET"));

    /** Answers a GET of version 2. */
    @Get(uri = "/api/v2/{+path}", produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> get(HttpRequest<?> request, String path) {
        return unknown(request);
    }

    /** Answers a POST of version 2. */
    @Post(uri = "/api/v2/{+path}", consumes = MediaType.ALL, produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> post(HttpRequest<?> request, String path) {
        return unknown(request);
    }

    /** Answers a PUT of version 2. */
    @Put(uri = "/api/v2/{+path}", consumes = MediaType.ALL, produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> put(HttpRequest<?> request, String path) {
        return unknown(request);
    }

    /** Answers a PATCH of version 2. */
    @Patch(uri = "/api/v2/{+path}", consumes = MediaType.ALL, produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> patch(HttpRequest<?> request, String path) {
        return unknown(request);
    }

    /** Answers a DELETE of version 2. */
    @Delete(uri = "/api/v2/{+path}", consumes = MediaType.ALL, produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> delete(HttpRequest<?> request, String path) {
        return unknown(request);
    }

    /** Version 1 of the API is gone. */
    @Get(uri = "/api/v1/{+path}", produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> versionOne(String path) {
        return gone();
    }

    /** Version 1 of the API is gone. */
    @Post(uri = "/api/v1/{+path}", consumes = MediaType.ALL, produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> versionOnePost(String path) {
        return gone();
    }

    /** Version 1 of the API is gone. */
    @Delete(uri = "/api/v1/{+path}", consumes = MediaType.ALL, produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> versionOneDelete(String path) {
        return gone();
    }

    private static MutableHttpResponse<byte[]> unknown(HttpRequest<?> request) {
        String path = request.getPath();
        for (Map.Entry<Pattern, List<String>> each : KNOWN.entrySet()) {
            if (each.getKey().matcher(path).matches()) {
                String allowed = String.join(",", each.getValue());
                return ApiError.coded(
                                405,
                                405,
                                "method " + request.getMethodName() + " is not allowed, but [" + allowed + "] are")
                        .response()
                        .header("Allow", allowed);
            }
        }
        return ApiError.coded(404, 404, "path " + path + " was not found").response();
    }

    private static MutableHttpResponse<byte[]> gone() {
        return HttpResponse.<byte[]>status(410, "")
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(GONE);
    }
}
