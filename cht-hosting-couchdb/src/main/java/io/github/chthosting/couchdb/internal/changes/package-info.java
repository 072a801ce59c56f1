/** The one reader of {@code _changes}, under the feed that users see and all that goes by one. */
package io.github.chthosting.couchdb.internal.changes;
