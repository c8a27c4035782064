package io.tocsin.query.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.service.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The description of the interface, for machines and, by Swagger UI and ReDoc, for people. Everything comes from this
 * service; the pages' content security policy keeps it so. ReDoc needs styles of its own and a worker made from a blob.
 */
@Controller
final class DocsController {

    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final String SWAGGER = WEBJARS + "swagger-ui/" + Versions.SWAGGER_UI + '/';
    private static final String REDOC = WEBJARS + "redoc/" + Versions.REDOC + '/';
    private static final String PAGES = "/io/tocsin/query/docs/";
    private static final String SECURITY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Files that the pages need, by the name under which they ask for them. */
    private static final Map<String, Asset> ASSETS = Map.of(
            "swagger-ui.css", new Asset(SWAGGER + "swagger-ui.css", "text/css"),
            "swagger-ui-bundle.js", new Asset(SWAGGER + "swagger-ui-bundle.js", "text/javascript"),
            "favicon-32x32.png", new Asset(SWAGGER + "favicon-32x32.png", "image/png"),
            "redoc.standalone.js", new Asset(REDOC + "redoc.standalone.js", "text/javascript"),
            "swagger.js", new Asset(PAGES + "swagger.js", "text/javascript"),
            "redoc.js", new Asset(PAGES + "redoc.js", "text/javascript"));

    private final OpenApiDocument document;

    DocsController(OpenApiDocument document) {
        this.document = document;
    }

    @Get(uri = "/openapi.json", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> openApi() {
        return HttpResponse.ok(document.bytes()).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    @Get(uri = "/docs", produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> swagger() throws IOException {
        return page("swagger.html");
    }

    @Get(uri = "/redoc", produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> redoc() throws IOException {
        return page("redoc.html");
    }

    @Get(uri = "/docs/assets/{file}", produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> asset(String file) throws IOException {
        Asset asset = ASSETS.get(file);
        if (asset == null) {
            return Problem.notFound("There is no such file.").toResponse();
        }
        return HttpResponse.ok(read(asset.resource()))
                .header("Content-Type", asset.mediaType())
                .header("Cache-Control", "max-age=86400")
                .header("X-Content-Type-Options", "nosniff");
    }

    private static MutableHttpResponse<byte[]> page(String name) throws IOException {
        return HttpResponse.ok(read(PAGES + name))
                .header("Content-Type", "text/html; charset=utf-8")
                .header("Content-Security-Policy", SECURITY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream file = DocsController.class.getResourceAsStream(resource)) {
            return file.readAllBytes();
        }
    }

    private record Asset(String resource, String mediaType) {}
}
