package io.tocsin.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The schema files of a folder, by file name. */
final class SchemaFiles {

    /** What this release writes. */
    static final Path PRESENT = Path.of("src/main/avro");
    /** What earlier releases wrote, one folder each. */
    static final Path FROZEN = Path.of("src/main/resources/io/tocsin/schemas/frozen");

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaFiles() {}

    static Map<String, JsonNode> in(Path folder) throws IOException {
        Map<String, JsonNode> schemas = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                schemas.put(file.getFileName().toString(), JSON.readTree(file.toFile()));
            }
        }
        return schemas;
    }

    /** Returns the files without their documentation, which may change freely. */
    static Map<String, JsonNode> undocumented(Path folder) throws IOException {
        Map<String, JsonNode> schemas = in(folder);
        schemas.values().forEach(SchemaFiles::removeDocumentation);
        return schemas;
    }

    private static void removeDocumentation(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("doc").isTextual()) {
            object.remove("doc");
        }
        node.forEach(SchemaFiles::removeDocumentation);
    }
}
