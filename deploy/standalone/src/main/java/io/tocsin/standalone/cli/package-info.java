/** The command line: one class per command, each answering an exit code. */
package io.tocsin.standalone.cli;
