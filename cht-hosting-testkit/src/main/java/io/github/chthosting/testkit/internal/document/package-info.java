/** The HTTP endpoints of one database: documents, attachments, changes. */
@NullMarked
package io.github.chthosting.testkit.internal.document;

import org.jspecify.annotations.NullMarked;
