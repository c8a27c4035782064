package io.tocsin.standalone.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Positions of followed files by the key of the file (its number on the disk), kept in one JSON file that is replaced as
 * a whole. The oldest entries go when there are too many. Not thread-safe.
 */
final class PositionBook {

    private static final int CAPACITY = 4096;

    private final Path file;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private boolean changed;

    /**
     * Opens the book.
     *
     * @param file where it is kept; a file that is not there is an empty book
     * @throws IOException when it is there and cannot be read
     */
    PositionBook(Path file) throws IOException {
        this.file = Objects.requireNonNull(file, "file");
        if (Files.exists(file)) {
            JsonNode root = json.readTree(file.toFile());
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                JsonNode node = entry.getValue();
                positions.put(
                        entry.getKey(),
                        new Position(
                                node.path("path").asText(),
                                node.path("offset").asLong(),
                                node.path("head_length").asInt(),
                                node.path("head").asText(),
                                node.path("generation").asInt()));
            }
        }
    }

    Optional<Position> get(String key) {
        return Optional.ofNullable(positions.get(key));
    }

    void put(String key, Position position) {
        positions.remove(key);
        positions.put(key, position);
        if (positions.size() > CAPACITY) {
            Iterator<String> oldest = positions.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        changed = true;
    }

    /**
     * Writes the book if it changed.
     *
     * @throws IOException when it cannot be written; the book before it stays
     */
    void save() throws IOException {
        if (!changed) {
            return;
        }
        ObjectNode root = json.createObjectNode();
        positions.forEach((key, position) -> root.putObject(key)
                .put("path", position.path())
                .put("offset", position.offset())
                .put("head_length", position.headLength())
                .put("head", position.head())
                .put("generation", position.generation()));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, json.writeValueAsBytes(root));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        changed = false;
    }
}
