package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Decodes one item of one protocol. Stateless. */
@FunctionalInterface
interface ItemDecoder {

    /**
     * Reads the object whose opening the parser has just given, to its end, adds its record to the decoding and notes what
     * is wrong in the item.
     *
     * @throws IOException when the JSON itself is broken
     */
    void decode(JsonParser parser, Item item, Decoding decoding) throws IOException;
}
