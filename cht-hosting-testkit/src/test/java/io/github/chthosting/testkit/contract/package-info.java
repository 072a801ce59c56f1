/**
 * The behaviour of a CouchDB, told in cases that run alike against the embedded server,
 * pouchdb-server and a real CouchDB.
 *
 * <p>The real server is right: a case is written as CouchDB 3.5.2 answers it; where 3.3.3 does
 * otherwise, {@code since} and {@code until} say so.
 */
@NullMarked
package io.github.chthosting.testkit.contract;

import org.jspecify.annotations.NullMarked;
