/** How log lines look: for people or machines, always masked. */
package io.tocsin.service.logging;
