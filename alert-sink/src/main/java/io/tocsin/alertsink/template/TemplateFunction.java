package io.tocsin.alertsink.template;

import java.time.Instant;
import java.util.List;

/** A function of templates. Thread-safe. */
@FunctionalInterface
interface TemplateFunction {

    /**
     * Calls it.
     *
     * @throws TemplateException when the arguments do not fit; the caller adds name and place
     */
    Object call(List<Object> arguments, Context context);

    /**
     * What a function may need to know.
     *
     * @param budget what the execution may still take
     * @param now time of the notification
     */
    record Context(Budget budget, Instant now) {}
}
