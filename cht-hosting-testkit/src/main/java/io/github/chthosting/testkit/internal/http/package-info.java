/** The seam between endpoints and the HTTP server. */
@NullMarked
package io.github.chthosting.testkit.internal.http;

import org.jspecify.annotations.NullMarked;
