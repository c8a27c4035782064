package io.tocsin.service.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON as RFC 8259 and RFC 7493 have it, and nothing else: valid UTF-8 without unpaired surrogates, no name twice in an
 * object, nothing after the value, at most 32 levels, no number that does not fit a double, no text beyond 1 MiB.
 *
 * <p>Whatever breaks a rule is a {@link ProblemException} with status 400. Thread-safe.
 */
public final class StrictJson {

    /** Levels of arrays and objects within each other. */
    public static final int MAX_DEPTH = 32;

    /** Bytes of one text. */
    public static final int MAX_STRING = 1 << 20;

    /** Bytes of one field name. */
    public static final int MAX_NAME = 1024;

    /** Digits of one number. */
    public static final int MAX_NUMBER = 400;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .nodeFactory(new FiniteNodeFactory())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS)
            .build();

    private static final ObjectReader TREE = MAPPER.readerFor(JsonNode.class);
    private static final ObjectWriter WRITER = MAPPER.writer();

    private StrictJson() {}

    /** Parses a whole document. */
    public static JsonNode parse(byte[] json) {
        return parse(json, 0, json.length);
    }

    /**
     * Parses the document in a part of an array.
     *
     * @param from index of the first byte
     * @param to index after the last byte
     * @throws ProblemException with status 400 if it is not strict JSON
     */
    public static JsonNode parse(byte[] json, int from, int to) {
        requireUtf8(json, from, to);
        try {
            JsonNode node = TREE.readTree(json, from, to - from);
            if (node.isMissingNode()) {
                throw new ProblemException(Problem.badRequest("The body is empty where JSON belongs.")
                        .withCode("invalid-json"));
            }
            return node;
        } catch (IOException e) {
            throw invalid(e);
        }
    }

    /**
     * A pull parser under the same rules, for code that does without a tree. The text is checked as a whole before; the
     * caller checks that nothing follows the value with {@link #requireEnd}, reads decimals with {@link #finite}, and turns
     * a {@link JsonProcessingException} into a problem with {@link #invalid}.
     *
     * @param from index of the first byte
     * @param to index after the last byte
     */
    public static JsonParser parser(byte[] json, int from, int to) {
        requireUtf8(json, from, to);
        try {
            return FACTORY.createParser(json, from, to - from);
        } catch (IOException e) {
            throw invalid(e);
        }
    }

    /** The parser would guess UTF-16 and UTF-32 from NUL bytes at the beginning, but JSON is exchanged as UTF-8 only. */
    private static void requireUtf8(byte[] json, int from, int to) {
        for (int i = from; i < Math.min(from + 4, to); i++) {
            if (json[i] == 0) {
                throw new ProblemException(
                        Problem.badRequest("The body is not JSON in UTF-8.").withCode("invalid-utf-8"));
            }
        }
        Utf8.requireValid(json, from, to);
    }

    /**
     * The current number as a double.
     *
     * @throws ProblemException with status 400 if it does not fit
     * @throws IOException as the parser
     */
    public static double finite(JsonParser parser) throws IOException {
        return FiniteNodeFactory.requireFinite(parser.getDoubleValue());
    }

    /**
     * Checks that the value just read was the last.
     *
     * @throws ProblemException with status 400 if something follows
     * @throws IOException as the parser
     */
    public static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new ProblemException(Problem.badRequest("The body goes on after the end of the JSON value.")
                    .withCode("invalid-json"));
        }
    }

    /** The problem that a failure of the parser means to the caller. */
    public static ProblemException invalid(IOException failure) {
        return new ProblemException(JsonComplaint.of(failure));
    }

    /** A tree as UTF-8. */
    public static byte[] write(JsonNode node) {
        try {
            return WRITER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A factory of the same rules, for an {@link com.fasterxml.jackson.databind.ObjectMapper} of a module's own. */
    public static JsonFactory factory() {
        return FACTORY;
    }
}
