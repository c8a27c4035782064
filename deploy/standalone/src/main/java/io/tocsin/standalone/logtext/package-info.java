/** Reads level and time out of log lines as software usually writes them. Pure: no input or output, no clock. */
package io.tocsin.standalone.logtext;
