package io.tocsin.service.http;

/**
 * What is wrong with one field of a request.
 *
 * @param field where: a dotted path such as {@code events[3].source}, the name of a query parameter or of a header
 * @param message what is wrong and what was expected, without internal names
 */
public record FieldError(String field, String message) {}
