/**
 * Moves from a CHT 3.x, or from one cluster to another, to a CHT 4.x or later of one or more nodes:
 * what to check, carry over, build beforehand and compare. Moving ranges between nodes is in {@code
 * io.github.chthosting.couchdb.cluster}, comparing in {@code
 * io.github.chthosting.couchdb.verification}.
 */
package io.github.chthosting.couchdb.migration;
