/** Certificates: read, checked as TLS clients check them, and seen served. */
package io.github.chthosting.platform.certificate;
