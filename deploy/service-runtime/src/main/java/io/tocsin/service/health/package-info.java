/** Whether the process lives, and whether it is ready for work. */
package io.tocsin.service.health;
