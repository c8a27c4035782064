package io.tocsin.alertsink.template;

import io.tocsin.alertsink.channel.Notification;
import java.util.Map;

/** A template that was parsed with all that it can include. Immutable and thread-safe. */
public final class Template {

    private final Definition main;
    private final Map<String, Definition> definitions;
    private final String text;

    Template(Definition main, Map<String, Definition> definitions, String text) {
        this.main = main;
        this.definitions = definitions;
        this.text = text;
    }

    /** Returns whether it is empty, which says "leave it out". */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /**
     * Returns what it makes of a notification, as text.
     *
     * @throws TemplateException saying where and why it cannot be carried out
     */
    public String text(Notification notification) {
        return run(new Output.Plain(new Budget()), NotificationData.of(notification), notification.createdAt());
    }

    /**
     * Returns what it makes of a notification, as HTML in which each value is escaped for its place.
     *
     * @throws TemplateException saying where and why it cannot be carried out
     */
    public String html(Notification notification) {
        return run(new HtmlOutput(new Budget()), NotificationData.of(notification), notification.createdAt());
    }

    /** Returns what it makes of any data; for tests. */
    String text(Object data, java.time.Instant now) {
        return run(new Output.Plain(new Budget()), data, now);
    }

    /** Returns the HTML that it makes of any data; for tests. */
    String html(Object data, java.time.Instant now) {
        return run(new HtmlOutput(new Budget()), data, now);
    }

    private String run(Output output, Object data, java.time.Instant now) {
        if (text.isEmpty()) {
            return "";
        }
        try {
            new Execution(definitions, TemplateSet.FUNCTIONS, output, new Budget(), now).run(main, data);
        } catch (StackOverflowError tooDeep) {
            throw new TemplateException(main.source(), 0, "the template is nested too deeply");
        }
        return output.result();
    }
}
