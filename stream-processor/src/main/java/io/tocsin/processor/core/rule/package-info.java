/** Rules, and the conditions that hold at a source while a rule is broken. */
package io.tocsin.processor.core.rule;
