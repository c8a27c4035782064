/**
 * Replays a file as events: NDJSON events, {@code timestamp,value} tables, structured log tables and plain logs. Ids
 * follow from file name, line number and content, so a file replayed twice counts once.
 */
package io.tocsin.standalone.replay;
