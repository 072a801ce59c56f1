/** How two live databases are compared, leaf revision by leaf revision. */
package io.github.chthosting.couchdb.internal.compare;
