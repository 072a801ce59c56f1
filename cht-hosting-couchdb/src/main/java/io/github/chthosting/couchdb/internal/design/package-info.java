/** Design documents of a database. */
package io.github.chthosting.couchdb.internal.design;
