package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.gateway.decode.RejectedBodyException.Reason;
import io.tocsin.service.http.LineBatch;
import io.tocsin.service.http.Utf8;
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
        if (format == BodyFormat.LINES) {
            lines(body, decoder, decoding);
            return;
        }
        requireUtf8(body);
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
        int bad = Utf8.firstWrong(body, 0, body.length);
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
        LineBatch lines = LineBatch.of(body);
        for (int i = 0; i < lines.size(); i++) {
            requireRoom(decoding);
            line(body, lines.from(i), lines.to(i), lines.lineNumber(i), decoder, decoding);
        }
        if (lines.size() == 0) {
            throw new RejectedBodyException(
                    Reason.SYNTAX, "the body has no line; one JSON object per line is expected");
        }
    }

    /** Decodes one line of NDJSON. */
    static void line(byte[] body, int from, int to, long line, ItemDecoder decoder, Decoding decoding) {
        int bad = Utf8.firstWrong(body, from, to);
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
}
