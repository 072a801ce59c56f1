/**
 * Random requests, the same bytes to a real CouchDB and to the embedded one, to find where they
 * answer differently. Run by hand: {@code docs/contract.md} says how.
 */
package io.github.chthosting.testkit.fuzz;
