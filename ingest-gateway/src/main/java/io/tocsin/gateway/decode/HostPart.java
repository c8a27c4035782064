package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Decodes one element of a list in a host snapshot. Stateless. */
interface HostPart {

    /** Reads the value on which the parser stands, adds its record and notes what is wrong in the item. */
    void decode(JsonParser parser, int index, Item item, Decoding decoding) throws IOException;
}
