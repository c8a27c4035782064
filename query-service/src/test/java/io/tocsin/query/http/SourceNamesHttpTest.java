package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SourceNamesHttpTest {

    private static RunningQuery query;

    @BeforeContainer
    static void start() {
        query = RunningQuery.start();
        query.cluster.put(Samples.scope("production"));
    }

    @AfterContainer
    static void stop() {
        query.close();
    }

    @Property(tries = 150)
    void everyNameRoundTripsThroughItsPath(@ForAll("names") String name) {
        requireRoundTrip(name);
    }

    @Example
    void namesThatPathsAndQueriesTreatSpeciallyRoundTrip() {
        for (String name : new String[] {
            "a/b",
            "/",
            "//",
            "a b",
            "a+b",
            "a%2Fb",
            "%",
            "%2",
            "a?b",
            "a;b=c",
            "a#b",
            "a&b=c",
            "...",
            "~",
            "{name}",
            "\u00e4\u00f6\u00fc",
            "\u65e5\u672c",
            "\uD83D\uDE00",
            "a\\b",
            "a\nb",
            "a\0b",
            "history",
            "x/history",
            "*"
        }) {
            requireRoundTrip(name);
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                        Arbitraries.strings()
                                .withChars("/%+;?#&= .:@~{}\\\"'")
                                .withChars('a', 'z')
                                .ofMaxLength(12),
                        Arbitraries.strings().ofMaxLength(12))
                .filter(name -> !name.isEmpty() && !name.equals(".") && !name.equals("..") && isText(name));
    }

    private static void requireRoundTrip(String name) {
        query.cluster.put(Samples.source("production", name).build());

        JsonNode source = query.json("/api/v1/sources/" + encode(name));
        JsonNode history = query.json("/api/v1/sources/" + encode(name) + "/history?environment=production");
        JsonNode listed = query.json("/api/v1/sources?limit=1000&q=" + encode(name));

        assertThat(source.path("source").asText()).isEqualTo(name);
        assertThat(history.path("source").asText()).isEqualTo(name);
        assertThat(listed.path("items"))
                .anyMatch(item -> item.path("source").asText().equals(name));
    }

    private static boolean isText(String name) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    /** Percent-encodes every byte that is not unreserved. */
    private static String encode(String name) {
        StringBuilder path = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            int value = one & 0xff;
            if (value < 0x80 && (Character.isLetterOrDigit(value) || "-._~".indexOf(value) >= 0)) {
                path.append((char) value);
            } else {
                path.append(String.format("%%%02X", value));
            }
        }
        return path.toString();
    }
}
