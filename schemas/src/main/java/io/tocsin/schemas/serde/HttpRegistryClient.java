package io.tocsin.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Asks a registry over its REST API, each time anew. Thread-safe. */
final class HttpRegistryClient implements SchemaRegistryClient {

    private static final int MAX_REFERENCE_DEPTH = 16;

    private final RegistryTransport transport;
    private final String normalize;

    HttpRegistryClient(RegistrySettings settings, boolean normalize) {
        this.transport = new RegistryTransport(settings);
        this.normalize = normalize ? "?normalize=true" : "";
    }

    @Override
    public int register(String subject, Schema schema) {
        return idOf(subject, transport.post("/subjects/" + encoded(subject) + "/versions" + normalize, body(schema)));
    }

    @Override
    public int lookup(String subject, Schema schema) {
        return idOf(subject, transport.post("/subjects/" + encoded(subject) + normalize, body(schema)));
    }

    @Override
    public Schema byId(int id) {
        RegistryReply reply = known(transport.get("/schemas/ids/" + id), "schema " + id);
        return parse(reply.body(), "schema " + id);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        String what = "subject '" + subject + "'";
        RegistryReply reply = known(transport.get("/subjects/" + encoded(subject) + "/versions/latest"), what);
        return new RegisteredSchema(idOf(subject, reply), parse(reply.body(), what));
    }

    private static int idOf(String subject, RegistryReply reply) {
        known(reply, "schema in subject '" + subject + "'");
        JsonNode id = reply.body().path("id");
        if (!id.isInt()) {
            throw new RegistryUnavailableException("the registry's answer about '" + subject + "' has no id");
        }
        return id.intValue();
    }

    private static RegistryReply known(RegistryReply reply, String what) {
        if (reply.isSuccess()) {
            return reply;
        }
        if (reply.isUnknown()) {
            throw new UnknownSchemaException("the registry does not know " + what + ": " + reply.message());
        }
        throw new SchemaRejectedException("the registry refuses " + what + ": " + reply.message());
    }

    private Schema parse(JsonNode answer, String what) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new UnknownSchemaException(what + " is of type " + type + ", not AVRO");
        }
        Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
        try {
            parseReferences(answer, parser, 0);
            return parser.parse(answer.path("schema").asText());
        } catch (AvroRuntimeException | NullPointerException | IllegalArgumentException | StackOverflowError invalid) {
            throw new UnknownSchemaException(what + " is no Avro schema: " + invalid);
        }
    }

    /** Schemas of Confluent's registry may lean on named types of other subjects; they are parsed first. */
    private void parseReferences(JsonNode answer, Schema.Parser parser, int depth) {
        for (JsonNode reference : answer.path("references")) {
            if (depth == MAX_REFERENCE_DEPTH) {
                throw new UnknownSchemaException("schema references are nested too deeply");
            }
            if (!parser.getTypes().containsKey(reference.path("name").asText())) {
                String subject = reference.path("subject").asText();
                String path = "/subjects/" + encoded(subject) + "/versions/"
                        + reference.path("version").asInt();
                JsonNode referenced =
                        known(transport.get(path), "subject '" + subject + "'").body();
                parseReferences(referenced, parser, depth + 1);
                parser.parse(referenced.path("schema").asText());
            }
        }
    }

    private static ObjectNode body(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
