/** Keeps secrets and personal data out of logs. */
package io.tocsin.service.masking;
