package io.tocsin.embedded.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;

/** What a new schema must be able to do with the earlier ones of its subject. Stateless. */
enum CompatibilityLevel {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean readsOld;
    private final boolean oldReads;
    private final boolean transitive;

    CompatibilityLevel(boolean readsOld, boolean oldReads, boolean transitive) {
        this.readsOld = readsOld;
        this.oldReads = oldReads;
        this.transitive = transitive;
    }

    /** Finds a level by its name, in whatever case. */
    static Optional<CompatibilityLevel> named(String name) {
        for (CompatibilityLevel level : values()) {
            if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** Returns the earlier schemas that this level looks at, given all of them, oldest first. */
    <T> List<T> relevant(List<T> earlier) {
        return transitive || earlier.isEmpty() ? earlier : earlier.subList(earlier.size() - 1, earlier.size());
    }

    /** Returns what stands against a schema beside these earlier ones; empty when it is compatible. */
    List<String> conflicts(Schema candidate, List<Schema> earlier) {
        List<String> conflicts = new ArrayList<>();
        for (Schema old : earlier) {
            if (readsOld) {
                conflicts.addAll(conflicts(candidate, old, "new schema", "old schema"));
            }
            if (oldReads) {
                conflicts.addAll(conflicts(old, candidate, "old schema", "new schema"));
            }
        }
        return conflicts;
    }

    private static List<String> conflicts(Schema reader, Schema writer, String readerName, String writerName) {
        SchemaCompatibilityResult result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        return result.getIncompatibilities().stream()
                .map(conflict -> describe(conflict, readerName, writerName))
                .toList();
    }

    private static String describe(Incompatibility conflict, String readerName, String writerName) {
        return "{errorType:'" + conflict.getType() + "', description:'The " + readerName + " as reader does not match"
                + " the " + writerName + " as writer at path " + conflict.getLocation() + "', additionalInfo:'"
                + conflict.getMessage() + "'}";
    }
}
