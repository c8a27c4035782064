package io.tocsin.gateway.decode;

/** How the items of a body are put together. */
public enum BodyFormat {
    /** One JSON value: an object, or an array of objects. */
    JSON,
    /** One object per line. */
    LINES
}
