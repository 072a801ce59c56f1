/** Erlang's external term format, in which CouchDB hashes revisions and packs sequences. */
@NullMarked
package io.github.chthosting.testkit.internal.erlang;

import org.jspecify.annotations.NullMarked;
