/** EmbeddedCouchDb: a CouchDB cluster in the JVM, for tests. */
package io.github.chthosting.testkit;
