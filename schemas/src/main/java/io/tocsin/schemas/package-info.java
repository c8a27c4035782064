/**
 * What Tocsin's services agree on: Avro records (generated from {@code src/main/avro}), the catalogues of topics and
 * stores, keys, tokens and serdes. Times are epoch milliseconds in UTC unless a name says otherwise.
 */
package io.tocsin.schemas;
