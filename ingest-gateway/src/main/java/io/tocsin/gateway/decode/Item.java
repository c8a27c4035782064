package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import java.nio.charset.StandardCharsets;

/**
 * One item while it is being decoded: where it stands in the body, what was read of it and what is wrong with it. Not
 * thread-safe.
 */
final class Item {

    final RecordDraft draft;
    final FieldErrors errors;
    /** Id of the item, sent or made; null until its envelope is complete. */
    String id;

    private final byte[] body;
    private int parserStart;

    /**
     * Starts an item.
     *
     * @param draft cleared draft, lent for the time of this item
     * @param index its place in the batch, or {@link FieldErrors#WHOLE_BODY}
     * @param body the array that the parser reads
     * @param parserStart where in it the parser started
     */
    Item(RecordDraft draft, int index, byte[] body, int parserStart) {
        this.draft = draft;
        this.errors = new FieldErrors(index);
        this.body = body;
        this.parserStart = parserStart;
    }

    /** Returns the array that holds the document. */
    byte[] body() {
        return body;
    }

    /** Notes an error when two attributes have one name; for a record that has no place for the original document. */
    void refuseRepeatedAttributes() {
        if (draft.namesMayRepeat && draft.attributes.dropRepeatedNames()) {
            errors.add("", "has two fields that become one name when nested names are joined with dots");
        }
    }

    /** Says that from now on positions are those of a parser that starts at another place. */
    void rereadFrom(int from) {
        parserStart = from;
    }

    /** Returns where the object or array begins whose opening token the parser has just given. */
    int openingOf(JsonParser parser) {
        return position(parser) - 1;
    }

    /** Returns the place behind the last token. */
    int position(JsonParser parser) {
        return parserStart + (int) parser.currentLocation().getByteOffset();
    }

    /** Returns a part of the document as it was written. */
    String text(int from, int to) {
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }
}
