package io.tocsin.alertsink.template;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;

/** Alertmanager's Alerts: a list of structs with {@code Firing} and {@code Resolved}. Immutable. */
class Alerts implements TemplateObject {

    private final List<Object> structs;

    Alerts(List<Struct> structs) {
        this.structs = List.copyOf(structs);
    }

    /** Returns the elements. */
    @JsonValue
    List<Object> list() {
        return structs;
    }

    @Override
    public String goType() {
        return "template.Alerts";
    }

    @Override
    public Optional<Member> member(String name, List<Object> arguments) {
        switch (name) {
            case "Firing":
                TemplateObject.none(name, arguments);
                return Member.of(with("firing"));
            case "Resolved":
                TemplateObject.none(name, arguments);
                return Member.of(with("resolved"));
            default:
                return Optional.empty();
        }
    }

    private List<Object> with(String status) {
        return structs.stream()
                .filter(alert -> status.equals(((Struct) alert)
                        .member("Status", List.of())
                        .orElseThrow()
                        .value()))
                .toList();
    }
}
