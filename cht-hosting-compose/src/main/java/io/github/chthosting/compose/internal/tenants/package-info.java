/** Carries out what several tenants share. */
package io.github.chthosting.compose.internal.tenants;
