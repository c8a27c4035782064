/** How records look in answers. */
package io.tocsin.query.json;
