package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.Json;
import io.tocsin.query.view.Page;
import java.util.function.Function;

/** Lists of our own interface: items, the cursor of the next page, freshness. Stateless. */
final class Lists {

    /** Items of a page unless asked otherwise. */
    static final int DEFAULT_LIMIT = 100;
    /** Items of a page at most. */
    static final int MAX_LIMIT = 1_000;

    private Lists() {}

    /**
     * Returns a page as JSON.
     *
     * @param name name of the list, for its cursors
     * @param filter conditions of the list, for its cursors
     * @param page the page
     * @param item turns a row's value into JSON
     */
    static <T> ObjectNode json(String name, Object filter, Page<T> page, Function<T, ObjectNode> item) {
        ObjectNode list = Json.object();
        var items = list.putArray("items");
        page.rows().forEach(row -> items.add(item.apply(row.value())));
        list.put("next_cursor", page.next() == null ? null : Cursor.of(name, filter, page.next()));
        if (page.total() >= 0) {
            list.put("total", page.total());
        }
        FreshnessJson.add(list, page.freshness());
        return list;
    }
}
