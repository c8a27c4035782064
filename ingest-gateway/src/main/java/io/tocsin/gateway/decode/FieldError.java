package io.tocsin.gateway.decode;

/**
 * What is wrong with one field of a request.
 *
 * @param field path of the field, for example {@code $.data} or {@code items[3].source}
 * @param message what is wrong and what was expected
 */
public record FieldError(String field, String message) {}
