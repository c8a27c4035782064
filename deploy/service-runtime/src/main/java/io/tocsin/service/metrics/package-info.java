/** The process's own metrics. */
package io.tocsin.service.metrics;
