package io.tocsin.processor.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.rules.language.RuleProblem;
import java.util.List;

/**
 * What the desk answers, in the terms of HTTP, so that whoever is in front need not know about rules. Immutable.
 *
 * @param status status code
 * @param etag entity tag, quotes included, or null
 * @param body what goes to the caller when all is well, or null
 * @param detail what is wrong, in a sentence, or null
 * @param problems what is wrong with the fields; empty when it is not about fields
 */
public record DeskReply(int status, String etag, JsonNode body, String detail, List<RuleProblem> problems) {

    /** Says that all is well. */
    public static DeskReply ok(int status, String etag, JsonNode body) {
        return new DeskReply(status, etag, body, null, List.of());
    }

    /** Says that it cannot be done. */
    public static DeskReply refused(int status, String detail) {
        return new DeskReply(status, null, null, detail, List.of());
    }

    /** Says what is wrong with a field. */
    public static DeskReply field(String field, String message) {
        return invalid(List.of(new RuleProblem(field, 0, 0, message, 0, 0)));
    }

    /** Says what is wrong with the fields. */
    public static DeskReply invalid(List<RuleProblem> problems) {
        return new DeskReply(422, null, null, null, problems);
    }

    /** Returns the answer as it goes to the service in front. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", status);
        json.put("etag", etag);
        json.set("body", body);
        json.put("detail", detail);
        var list = json.putArray("errors");
        problems.forEach(problem -> add(list.addObject(), problem));
        return json;
    }

    static void add(ObjectNode json, RuleProblem problem) {
        json.put("field", problem.field());
        json.put("message", problem.message());
        boolean inExpression = problem.expressionLine() > 0;
        if (inExpression || problem.line() > 0) {
            json.put("line", inExpression ? problem.expressionLine() : problem.line());
            json.put("column", inExpression ? problem.expressionColumn() : problem.column());
            json.put("in", inExpression ? "expression" : "document");
        }
    }
}
