package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.tocsin.query.command.IncidentWish;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentAction;
import io.tocsin.schemas.IncidentMember;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the bodies of requests about incidents ask for. What they get wrong is a 422 that names the field. Stateless. */
final class IncidentRequests {

    private static final String NOBODY = "anonymous";
    private static final int MAX_ACTOR = 200;
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_MEMBERS = 250;
    private static final int MAX_REF = 1_200;
    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

    private IncidentRequests() {}

    /** Returns a wish that takes a comment at most. */
    static IncidentWish plain(HttpRequest<?> request, ObjectNode body, IncidentAction action) {
        requireKnown(body, "actor", "comment");
        return IncidentWish.of(action, actor(body), key(request), comment(body));
    }

    /** Returns the wish to give an incident to somebody, or to nobody. */
    static IncidentWish assign(HttpRequest<?> request, ObjectNode body) {
        requireKnown(body, "actor", "comment", "owner");
        if (!body.has("owner")) {
            throw wrong("owner", "missing; give a name, or null for nobody");
        }
        String owner = RequestJson.text(body, "owner", null, MAX_ACTOR);
        return new IncidentWish(
                IncidentAction.ASSIGN, actor(body), key(request), comment(body), owner, null, List.of());
    }

    /** Returns the wish to write something down. */
    static IncidentWish note(HttpRequest<?> request, ObjectNode body) {
        requireKnown(body, "actor", "text");
        String text = RequestJson.text(body, "text", null, MAX_TEXT);
        if (text == null) {
            throw wrong("text", "missing or empty");
        }
        return IncidentWish.of(IncidentAction.NOTE, actor(body), key(request), text);
    }

    /** Returns the wish to make another incident a part of one. */
    static IncidentWish merge(HttpRequest<?> request, ObjectNode body, String id) {
        requireKnown(body, "actor", "comment", "incident");
        String other = RequestJson.text(body, "incident", null, MAX_ACTOR);
        if (other == null) {
            throw wrong("incident", "missing; give the id of the incident that becomes a part of this one");
        }
        if (other.equals(id)) {
            throw wrong("incident", "an incident cannot become a part of itself");
        }
        return new IncidentWish(IncidentAction.MERGE, actor(body), key(request), comment(body), null, other, List.of());
    }

    /** Returns the wish to make some members of an incident an incident of their own. */
    static IncidentWish split(HttpRequest<?> request, ObjectNode body) {
        requireKnown(body, "actor", "comment", "alerts", "patterns");
        List<String> members = new ArrayList<>(refs(body, "alerts"));
        members.addAll(refs(body, "patterns"));
        if (members.isEmpty()) {
            throw wrong("alerts", "missing; name alerts or patterns of the incident");
        }
        return new IncidentWish(IncidentAction.SPLIT, actor(body), key(request), comment(body), null, null, members);
    }

    /** Checks that what is to be split off is there, and that something is left. */
    static void requireMembers(Incident incident, ObjectNode body) {
        requireIn(incident.getAlerts(), refs(body, "alerts"), "alerts", "no alert of this incident");
        requireIn(incident.getPatterns(), refs(body, "patterns"), "patterns", "no pattern of this incident");
        Set<String> wanted = new TreeSet<>(refs(body, "alerts"));
        wanted.addAll(refs(body, "patterns"));
        if (wanted.size()
                >= incident.getAlerts().size() + incident.getPatterns().size()) {
            throw wrong("alerts", "nothing would be left of the incident");
        }
    }

    private static void requireIn(List<IncidentMember> members, List<String> refs, String field, String message) {
        Set<String> known = new TreeSet<>();
        members.forEach(member -> known.add(member.getRef()));
        for (int i = 0; i < refs.size(); i++) {
            if (!known.contains(refs.get(i))) {
                throw wrong(field + "[" + i + "]", message);
            }
        }
    }

    private static List<String> refs(ObjectNode body, String field) {
        JsonNode given = body.path(field);
        if (given.isMissingNode() || given.isNull()) {
            return List.of();
        }
        if (!given.isArray()) {
            throw wrong(field, "expected a list of texts");
        }
        if (given.size() > MAX_MEMBERS) {
            throw wrong(field, "more than " + MAX_MEMBERS);
        }
        List<String> refs = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (!given.get(i).isTextual() || given.get(i).textValue().length() > MAX_REF) {
                throw wrong(field + "[" + i + "]", "expected a text of at most " + MAX_REF + " characters");
            }
            refs.add(given.get(i).textValue());
        }
        return refs;
    }

    private static String actor(ObjectNode body) {
        return RequestJson.text(body, "actor", NOBODY, MAX_ACTOR);
    }

    private static String comment(ObjectNode body) {
        return RequestJson.text(body, "comment", null, MAX_TEXT);
    }

    private static String key(HttpRequest<?> request) {
        String key = request.getHeaders().get("Idempotency-Key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw Parameters.invalid("Idempotency-Key", "expected 1 to 200 printable characters without spaces");
        }
        return key;
    }

    private static void requireKnown(ObjectNode body, String... known) {
        Set<String> fields = Set.of(known);
        body.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw wrong(name, "there is no such field; known are " + String.join(", ", new TreeSet<>(fields)));
            }
        });
    }

    private static ProblemException wrong(String field, String message) {
        return new ProblemException(Problem.unprocessable(field, message));
    }
}
