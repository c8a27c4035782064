package io.tocsin.alertsink.template;

/**
 * A template that can be carried out. Immutable.
 *
 * @param source where it stands
 */
record Definition(Source source, Node.Block body) {}
