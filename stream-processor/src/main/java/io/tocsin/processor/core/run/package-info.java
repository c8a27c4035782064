/** The whole core over a stretch of records, without Kafka: what live processing would have concluded. */
package io.tocsin.processor.core.run;
