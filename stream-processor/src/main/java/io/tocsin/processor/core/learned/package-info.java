/**
 * What is learned about a source over hours and days (detectors, seasons, forecasts): kept in parts that are loaded when
 * they are needed and written when they changed. Learned state can be learned anew; records cannot be had again, so no
 * damage to it may stop a record.
 */
package io.tocsin.processor.core.learned;
