package io.tocsin.query.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list begins. Opaque to clients: the row key, with the name of the list and a check of its
 * filter, so that a cursor is not used where it has no meaning. Stateless.
 */
final class Cursor {

    private static final char SEPARATOR = '\n';

    private Cursor() {}

    /**
     * Returns the text of a cursor.
     *
     * @param list name of the list
     * @param filter the conditions of the list
     * @param rowKey key of the row behind which the next page begins
     */
    static String of(String list, Object filter, String rowKey) {
        String text = list + SEPARATOR + Integer.toHexString(filter.hashCode()) + SEPARATOR + rowKey;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the row key of a cursor.
     *
     * @throws IllegalArgumentException when it is no cursor of this list and filter
     */
    static String rowKey(String list, Object filter, String cursor) {
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        String start = list + SEPARATOR + Integer.toHexString(filter.hashCode()) + SEPARATOR;
        if (!text.startsWith(start)) {
            throw new IllegalArgumentException("the cursor belongs to another list or another filter");
        }
        return text.substring(start.length());
    }
}
