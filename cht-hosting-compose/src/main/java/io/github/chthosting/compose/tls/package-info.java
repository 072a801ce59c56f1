/** The certificate that nginx serves: checked before, installed, and seen served. */
@org.jspecify.annotations.NullMarked
package io.github.chthosting.compose.tls;
