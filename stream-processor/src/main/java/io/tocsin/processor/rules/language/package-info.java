/** The language of rules: documents in JSON or YAML, read with the position of every error, compiled to rules of the core. */
package io.tocsin.processor.rules.language;
