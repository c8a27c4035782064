/** Rules at run time: where they are kept, how they come into force, what people ask of them. */
package io.tocsin.processor.rules;
