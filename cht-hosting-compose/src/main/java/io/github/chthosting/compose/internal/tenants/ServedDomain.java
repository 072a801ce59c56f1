package io.github.chthosting.compose.internal.tenants;

/**
 * The destination to which the proxy hands a domain on.
 *
 * @param domain of a tenant
 * @param port of the tenant's HTTPS on the host
 */
public record ServedDomain(String domain, int port) {}
