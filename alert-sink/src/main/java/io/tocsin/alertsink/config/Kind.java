package io.tocsin.alertsink.config;

/** What the value of a field must be. */
enum Kind {
    /** Any scalar, taken as it is written. */
    TEXT,
    /** A text that is never shown. */
    SECRET,
    /** An http or https URL. */
    URL,
    /** A URL that is never shown. */
    SECRET_URL,
    /** A URL that is never shown and may be a template; then it is checked when it is rendered. */
    SECRET_URL_TEMPLATE,
    /** True or false, in any of the forms of YAML 1.1. */
    BOOL,
    /** A whole number. */
    INTEGER,
    /** A duration as Prometheus writes it. */
    DURATION,
    /** A duration as Go writes it; a whole number counts nanoseconds. */
    GO_DURATION,
    /** HOST:PORT. */
    HOST_PORT,
    /** A list of texts. */
    TEXTS,
    /** Texts by name. */
    TEXT_MAP,
    /** A list of secrets. */
    SECRETS,
    /** Lists of secrets by name. */
    SECRET_LISTS,
    /** An object of its own schema. */
    OBJECT,
    /** A list of objects of one schema. */
    OBJECTS,
    /** Objects of one schema by name. */
    OBJECT_MAP,
    /** Anything. */
    ANY
}
