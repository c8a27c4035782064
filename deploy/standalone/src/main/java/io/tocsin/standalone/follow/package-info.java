/**
 * Follows log files: new lines, rotation by renaming or by copying and truncating, lines that are still being written,
 * files that come later. Where it stood is remembered across restarts, and moves on only when Kafka has the lines.
 */
package io.tocsin.standalone.follow;
