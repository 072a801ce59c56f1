/** A server's version, and the errors by which it refuses a request. */
package io.github.chthosting.couchdb.server;
