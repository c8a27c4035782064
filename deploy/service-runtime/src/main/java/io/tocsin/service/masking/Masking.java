package io.tocsin.service.masking;

import com.fasterxml.jackson.databind.JsonNode;

/** Takes out of texts what no log may show. */
public final class Masking {

    private Masking() {}

    /** The text with secrets, tokens, e-mail addresses and card numbers masked. */
    public static String mask(String text) {
        return TextMasker.mask(text);
    }

    /** A copy of the tree, masked by text and by field name. */
    public static JsonNode maskJson(JsonNode json) {
        return JsonMasker.mask(json);
    }
}
