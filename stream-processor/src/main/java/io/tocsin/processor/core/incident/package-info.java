/** Incidents: alerts and patterns of one cause as one thing that a person deals with. */
package io.tocsin.processor.core.incident;
