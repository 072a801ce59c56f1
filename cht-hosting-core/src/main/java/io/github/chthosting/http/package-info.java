/**
 * HTTP as our own modules use it: one transport for a service, with its retries, fail-over,
 * authentication and logs.
 */
package io.github.chthosting.http;
