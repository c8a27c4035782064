/** The life of an alert, and the alerts of one source. */
package io.tocsin.processor.core.alert;
