/** How a record that cannot be processed is put aside: its bytes as they came, and the reason in headers. */
package io.tocsin.schemas.deadletter;
