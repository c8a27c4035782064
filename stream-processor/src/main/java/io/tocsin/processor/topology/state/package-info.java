/** State of a task: live objects over stores, logs and shelves with their retention, and the hook at the commit. */
package io.tocsin.processor.topology.state;
