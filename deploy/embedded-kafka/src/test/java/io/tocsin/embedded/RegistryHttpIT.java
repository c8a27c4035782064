package io.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Speaks to the registry as Confluent documents it, without any client of ours. */
class RegistryHttpIT {

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STRING = "\"string\"";
    private static final String KAFKA = "{\"type\":\"fixed\",\"name\":\"Franz\",\"size\":7}";
    private static final String USER = record("{\"name\":\"name\",\"type\":\"string\"}");
    private static final String USER_WITH_OPTIONAL =
            record("{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"age\",\"type\":\"int\",\"default\":0}");
    private static final String USER_WITH_REQUIRED =
            record("{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"age\",\"type\":\"int\"}");
    private static final String USER_RETYPED = record("{\"name\":\"name\",\"type\":\"long\"}");

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry registry;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.builder(directory).start();
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        registry.close();
        kafka.close();
    }

    @Test
    void aSchemaIsRegisteredFoundAndListed() throws Exception {
        int id = register("Kafka-value", KAFKA);

        assertThat(register("Kafka-value", " " + KAFKA.replace(":", " : ")))
                .as("blanks make no difference")
                .isEqualTo(id);
        assertThat(register("Kafka-key", KAFKA)).as("one text has one id").isEqualTo(id);
        assertThat(get("/schemas/ids/" + id)).isEqualTo(JSON.createObjectNode().put("schema", KAFKA));
        assertThat(get("/schemas/ids/" + id + "/schema")).hasToString(KAFKA);
        assertThat(get("/schemas/ids/" + id + "?fetchMaxId=true").path("maxId").asInt())
                .isGreaterThanOrEqualTo(id);
        assertThat(get("/schemas/ids/" + id + "/versions"))
                .hasToString("[{\"subject\":\"Kafka-key\",\"version\":1},{\"subject\":\"Kafka-value\",\"version\":1}]");
        assertThat(get("/schemas/ids/" + id + "/subjects")).hasToString("[\"Kafka-key\",\"Kafka-value\"]");
        assertThat(get("/subjects?subjectPrefix=Kafka")).hasToString("[\"Kafka-key\",\"Kafka-value\"]");
        assertThat(get("/subjects/Kafka-value/versions")).hasToString("[1]");
        JsonNode full = JSON.createObjectNode()
                .put("subject", "Kafka-value")
                .put("version", 1)
                .put("id", id)
                .put("schema", KAFKA);
        assertThat(get("/subjects/Kafka-value/versions/1")).isEqualTo(full);
        assertThat(get("/subjects/Kafka-value/versions/latest")).isEqualTo(full);
        assertThat(get("/subjects/Kafka-value/versions/-1")).isEqualTo(full);
        assertThat(get("/subjects/Kafka-value/versions/1/schema")).hasToString(KAFKA);
        assertThat(get("/subjects/Kafka-value/versions/1/referencedby")).hasToString("[]");
        assertThat(ok(send("POST", "/subjects/Kafka-value", schema(KAFKA)))).isEqualTo(full);
        assertThat(get("/schemas/types")).hasToString("[\"AVRO\"]");
        assertThat(get("/")).hasToString("{}");
        assertThat(get("/mode")).hasToString("{\"mode\":\"READWRITE\"}");
    }

    @Test
    void answersHaveConfluentsContentType() throws Exception {
        for (String path : new String[] {"/subjects", "/subjects/nobody/versions"}) {
            assertThat(send("GET", path, null).headers().firstValue("Content-Type"))
                    .hasValue(CONTENT_TYPE);
        }
    }

    @Test
    void subjectsMayHaveAnyName() throws Exception {
        int id = register("a%2Fb%20c%2Bd+%E2%82%AC", STRING);

        assertThat(get("/subjects?subjectPrefix=a%2Fb")).hasToString("[\"a/b c+d+\u20ac\"]");
        assertThat(get("/subjects/a%2Fb%20c%2Bd%2B%E2%82%AC/versions/1")
                        .path("id")
                        .asInt())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,                true,  true,  true",
        "BACKWARD,            true,  false, false",
        "BACKWARD_TRANSITIVE, true,  false, false",
        "FORWARD,             true,  true,  false",
        "FORWARD_TRANSITIVE,  true,  true,  false",
        "FULL,                true,  false, false",
        "FULL_TRANSITIVE,     true,  false, false"
    })
    void eachLevelAdmitsWhatItShould(String level, boolean optional, boolean required, boolean retyped)
            throws Exception {
        String subject = "levels-" + level;
        register(subject, USER);
        assertThat(put("/config/" + subject, "{\"compatibility\":\"" + level + "\"}"))
                .hasToString("{\"compatibility\":\"" + level + "\"}");
        assertThat(get("/config/" + subject)).hasToString("{\"compatibilityLevel\":\"" + level + "\"}");

        assertThat(isCompatible(subject, USER_WITH_OPTIONAL)).isEqualTo(optional);
        assertThat(isCompatible(subject, USER_WITH_REQUIRED)).isEqualTo(required);
        assertThat(isCompatible(subject, USER_RETYPED)).isEqualTo(retyped);
        assertThat(send("POST", "/subjects/" + subject + "/versions", schema(USER_RETYPED))
                        .statusCode())
                .isEqualTo(retyped ? 200 : 409);
    }

    @Test
    void onlyTransitiveLevelsLookBeyondTheLatest() throws Exception {
        String withB = record("{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
        String withString = record("{\"name\":\"a\",\"type\":\"string\",\"default\":\"\"}");
        for (String level : new String[] {"BACKWARD", "FORWARD", "FULL"}) {
            for (boolean transitive : new boolean[] {false, true}) {
                String subject = "transitive-" + level + transitive;
                put("/config/" + subject, "{\"compatibility\":\"NONE\"}");
                register(subject, record("{\"name\":\"a\",\"type\":\"int\",\"default\":0}"));
                register(subject, withB);
                put("/config/" + subject, "{\"compatibility\":\"" + level + (transitive ? "_TRANSITIVE" : "") + "\"}");

                int status = send("POST", "/subjects/" + subject + "/versions", schema(withString))
                        .statusCode();

                assertThat(status).as(subject).isEqualTo(transitive ? 409 : 200);
            }
        }
    }

    @Test
    void anIncompatibleSchemaIsRefusedWithItsReason() throws Exception {
        register("refusing", USER);

        JsonNode error = error(send("POST", "/subjects/refusing/versions", schema(USER_WITH_REQUIRED)), 409, 409);

        assertThat(error.path("message").asText())
                .startsWith("Schema being registered is incompatible with an earlier schema for subject \"refusing\"")
                .contains("READER_FIELD_MISSING_DEFAULT_VALUE");
        JsonNode verbose = ok(send(
                "POST", "/compatibility/subjects/refusing/versions/latest?verbose=true", schema(USER_WITH_REQUIRED)));
        assertThat(verbose.path("is_compatible").asBoolean()).isFalse();
        assertThat(verbose.path("messages").get(0).asText()).contains("READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThat(get("/subjects/refusing/versions")).hasToString("[1]");
    }

    @Test
    void compatibilityBesideNothingIsGiven() throws Exception {
        assertThat(isCompatible("never-seen", USER)).isTrue();
        error(send("POST", "/compatibility/subjects/never-seen/versions/1", schema(USER)), 404, 40401);
        register("seen-once", USER);
        error(send("POST", "/compatibility/subjects/seen-once/versions/7", schema(USER)), 404, 40402);
    }

    @Test
    void theGlobalLevelHoldsWhereASubjectHasNone() throws Exception {
        assertThat(get("/config")).hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
        error(send("GET", "/config/no-level", null), 404, 40408);
        assertThat(get("/config/no-level?defaultToGlobal=true")).hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
        error(send("GET", "/mode/no-level", null), 404, 40409);

        assertThat(put("/config", "{\"compatibility\":\"none\"}")).hasToString("{\"compatibility\":\"NONE\"}");
        assertThat(get("/config")).hasToString("{\"compatibilityLevel\":\"NONE\"}");
        put("/config", "{\"compatibility\":\"BACKWARD\"}");
    }

    @Test
    void normalizationLooksThroughTheOrderOfProperties() throws Exception {
        String one = "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\",\"a\":1,\"b\":2}";
        String other = "{\"b\":2,\"a\":1,\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}";
        int id = register("normal", one);

        error(send("POST", "/subjects/normal", schema(other)), 404, 40403);
        assertThat(ok(send("POST", "/subjects/normal?normalize=true", schema(other)))
                        .path("id")
                        .asInt())
                .isEqualTo(id);
        assertThat(ok(send("POST", "/subjects/normal/versions?normalize=true", schema(other)))
                        .path("id")
                        .asInt())
                .isEqualTo(id);
        assertThat(get("/subjects/normal/versions")).hasToString("[1]");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /subjects/nobody/versions,            404, 40401",
        "GET,    /subjects/nobody/versions/1,          404, 40401",
        "GET,    /subjects/known/versions/9,           404, 40402",
        "GET,    /subjects/known/versions/0,           422, 42202",
        "GET,    /subjects/known/versions/x,           422, 42202",
        "GET,    /subjects/known/versions/99999999999, 422, 42202",
        "GET,    /schemas/ids/987654,                  404, 40403",
        "GET,    /schemas/ids/-1,                      404, 40403",
        "GET,    /schemas/ids/x,                       404, 404",
        "GET,    /schemas/ids/99999999999,             404, 404",
        "GET,    /schemas,                             404, 404",
        "GET,    /nothing,                             404, 404",
        "GET,    /subjects/known/other,                404, 404",
        "GET,    /subjects/known/versions/1/other,     404, 404",
        "GET,    /subjects/known/versions/1/schema/x,  404, 404",
        "GET,    /config/a/b,                          404, 404",
        "GET,    /subjects/%00/versions,               422, 42208",
        "GET,    /subjects/%20/versions,               422, 42208",
        "DELETE, /subjects,                            405, 405",
        "DELETE, /subjects/known,                      405, 405",
        "PUT,    /mode,                                405, 405",
        "POST,   /schemas/ids/1,                       405, 405"
    })
    void whatIsNotThereIsSaidInConfluentsWords(String method, String path, int status, int code) throws Exception {
        register("known", STRING);

        error(send(method, path, null), status, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                | 400 | 400",
                "[]                                               | 400 | 400",
                "null                                             | 400 | 400",
                "''                                               | 400 | 400",
                "{\"schema\":\"\\\"int\\\"\"} x                   | 400 | 400",
                "{\"schema\":\"\\\"int\\\"\",\"schema\":\"\\\"long\\\"\"} | 400 | 400",
                "{}                                               | 422 | 42201",
                "{\"schema\":\"\"}                                | 422 | 42201",
                "{\"schema\":null}                                | 422 | 42201",
                "{\"schema\":{\"type\":\"int\"}}                  | 422 | 42201",
                "{\"schema\":\"int\"}                             | 422 | 42201",
                "{\"schema\":\"{\"}                               | 422 | 42201",
                "{\"schema\":\"{\\\"type\\\":\\\"record\\\"}\"}   | 422 | 42201",
                "{\"schema\":\"{\\\"type\\\":\\\"nobody\\\"}\"}   | 422 | 42201",
                "{\"schema\":\"syntax\",\"schemaType\":\"PROTOBUF\"} | 422 | 42201",
                "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"a\"}]} | 422 | 42201",
                "{\"schema\":\"\\\"int\\\"\",\"unheard\":1}       | 422 | 422"
            })
    void aBodyThatIsNoSchemaIsRefused(String body, int status, int code) throws Exception {
        for (String path :
                new String[] {"/subjects/hostile/versions", "/compatibility/subjects/hostile/versions/latest"}) {
            error(send("POST", path, body), status, code);
        }
    }

    @Test
    void aMisspeltLevelIsRefused() throws Exception {
        for (String body : new String[] {"{\"compatibility\":\"SIDEWAYS\"}", "{}", "{\"compatibility\":7}"}) {
            error(send("PUT", "/config", body), 422, 42203);
        }
    }

    @Test
    void aHugeBodyIsRefused() throws Exception {
        error(send("POST", "/subjects/huge/versions", schema("\"" + "x".repeat(1 << 20) + "\"")), 413, 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"type\":", "{\"type\":\"array\",\"items\":"})
    void aDeeplyNestedSchemaIsRefused(String level) throws Exception {
        error(send("POST", "/subjects/deep/versions", schema(level.repeat(20_000))), 422, 42201);
    }

    @Test
    void aSchemaNestedAsDeepAsJsonMayBeIsAnswered() throws Exception {
        String arrays = "{\"type\":\"array\",\"items\":".repeat(400) + STRING + "}".repeat(400);

        int status = send("POST", "/subjects/nested/versions", schema(arrays)).statusCode();

        assertThat(status).isLessThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void whatAPageOfAForeignSiteCouldSendIsRefused(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/foreign/versions"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(schema(STRING)))
                .build();

        error(http.send(request, BodyHandlers.ofString()), 415, 415);
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"User\",\"fields\":[" + fields + "]}";
    }

    private static String schema(String text) {
        return JSON.createObjectNode().put("schema", text).toString();
    }

    private static int register(String subject, String text) throws Exception {
        return ok(send("POST", "/subjects/" + subject + "/versions", schema(text)))
                .path("id")
                .asInt();
    }

    private static boolean isCompatible(String subject, String text) throws Exception {
        return ok(send("POST", "/compatibility/subjects/" + subject + "/versions/latest", schema(text)))
                .path("is_compatible")
                .asBoolean();
    }

    private static JsonNode get(String path) throws Exception {
        return ok(send("GET", path, null));
    }

    private static JsonNode put(String path, String body) throws Exception {
        return ok(send("PUT", path, body));
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", CONTENT_TYPE);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode ok(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static JsonNode error(HttpResponse<String> response, int status, int code) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode body = JSON.readTree(response.body());
        assertThat(body.path("error_code").asInt()).as(response.body()).isEqualTo(code);
        assertThat(body.path("message").asText()).isNotBlank();
        return body;
    }
}
