package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.fake.RunningQuery;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiContractTest {

    /** Tags of operations that other modules serve; a process that runs them too compares all. */
    private static final Set<String> TAGS_OF_OTHERS = Set.of("ingest", "deliveries", "alertmanager");

    private static RunningQuery query;
    private final OpenApiDocument document = new OpenApiDocument();

    @BeforeAll
    static void start() {
        query = RunningQuery.start();
    }

    @AfterAll
    static void stop() {
        query.close();
    }

    @Test
    void theContractNamesEveryRouteAndNothingElse() {
        Set<String> documented = new TreeSet<>();
        document.tree().path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> {
                    if (!TAGS_OF_OTHERS.contains(
                            method.getValue().path("tags").get(0).asText())) {
                        documented.add(RunningRoutes.comparable(method.getKey().toUpperCase() + ' ' + path.getKey()));
                    }
                }));

        assertThat(query.service.context().getBean(RunningRoutes.class).all()).isEqualTo(documented);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(references(document.tree(), new ArrayList<>())).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.tree().at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void everyOperationHasItsOwnIdASummaryAndAnAnswer() {
        List<String> ids = new ArrayList<>();
        document.tree().path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> {
                    JsonNode operation = method.getValue();
                    ids.add(operation.path("operationId").asText());
                    assertThat(operation.path("summary").asText())
                            .as(path.getKey())
                            .isNotEmpty();
                    assertThat(operation.path("responses").properties())
                            .as(path.getKey())
                            .anyMatch(response -> response.getKey().startsWith("2"));
                }));
        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void everyPathVariableIsDescribed() {
        document.tree().path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> {
                    List<String> described = new ArrayList<>();
                    for (JsonNode parameter : method.getValue().path("parameters")) {
                        JsonNode resolved = parameter.has("$ref")
                                ? document.tree()
                                        .at(parameter.path("$ref").asText().substring(1))
                                : parameter;
                        if (resolved.path("in").asText().equals("path")) {
                            described.add('{' + resolved.path("name").asText() + '}');
                        }
                    }
                    String withoutDescribed = path.getKey();
                    for (String variable : described) {
                        assertThat(path.getKey()).contains(variable);
                        withoutDescribed = withoutDescribed.replace(variable, "");
                    }
                    assertThat(withoutDescribed).doesNotContain("{");
                }));
    }

    @Test
    void theDocumentIsServedAsItIs() {
        HttpResponse<byte[]> response = query.get("/openapi.json");

        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(RunningQuery.json(response)).isEqualTo(document.tree());
        assertThat(document.tree().path("openapi").asText()).startsWith("3.1.");
        assertThat(Versions.SERVICE)
                .startsWith(document.tree().path("info").path("version").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/", "/redoc", "/redoc/"})
    void thePagesComeWholeFromThisService(String path) {
        HttpResponse<byte[]> response = query.get(path, "Accept", "text/html");
        String page = new String(response.body());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("http");
        assertThat(page).doesNotContain("http://", "https://", "//cdn").doesNotContain("<script>");
        List<String> files = java.util.regex.Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(files).isNotEmpty().allSatisfy(file -> {
            HttpResponse<byte[]> asset = query.get(file);
            assertThat(asset.statusCode()).as(file).isEqualTo(200);
            assertThat(asset.body()).as(file).isNotEmpty();
        });
    }

    @Test
    void theInitialisersOfThePagesNameNoOtherHost() {
        for (String file : List.of("swagger.js", "redoc.js")) {
            assertThat(new String(query.get("/docs/assets/" + file).body())).doesNotContain("http://", "https://");
        }
    }

    @Test
    void onlyTheFilesOfThePagesAreServed() {
        assertThat(query.get("/docs/assets/openapi.json").statusCode()).isEqualTo(404);
        assertThat(query.get("/docs/assets/..%2F..%2Fversions.properties").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theRootTellsMachinesWhatIsHereAndLeadsBrowsersToThePages() {
        JsonNode info = query.json("/");

        assertThat(info.path("name").asText()).isEqualTo("Tocsin");
        assertThat(info.path("version").asText()).isEqualTo(Versions.SERVICE);
        assertThat(info.path("endpoints").has("GET /api/v1/sources")).isTrue();
        assertThat(info.path("endpoints").has("POST /ingest")).isFalse();
        HttpResponse<byte[]> browser = query.get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(browser.statusCode()).isEqualTo(303);
        assertThat(browser.headers().firstValue("Location")).hasValue("/docs");
        assertThat(browser.headers().firstValue("Vary")).hasValue("Accept");
    }

    private static List<String> references(JsonNode node, List<String> found) {
        if (node.has("$ref")) {
            found.add(node.path("$ref").asText());
        }
        node.forEach(child -> references(child, found));
        return found;
    }
}
