/** Who can answer: announcements, inventories, the routing table. */
package io.tocsin.query.routing;
