/**
 * Proof that two servers, or two databases, hold the same: {@link Verification}, and {@link
 * Baseline} where one of them will be gone.
 */
package io.github.chthosting.couchdb.verification;
