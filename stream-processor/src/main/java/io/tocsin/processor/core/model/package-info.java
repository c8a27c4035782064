/** Vocabulary that the folds share with those who call them: immutable values and enums. */
package io.tocsin.processor.core.model;
