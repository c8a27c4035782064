package io.tocsin.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Answers requests: the part of Confluent's REST API that clients use. Thread-safe. */
final class RegistryApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SchemaRegistry registry;

    RegistryApi(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * Answers a request.
     *
     * @throws RegistryError when the answer is an error
     */
    JsonNode answer(RegistryRequest request) throws IOException {
        List<String> path = request.path();
        if (path.isEmpty()) {
            only("GET", request);
            return JSON.objectNode();
        }
        return switch (path.get(0)) {
            case "subjects" -> subjects(request, path);
            case "schemas" -> schemas(request, path);
            case "config" -> config(request, path);
            case "mode" -> mode(request, path);
            case "compatibility" -> compatibility(request, path);
            default -> throw RegistryError.noSuchPath();
        };
    }

    private JsonNode subjects(RegistryRequest request, List<String> path) throws IOException {
        if (path.size() == 1) {
            only("GET", request);
            String prefix = request.parameter("subjectPrefix");
            ArrayNode names = JSON.arrayNode();
            registry.state().subjects().stream()
                    .filter(name -> name.startsWith(prefix))
                    .forEach(names::add);
            return names;
        }
        String subject = request.subject(1);
        if (path.size() == 2) {
            only("POST", request);
            return full(registry.lookup(subject, request.schema(), request.flag("normalize")));
        }
        require(path.get(2).equals("versions"));
        if (path.size() == 3) {
            return request.method().equals("POST") ? register(request, subject) : versions(request, subject);
        }
        only("GET", request);
        SchemaVersion version = registry.version(subject, path.get(3));
        if (path.size() == 4) {
            return full(version);
        }
        require(path.size() == 5);
        return switch (path.get(4)) {
            case "schema" -> TextNode.valueOf(version.schema());
            case "referencedby" -> JSON.arrayNode();
            default -> throw RegistryError.noSuchPath();
        };
    }

    private JsonNode register(RegistryRequest request, String subject) throws IOException {
        int id = registry.register(subject, request.schema(), request.flag("normalize"));
        return JSON.objectNode().put("id", id);
    }

    private JsonNode versions(RegistryRequest request, String subject) {
        only("GET", request);
        ArrayNode numbers = JSON.arrayNode();
        registry.versions(subject).forEach(version -> numbers.add(version.version()));
        return numbers;
    }

    private JsonNode schemas(RegistryRequest request, List<String> path) {
        only("GET", request);
        if (path.size() == 2 && path.get(1).equals("types")) {
            return JSON.arrayNode().add("AVRO");
        }
        require(path.size() >= 3 && path.size() <= 4 && path.get(1).equals("ids"));
        int id = request.id(2);
        String schema = registry.state().schema(id).orElseThrow(() -> RegistryError.schemaNotFound(id));
        if (path.size() == 3) {
            ObjectNode answer = JSON.objectNode().put("schema", schema);
            return request.flag("fetchMaxId")
                    ? answer.put("maxId", registry.state().maxId())
                    : answer;
        }
        ArrayNode list = JSON.arrayNode();
        switch (path.get(3)) {
            case "schema" -> {
                return TextNode.valueOf(schema);
            }
            case "versions" ->
                registry.state().uses(id).forEach(use -> list.addObject()
                        .put("subject", use.subject())
                        .put("version", use.version()));
            case "subjects" ->
                registry.state().uses(id).stream()
                        .map(SchemaVersion::subject)
                        .distinct()
                        .forEach(list::add);
            default -> throw RegistryError.noSuchPath();
        }
        return list;
    }

    private JsonNode config(RegistryRequest request, List<String> path) throws IOException {
        require(path.size() <= 2);
        Optional<String> subject = path.size() == 2 ? Optional.of(request.subject(1)) : Optional.empty();
        if (request.method().equals("PUT")) {
            CompatibilityLevel level = request.level();
            registry.setLevel(subject, level);
            return JSON.objectNode().put("compatibility", level.name());
        }
        only("GET", request);
        CompatibilityLevel level = subject.map(name -> ownLevel(name, request.flag("defaultToGlobal")))
                .orElseGet(() -> registry.state().globalLevel());
        return JSON.objectNode().put("compatibilityLevel", level.name());
    }

    private CompatibilityLevel ownLevel(String subject, boolean defaultToGlobal) {
        return registry.state().ownLevel(subject).orElseGet(() -> {
            if (!defaultToGlobal) {
                throw RegistryError.noCompatibilityOf(subject);
            }
            return registry.state().globalLevel();
        });
    }

    private JsonNode mode(RegistryRequest request, List<String> path) {
        only("GET", request);
        require(path.size() <= 2);
        if (path.size() == 2 && !request.flag("defaultToGlobal")) {
            throw RegistryError.noModeOf(request.subject(1));
        }
        return JSON.objectNode().put("mode", "READWRITE");
    }

    private JsonNode compatibility(RegistryRequest request, List<String> path) throws IOException {
        require(path.size() >= 4
                && path.size() <= 5
                && path.get(1).equals("subjects")
                && path.get(3).equals("versions"));
        only("POST", request);
        String subject = request.subject(2);
        List<String> conflicts = path.size() == 4
                ? registry.conflictsWithSubject(subject, request.schema())
                : registry.conflictsWithVersion(subject, path.get(4), request.schema());
        ObjectNode answer = JSON.objectNode().put("is_compatible", conflicts.isEmpty());
        if (request.flag("verbose")) {
            ArrayNode messages = answer.putArray("messages");
            conflicts.forEach(messages::add);
        }
        return answer;
    }

    private static ObjectNode full(SchemaVersion version) {
        return JSON.objectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema());
    }

    private static void only(String method, RegistryRequest request) {
        if (!request.method().equals(method)) {
            throw RegistryError.methodNotAllowed();
        }
    }

    private static void require(boolean isPath) {
        if (!isPath) {
            throw RegistryError.noSuchPath();
        }
    }
}
