package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.gateway.decode.RejectedBodyException.Reason;
import java.io.IOException;

/**
 * Takes a body apart into items. Broken JSON in an object or array refuses the whole body, because what follows cannot be
 * told any more; in NDJSON it refuses the line. Stateless.
 */
final class BodyReader {

    private final int mostItems;

    /**
     * Makes a reader.
     *
     * @param mostItems most items of a body
     */
    BodyReader(int mostItems) {
        this.mostItems = mostItems;
    }

    /** Decodes all items of a body. */
    void read(byte[] body, BodyFormat format, ItemDecoder decoder, Decoding decoding) throws RejectedBodyException {
        requireUtf8(body);
        if (format == BodyFormat.LINES) {
            lines(body, decoder, decoding);
            return;
        }
        try (JsonParser parser = Json.parser(body, 0, body.length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new RejectedBodyException(Reason.SYNTAX, "the body is empty; a JSON object is expected");
            }
            if (first == JsonToken.START_ARRAY) {
                array(parser, body, decoder, decoding);
            } else {
                item(parser, decoding.item(FieldErrors.WHOLE_BODY, body, 0), decoder, decoding);
            }
            requireEnd(parser);
        } catch (IOException e) {
            throw new RejectedBodyException(Reason.SYNTAX, place(decoding) + Json.reason(e, 1));
        }
    }

    /** Refuses a body that is not UTF-8. */
    static void requireUtf8(byte[] body) throws RejectedBodyException {
        int bad = Utf8.firstBadByte(body, 0, body.length);
        if (bad >= 0) {
            throw new RejectedBodyException(Reason.SYNTAX, "the body is not UTF-8 text: byte " + bad + " is wrong");
        }
    }

    /** Refuses anything behind the value of a body. */
    static void requireEnd(JsonParser parser) throws IOException, RejectedBodyException {
        if (parser.nextToken() != null) {
            throw new RejectedBodyException(
                    Reason.SYNTAX,
                    "line " + parser.currentTokenLocation().getLineNr() + ", column "
                            + parser.currentTokenLocation().getColumnNr()
                            + ": more text behind the end of the JSON value (for one object per line use"
                            + " Content-Type: application/x-ndjson)");
        }
    }

    private static String place(Decoding decoding) {
        return decoding.items() == 0 ? "" : FieldErrors.pathOf(decoding.items()) + ": ";
    }

    private void array(JsonParser parser, byte[] body, ItemDecoder decoder, Decoding decoding)
            throws IOException, RejectedBodyException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireRoom(decoding);
            item(parser, decoding.item(decoding.items(), body, 0), decoder, decoding);
        }
    }

    private void lines(byte[] body, ItemDecoder decoder, Decoding decoding) throws RejectedBodyException {
        int line = 1;
        int from = 0;
        while (from < body.length) {
            int to = from;
            while (to < body.length && body[to] != '\n') {
                to++;
            }
            if (!isBlank(body, from, to)) {
                requireRoom(decoding);
                line(body, from, to, line, decoder, decoding);
            }
            from = to + 1;
            line++;
        }
        if (decoding.items() == 0) {
            throw new RejectedBodyException(
                    Reason.SYNTAX, "the body has no line; one JSON object per line is expected");
        }
    }

    /** Decodes one line of NDJSON. */
    static void line(byte[] body, int from, int to, int line, ItemDecoder decoder, Decoding decoding) {
        int bad = Utf8.firstBadByte(body, from, to);
        if (bad >= 0) {
            decoding.malformed("line " + line + ", byte " + (bad - from + 1) + ": no UTF-8 text");
            return;
        }
        try (JsonParser parser = Json.parser(body, from, to)) {
            parser.nextToken();
            Item item = decoding.item(decoding.items(), body, from);
            read(parser, item, decoder, decoding);
            if (parser.nextToken() == null) {
                decoding.finish(item);
            } else {
                decoding.malformed("line " + line + ": more text behind the end of the JSON object");
            }
        } catch (IOException e) {
            decoding.malformed(Json.reason(e, line));
        }
    }

    private static void item(JsonParser parser, Item item, ItemDecoder decoder, Decoding decoding) throws IOException {
        read(parser, item, decoder, decoding);
        decoding.finish(item);
    }

    private static void read(JsonParser parser, Item item, ItemDecoder decoder, Decoding decoding) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            decoder.decode(parser, item, decoding);
        } else {
            Values.wrongKind(parser, "", "an object", item);
        }
    }

    private void requireRoom(Decoding decoding) throws RejectedBodyException {
        if (decoding.items() == mostItems) {
            throw new RejectedBodyException(Reason.TOO_MANY_ITEMS, "the body has more than " + mostItems + " items");
        }
    }

    private static boolean isBlank(byte[] body, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = body[i];
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
