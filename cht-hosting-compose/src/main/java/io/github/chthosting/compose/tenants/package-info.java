/** Several CHTs on one host, behind one reverse proxy. */
package io.github.chthosting.compose.tenants;
