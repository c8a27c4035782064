/** {@code tocsin run}: starts everything in one process, says what it sees, and stops it in order. */
package io.tocsin.standalone.run;
