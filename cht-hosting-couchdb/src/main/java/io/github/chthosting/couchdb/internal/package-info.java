/** How the packages of this module talk to CouchDB. Not exported. */
package io.github.chthosting.couchdb.internal;
