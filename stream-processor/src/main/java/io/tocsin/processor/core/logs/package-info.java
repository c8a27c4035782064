/** Log lines: taken apart, grouped into templates, understood, and watched for what is unusual. */
package io.tocsin.processor.core.logs;
