package io.tocsin.embedded.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;

/** The registry's rules: which versions and ids there are, and what may join them. Thread-safe. */
final class SchemaRegistry implements AutoCloseable {

    private static final String LATEST = "latest";

    private final RegistryState state = new RegistryState();
    private final RegistryLog log;
    private final Object writing = new Object();

    /**
     * Opens the registry and reads what it held.
     *
     * @throws KafkaException when Kafka does not answer in time
     */
    SchemaRegistry(String bootstrapServers) {
        log = new RegistryLog(bootstrapServers, state);
        log.open();
    }

    /** Returns what the registry knows. */
    RegistryState state() {
        return state;
    }

    /**
     * Registers a schema, or finds it when the subject has it.
     *
     * @return its id
     */
    int register(String subject, AvroText candidate, boolean normalize) {
        Optional<SchemaVersion> present = find(subject, candidate, normalize);
        if (present.isPresent()) {
            return present.get().id();
        }
        synchronized (writing) {
            reopenLog();
            present = find(subject, candidate, normalize);
            if (present.isPresent()) {
                return present.get().id();
            }
            List<SchemaVersion> versions = state.versions(subject);
            List<String> conflicts = conflicts(subject, candidate, versions);
            if (!conflicts.isEmpty()) {
                throw RegistryError.incompatible(subject, conflicts.toString());
            }
            String text = candidate.text(normalize);
            int version =
                    versions.isEmpty() ? 1 : versions.get(versions.size() - 1).version() + 1;
            int id = state.idOf(text).orElseGet(() -> state.maxId() + 1);
            append(RegistryRecord.of(new SchemaVersion(subject, version, id, text)));
            return id;
        }
    }

    /** Finds a schema in a subject. */
    SchemaVersion lookup(String subject, AvroText wanted, boolean normalize) {
        if (state.versions(subject).isEmpty()) {
            throw RegistryError.subjectNotFound(subject);
        }
        return find(subject, wanted, normalize).orElseThrow(RegistryError::schemaNotFound);
    }

    /** Returns the versions of a subject, oldest first, at least one. */
    List<SchemaVersion> versions(String subject) {
        List<SchemaVersion> versions = state.versions(subject);
        if (versions.isEmpty()) {
            throw RegistryError.subjectNotFound(subject);
        }
        return versions;
    }

    /** Returns a version by number, {@code latest} or -1, which means the same. */
    SchemaVersion version(String subject, String version) {
        int number = versionNumber(version);
        List<SchemaVersion> versions = versions(subject);
        if (number == -1) {
            return versions.get(versions.size() - 1);
        }
        return versions.stream()
                .filter(candidate -> candidate.version() == number)
                .findFirst()
                .orElseThrow(() -> RegistryError.versionNotFound(version));
    }

    /** Returns what stands against a schema beside one version; nothing does beside the latest of no subject. */
    List<String> conflictsWithVersion(String subject, String version, AvroText candidate) {
        if (versionNumber(version) == -1 && state.versions(subject).isEmpty()) {
            return List.of();
        }
        Schema earlier = AvroText.parse(version(subject, version).schema()).schema();
        return level(subject).conflicts(candidate.schema(), List.of(earlier));
    }

    /** Returns what stands against registering a schema. */
    List<String> conflictsWithSubject(String subject, AvroText candidate) {
        return conflicts(subject, candidate, state.versions(subject));
    }

    /** Sets the level of a subject, or without a subject the global one. */
    void setLevel(Optional<String> subject, CompatibilityLevel level) {
        synchronized (writing) {
            reopenLog();
            append(RegistryRecord.of(subject.orElse(null), level));
        }
    }

    @Override
    public void close() {
        synchronized (writing) {
            log.close();
        }
    }

    private CompatibilityLevel level(String subject) {
        return state.ownLevel(subject).orElseGet(state::globalLevel);
    }

    private List<String> conflicts(String subject, AvroText candidate, List<SchemaVersion> versions) {
        CompatibilityLevel level = level(subject);
        List<Schema> earlier = new ArrayList<>();
        for (SchemaVersion version : level.relevant(versions)) {
            earlier.add(AvroText.parse(version.schema()).schema());
        }
        return level.conflicts(candidate.schema(), earlier);
    }

    private Optional<SchemaVersion> find(String subject, AvroText wanted, boolean normalize) {
        return state.versions(subject).stream()
                .filter(version -> sameText(version.schema(), wanted, normalize))
                .findFirst();
    }

    private static boolean sameText(String present, AvroText wanted, boolean normalize) {
        return present.equals(wanted.canonical())
                || normalize && AvroText.parse(present).normalized().equals(wanted.normalized());
    }

    private static int versionNumber(String version) {
        if (version.equals(LATEST) || version.equals("-1")) {
            return -1;
        }
        if (!version.matches("[1-9]\\d{0,9}") || Long.parseLong(version) > Integer.MAX_VALUE) {
            throw RegistryError.invalidVersion(version);
        }
        return Integer.parseInt(version);
    }

    private void reopenLog() {
        try {
            log.open();
        } catch (KafkaException failed) {
            throw RegistryError.storeFailed(failed.getMessage());
        }
    }

    private void append(RegistryRecord added) {
        try {
            log.append(added);
        } catch (KafkaException failed) {
            throw RegistryError.storeFailed(failed.getMessage());
        }
    }
}
