package io.tocsin.processor.rules.language;

import java.util.Objects;

/**
 * What is wrong with a rule, and where. Immutable.
 *
 * @param field path of the field, such as {@code levels[0].threshold}; empty for the document as a whole
 * @param line line in the document, from 1; 0 when it is not known
 * @param column column in the document, from 1; 0 when it is not known
 * @param message what is wrong, for a person
 * @param expressionLine line within the expression, from 1; 0 when the problem is not about one
 * @param expressionColumn column within the expression, from 1; 0 when the problem is not about one
 */
public record RuleProblem(
        String field, int line, int column, String message, int expressionLine, int expressionColumn) {

    public RuleProblem {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }

    /** Makes a problem of a node. */
    static RuleProblem at(String field, DocumentNode node, String message) {
        return new RuleProblem(field, node.line(), node.column(), message, 0, 0);
    }

    /** Returns it in one line: {@code line 3, column 7: for must be ...}. */
    public String text() {
        String place = line == 0 ? "" : "line " + line + ", column " + column + ": ";
        String inside = expressionLine == 0
                ? ""
                : " (line " + expressionLine + ", column " + expressionColumn + " of the expression)";
        return place + (field.isEmpty() ? "" : field + " ") + message + inside;
    }
}
