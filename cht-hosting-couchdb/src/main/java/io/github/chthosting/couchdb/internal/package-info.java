/** The connection of this module's packages to CouchDB. Not exported. */
package io.github.chthosting.couchdb.internal;
