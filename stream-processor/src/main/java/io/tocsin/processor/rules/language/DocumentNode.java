package io.tocsin.processor.rules.language;

import java.util.List;
import java.util.Map;

/**
 * A piece of a document and where it is. Immutable.
 *
 * @param value a String, Double, Boolean or null; a Map from names to nodes in their order; or a List of nodes
 * @param line line, from 1; 0 when it is not known
 * @param column column, from 1; 0 when it is not known
 */
record DocumentNode(Object value, int line, int column) {

    boolean isMap() {
        return value instanceof Map;
    }

    boolean isList() {
        return value instanceof List;
    }

    boolean isNull() {
        return value == null;
    }

    @SuppressWarnings("unchecked")
    Map<String, DocumentNode> map() {
        return (Map<String, DocumentNode>) value;
    }

    @SuppressWarnings("unchecked")
    List<DocumentNode> list() {
        return (List<DocumentNode>) value;
    }
}
