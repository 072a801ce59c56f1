/** Comparison of two live databases, leaf revision by leaf revision. */
package io.github.chthosting.couchdb.internal.compare;
