package io.tocsin.gateway.account;

import io.tocsin.service.masking.Masking;
import java.util.LinkedHashMap;
import java.util.Map;

/** Masks texts, remembering the ones seen lately, because the same sources come again and again. Not thread-safe. */
final class MaskedTexts {

    private static final int MOST = 2_000;

    private final Map<String, String> masked = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** Returns a text with secrets, tokens, e-mail addresses and card numbers masked. */
    String mask(String text) {
        return text.isEmpty() ? text : masked.computeIfAbsent(text, Masking::mask);
    }
}
