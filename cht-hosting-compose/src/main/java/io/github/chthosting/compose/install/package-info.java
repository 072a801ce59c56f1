/** How an installation is planned: options, what is wanted, what is there. */
package io.github.chthosting.compose.install;
