package io.tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.schemas.serde.FrozenSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaEvolutionTest {

    @ParameterizedTest
    @MethodSource("presentSchemas")
    void everySchemaIsFullyCompatibleWithAllFrozenVersions(Schema present) {
        for (String version : FrozenSchemas.VERSIONS) {
            Optional<Schema> frozen = FrozenSchemas.find(version, present.getFullName());
            if (frozen.isPresent()) {
                assertThat(conflicts(present, frozen.get()))
                        .as("%s must read what %s wrote", present.getFullName(), version)
                        .isEmpty();
                assertThat(conflicts(frozen.get(), present))
                        .as("%s of %s must read what is written now", present.getFullName(), version)
                        .isEmpty();
            }
        }
    }

    @Test
    void aChangedSchemaHasAFrozenCopy() throws IOException {
        String latest = FrozenSchemas.VERSIONS.get(FrozenSchemas.VERSIONS.size() - 1);
        Path frozen = SchemaFiles.FROZEN.resolve(latest);

        assertThat(SchemaFiles.undocumented(frozen))
                .withFailMessage(
                        """
                        The schemas of %s differ from the frozen copies in %s (%s).
                        If %s is in no release, take the copies anew:      cp %s/*.avsc %s/
                        If %s has been released, freeze another version:   mkdir %s/vN, copy the files into it,
                        and add "vN" at the end of FrozenSchemas.VERSIONS; leave the older folders as they are.
                        Without the copy a later release cannot read what this one writes into its state stores.""",
                        SchemaFiles.PRESENT,
                        frozen,
                        differences(frozen),
                        latest,
                        SchemaFiles.PRESENT,
                        frozen,
                        latest,
                        SchemaFiles.FROZEN)
                .isEqualTo(SchemaFiles.undocumented(SchemaFiles.PRESENT));
    }

    @Test
    void theListOfFrozenVersionsNamesEveryFolder() throws IOException {
        try (Stream<Path> folders = Files.list(SchemaFiles.FROZEN)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(FrozenSchemas.VERSIONS);
        }
    }

    @Test
    void everySchemaAndEveryFieldIsDocumented() throws IOException {
        List<String> undocumented = new ArrayList<>();
        SchemaFiles.in(SchemaFiles.PRESENT).forEach((file, schema) -> {
            if (isBlank(schema)) {
                undocumented.add(file);
            }
            for (JsonNode field : schema.path("fields")) {
                if (isBlank(field)) {
                    undocumented.add(file + ": " + field.path("name").asText());
                }
            }
        });

        assertThat(undocumented).isEmpty();
    }

    static List<Schema> presentSchemas() throws IOException, ClassNotFoundException {
        List<Schema> schemas = new ArrayList<>();
        for (JsonNode file : SchemaFiles.in(SchemaFiles.PRESENT).values()) {
            Class<?> generated = Class.forName(
                    file.path("namespace").asText() + "." + file.path("name").asText());
            schemas.add(SpecificData.get().getSchema(generated));
        }
        return schemas;
    }

    private static List<String> conflicts(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(conflict -> conflict.getType() + " at " + conflict.getLocation() + ": " + conflict.getMessage())
                .toList();
    }

    private static List<String> differences(Path frozen) throws IOException {
        Map<String, JsonNode> before = SchemaFiles.undocumented(frozen);
        Map<String, JsonNode> now = SchemaFiles.undocumented(SchemaFiles.PRESENT);
        return Stream.concat(before.keySet().stream(), now.keySet().stream())
                .distinct()
                .filter(file -> !Objects.equals(before.get(file), now.get(file)))
                .sorted()
                .toList();
    }

    private static boolean isBlank(JsonNode documented) {
        return documented.path("doc").asText().isBlank();
    }
}
